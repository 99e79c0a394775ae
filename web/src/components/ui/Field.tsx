import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from 'react';

type Common = {
  label: string;
  /** What is wrong with the value, in words; null while nothing is. */
  problem?: string | null;
  hint?: ReactNode;
};

type TextProps = Common & {
  value: string;
  onText: (text: string) => void;
  ref?: Ref<HTMLInputElement>;
  /** As tall as on the pages before one is logged in. */
  tall?: boolean;
} & Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'className' | 'id'>;

/** One line of text with its label, its hint and what is wrong with it. */
export function TextField({ label, problem = null, hint, onText, ref, tall = false, ...input }: TextProps) {
  const id = useId();
  return (
    <Labelled id={id} label={label} problem={problem} hint={hint}>
      <div className={tall ? 'field h-[42px] text-fs4' : 'field'} data-invalid={problem !== null || undefined}>
        <input
          ref={ref}
          id={id}
          {...input}
          aria-invalid={problem !== null}
          aria-describedby={describedBy(id, problem, hint)}
          onChange={(event) => onText(event.target.value)}
        />
      </div>
    </Labelled>
  );
}

type AreaProps = Common & { value: string; onText: (text: string) => void; rows?: number; placeholder?: string };

/** Several lines of text. */
export function TextArea({ label, problem = null, hint, value, onText, rows = 4, placeholder }: AreaProps) {
  const id = useId();
  return (
    <Labelled id={id} label={label} problem={problem} hint={hint}>
      <textarea
        id={id}
        rows={rows}
        value={value}
        dir="auto"
        placeholder={placeholder}
        aria-invalid={problem !== null}
        aria-describedby={describedBy(id, problem, hint)}
        onChange={(event) => onText(event.target.value)}
        className="block w-full resize-y rounded-control border border-line-control bg-sunken px-2.5 py-2 text-1 outline-none hover:border-line-strong focus:border-focus aria-invalid:border-bad light:bg-[#fff]"
      />
    </Labelled>
  );
}

type SelectProps<T extends string> = Common & {
  value: T;
  options: readonly { readonly value: T; readonly text: string }[];
  onChange: (value: T) => void;
  /** The label is for screen readers only: the options speak for themselves. */
  quiet?: boolean;
};

/** One of a few values. The browser's own list, which every phone and screen reader knows. */
export function Select<T extends string>(props: SelectProps<T>) {
  const { label, problem = null, hint, value, options, onChange, quiet = false } = props;
  const id = useId();
  return (
    <Labelled id={id} label={label} problem={problem} hint={hint} quiet={quiet}>
      <div className="field" data-invalid={problem !== null || undefined}>
        <select
          id={id}
          value={value}
          aria-describedby={describedBy(id, problem, hint)}
          onChange={(event) => {
            const chosen = options.find((one) => one.value === event.target.value);
            if (chosen !== undefined) onChange(chosen.value);
          }}
        >
          {options.map((one) => (
            <option key={one.value} value={one.value} className="bg-raised text-1">
              {one.text}
            </option>
          ))}
        </select>
      </div>
    </Labelled>
  );
}

type SwitchProps = { label: string; hint?: string; on: boolean; disabled?: boolean; onChange: (on: boolean) => void };

/** On or off, at once. */
export function Switch({ label, hint, on, disabled = false, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex min-h-9 items-center justify-between gap-4 py-1">
      <div className="min-w-0">
        <p id={id} className="font-medium">
          {label}
        </p>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-fs2 text-3">
            {hint}
          </p>
        )}
      </div>
      <button
        type="button"
        role="switch"
        aria-checked={on}
        aria-labelledby={id}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        aria-disabled={disabled}
        className="switch"
        onClick={() => disabled || onChange(!on)}
      />
    </div>
  );
}

function describedBy(id: string, problem: string | null, hint: ReactNode): string | undefined {
  if (problem !== null) return `${id}-problem`;
  return hint === undefined ? undefined : `${id}-hint`;
}

type LabelledProps = {
  id: string;
  label: string;
  problem: string | null;
  hint: ReactNode;
  quiet?: boolean;
  children: ReactNode;
};

function Labelled({ id, label, problem, hint, quiet = false, children }: LabelledProps) {
  return (
    <div className="min-w-0">
      <label htmlFor={id} className={quiet ? 'sr-only' : 'mb-1 block text-fs2 font-medium text-2'}>
        {label}
      </label>
      {children}
      {problem !== null ? (
        <p id={`${id}-problem`} className="mt-1 text-fs2 text-bad-text">
          {problem}
        </p>
      ) : (
        hint !== undefined && (
          <p id={`${id}-hint`} className="mt-1 text-fs2 text-3">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

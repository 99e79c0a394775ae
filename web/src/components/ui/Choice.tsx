import clsx from 'clsx';
import type { ReactNode } from 'react';

type Props<T extends string> = {
  label: string;
  value: T;
  options: readonly { readonly value: T; readonly text: ReactNode; readonly title?: string }[];
  onChange: (value: T) => void;
};

/** A few values side by side, one of them chosen; where there is no room for all they scroll. */
export function Choice<T extends string>({ label, value, options, onChange }: Props<T>) {
  return (
    <fieldset
      aria-label={label}
      className="flex w-fit min-w-0 max-w-full flex-none gap-0.5 overflow-x-auto rounded-control border border-line bg-card p-0.5 light:border-transparent light:bg-[#e6e6f0]"
    >
      {options.map((one) => (
        <button
          key={one.value}
          type="button"
          title={one.title}
          aria-pressed={one.value === value}
          onClick={() => onChange(one.value)}
          className={clsx(
            'flex h-[26px] flex-none items-center gap-1.5 rounded-row px-2.5 text-fs2 font-medium whitespace-nowrap pointer-coarse:h-9',
            one.value === value ? 'bg-raised text-1 shadow-low' : 'text-2 hover:text-1',
          )}
        >
          {one.text}
        </button>
      ))}
    </fieldset>
  );
}

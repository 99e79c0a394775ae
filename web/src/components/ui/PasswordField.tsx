import { Eye, EyeOff } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from '@/i18n/use-translation';

type Props = {
  label: string;
  value: string;
  onText: (text: string) => void;
  autoComplete: 'current-password' | 'new-password';
  problem?: string | null;
  hint?: string;
  /** As tall as on the pages before one is logged in. */
  tall?: boolean;
};

/** A password, which can be looked at. */
export function PasswordField({ label, value, onText, autoComplete, problem = null, hint, tall = false }: Props) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-fs2 font-medium text-2">
        {label}
      </label>
      <div className={tall ? 'field h-[42px] text-fs4' : 'field'} data-invalid={problem !== null || undefined}>
        <input
          id={id}
          type={shown ? 'text' : 'password'}
          autoComplete={autoComplete}
          value={value}
          aria-invalid={problem !== null}
          aria-describedby={problem !== null || hint !== undefined ? `${id}-words` : undefined}
          onChange={(event) => onText(event.target.value)}
        />
        <button
          type="button"
          className="-me-1.5 grid size-8 place-items-center rounded-row text-2 hover:bg-hover"
          aria-label={t(shown ? 'common.hidePassword' : 'common.showPassword')}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
        </button>
      </div>
      {(problem !== null || hint !== undefined) && (
        <p id={`${id}-words`} className={problem === null ? 'mt-1 text-fs2 text-3' : 'mt-1 text-fs2 text-bad-text'}>
          {problem ?? hint}
        </p>
      )}
    </div>
  );
}

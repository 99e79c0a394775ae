import { Check, Minus } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import type { Way } from './ways';

type Props = { ways: readonly Way[]; way: Way; onWay: (way: Way) => void };

/** The ways to connect, with what each can and cannot do. */
export function Ways({ ways, way, onWay }: Props) {
  const { t } = useTranslation();
  const name = useId();
  return (
    <fieldset className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <legend className="mb-2 font-semibold">{t('accounts.wizard.how')}</legend>
      {ways.map((one) => (
        <label
          key={one}
          className="grid cursor-pointer grid-cols-[16px_minmax(0,1fr)] gap-x-3 rounded-control border border-line px-3 py-2.5 hover:bg-hover has-checked:border-accent has-checked:bg-selected"
        >
          <input
            type="radio"
            name={name}
            className="mt-0.5 size-4 accent-accent"
            checked={one === way}
            onChange={() => onWay(one)}
          />
          <span className="grid gap-0.5">
            <span className="font-medium">{t(`accounts.way.${one}.title`)}</span>
            <span className="flex gap-1.5 text-fs2 text-2">
              <Check size={14} className="mt-0.5 text-ok-text" aria-hidden />
              {t(`accounts.way.${one}.can`)}
            </span>
            <span className="flex gap-1.5 text-fs2 text-2">
              <Minus size={14} className="mt-0.5 text-3" aria-hidden />
              {t(`accounts.way.${one}.cannot`)}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

import clsx from 'clsx';
import { useTranslation } from '@/i18n/use-translation';
import type { Outcome } from './api';

const TONES: Readonly<Record<Outcome | 'new', string>> = {
  applied: 'chip-ok',
  duplicate: '',
  parked: 'chip-warn',
  quarantined: 'chip-bad',
  unsupported: 'chip-warn',
  deferred: '',
  test: 'chip-accent',
  new: 'chip-accent',
};

export function OutcomeChip({ outcome, count }: { outcome: Outcome | 'new'; count?: number }) {
  const { t } = useTranslation();
  return (
    <span className={clsx('chip', TONES[outcome])}>
      {t(`deliveries.outcome.${outcome}`)}
      {count !== undefined && count > 1 && <span className="num">{count}</span>}
    </span>
  );
}

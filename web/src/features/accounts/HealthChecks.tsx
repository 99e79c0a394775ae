import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { CircleAlert, CircleCheck, CircleHelp } from 'lucide-react';
import type { Check } from '@/api/types';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { healthQuery } from './api';
import { useRepair } from './use-repair';

/** What was found by asking Meta now, with what to do about what is not well. */
export function HealthChecks({ id }: { id: string }) {
  const { t } = useTranslation();
  const health = useQuery(healthQuery(id));
  const repair = useRepair(id);
  const problem = repair.error ?? health.error;
  return (
    <div className="grid gap-2.5 border-t border-line pt-2.5" aria-busy={health.isFetching || repair.isPending}>
      {problem !== null && (
        <Say tone="bad" alert>
          {problem.message}
        </Say>
      )}
      {health.data === undefined && health.isFetching && <p className="text-fs2 text-3">{t('accounts.asking')}</p>}
      {health.data !== undefined && (
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-2 text-fs2 leading-[18px]">
          {health.data.checks.map((check) => (
            <Found key={check.name} check={check} />
          ))}
        </ul>
      )}
      <div className="flex justify-end gap-2">
        <button
          type="button"
          className="btn btn-s btn-ghost"
          aria-disabled={health.isFetching}
          onClick={() => void health.refetch()}
        >
          {t('accounts.checkAgain')}
        </button>
        <button
          type="button"
          className="btn btn-s"
          aria-disabled={repair.isPending}
          onClick={() => repair.isPending || repair.mutate()}
        >
          {t(repair.isPending ? 'accounts.repairing' : 'accounts.repair')}
        </button>
      </div>
    </div>
  );
}

const LOOKS = {
  well: { icon: CircleCheck, tone: 'text-ok-text', word: 'accounts.well' },
  ill: { icon: CircleAlert, tone: 'text-bad-text', word: 'accounts.ill' },
  unknown: { icon: CircleHelp, tone: 'text-3', word: 'accounts.notKnown' },
} as const;

function Found({ check }: { check: Check }) {
  const { t } = useTranslation();
  const { icon: Icon, tone, word } = LOOKS[check.ok === null ? 'unknown' : check.ok ? 'well' : 'ill'];
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2">
      <Icon size={16} className={clsx('mt-px', tone)} role="img" aria-label={t(word)} />
      <div className="along plain">
        <p className="text-1">{check.detail}</p>
        {check.remedy !== null && <p className="text-2">{check.remedy}</p>}
      </div>
    </li>
  );
}

import type { ReactNode } from 'react';
import type { Report } from '@/api/types';
import { Change } from '@/components/ui/Change';
import { Figures } from '@/components/ui/Figures';
import { useDuration } from '@/i18n/use-duration';
import { useTranslation } from '@/i18n/use-translation';
import { localeFor } from '@/lib/time';
import { total } from './model';

/** The figures that matter most, each against the period before. */
export function Headline({ report, before }: { report: Report; before: Report | undefined }) {
  const { t, language } = useTranslation();
  const duration = useDuration();
  const number = new Intl.NumberFormat(localeFor(language));
  const count = (value: number | null) => (value === null ? '–' : number.format(value));
  type Of = (one: Report) => number | null;
  const figure = (key: string, name: string, of: Of, say: (value: number | null) => string, more?: Extra) => {
    const earlier = before === undefined ? null : of(before);
    return {
      key,
      name,
      value: say(of(report)),
      note: (
        <>
          <Change
            now={of(report)}
            before={earlier}
            from={say(earlier)}
            {...(more?.better !== undefined && { better: more.better })}
          />
          {more?.line !== undefined && <span className="block">{more.line}</span>}
        </>
      ),
    };
  };
  const within = (seconds: number | null) =>
    seconds === null ? undefined : t('reports.within', { time: duration(seconds) });
  const { first_answer: first, resolution } = report;
  return (
    <Figures
      label={t('reports.headline')}
      figures={[
        figure('inbound', t('reports.inbound'), (one) => total(one, 'inbound'), count),
        figure('outbound', t('reports.outbound'), (one) => total(one, 'outbound'), count),
        figure('first', t('reports.first'), (one) => one.first_answer.median_seconds, duration, {
          better: 'less',
          line: within(first.p90_seconds),
        }),
        {
          key: 'waiting',
          name: t('reports.waiting'),
          value: count(first.waiting),
          ...(first.waiting > 0 && { tone: 'warn' as const }),
        },
        figure('resolved', t('reports.resolved'), (one) => one.resolution.count, count),
        figure('work', t('reports.work'), (one) => one.resolution.median_seconds, duration, {
          better: 'less',
          line: within(resolution.p90_seconds),
        }),
      ]}
    />
  );
}

type Extra = { better?: 'more' | 'less'; line?: ReactNode };

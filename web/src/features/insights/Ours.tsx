import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Report } from '@/api/types';
import { Change } from '@/components/ui/Change';
import { LineChart } from '@/components/ui/LineChart';
import { Say } from '@/components/ui/Say';
import { useDuration } from '@/i18n/use-duration';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { localeFor } from '@/lib/time';
import { oursQuery } from './api';
import { noonOf, type Period } from './days';
import { FigureCard } from './Figures';

type Props = { period: Period; before: Period; compare: boolean };

function useOurs({ period, before, compare }: Props) {
  const now = useQuery(oursQuery(period));
  const earlier = useQuery({ ...oursQuery(before), enabled: compare }).data;
  return { now, earlier: compare ? earlier : undefined };
}

const received = (report: Report) => report.volume.reduce((sum, day) => sum + day.inbound, 0);

/** How long customers waited, among the figures of Meta's: reach that nobody answers is worth little. */
export function FirstAnswerCard(props: Props) {
  const { t } = useTranslation();
  const duration = useDuration();
  const { now, earlier } = useOurs(props);
  const median = now.data?.first_answer.median_seconds ?? null;
  const before = earlier?.first_answer.median_seconds ?? null;
  return (
    <FigureCard name={t('insights.ourFirst')}>
      <dd className="num text-fs6 font-semibold">{duration(median)}</dd>
      <dd className="num text-fs2">
        {median === null && now.isSuccess ? (
          <span className="text-3">{t('insights.ourNoneAnswered')}</span>
        ) : (
          <Change now={median} before={before} from={duration(before)} better="less" />
        )}
      </dd>
    </FigureCard>
  );
}

/** How the team answered in the same days: counted here, not by Meta. */
export function Ours(props: Props) {
  const { t } = useTranslation();
  const { me } = useSession();
  const { now, earlier } = useOurs(props);
  return (
    <section className="min-w-0 rounded-card border border-line bg-panel p-4" aria-label={t('insights.ours')}>
      <div className="mb-2 flex items-baseline justify-between gap-3">
        <h2 className="text-fs4">{t('insights.ours')}</h2>
        <Link to="/reports" search={{ platform: 'INSTAGRAM' }} className="text-fs2 text-accent-text">
          {t('insights.ourReports')}
        </Link>
      </div>
      {now.data !== undefined ? (
        <>
          <Rows report={now.data} earlier={earlier} />
          <LineChart
            height={130}
            title={t('insights.ourInbound')}
            hint={t('insights.perDay')}
            zone="UTC"
            at={props.period.days.map(noonOf)}
            series={[
              { name: t('insights.thisPeriod'), values: now.data.volume.map((day) => day.inbound) },
              ...(earlier === undefined
                ? []
                : [
                    {
                      name: t('insights.before'),
                      values: earlier.volume.map((day) => day.inbound),
                      before: true,
                      days: props.before.days.map(noonOf),
                    },
                  ]),
            ]}
          />
        </>
      ) : now.isError ? (
        <Say tone="bad" alert>
          {now.error.message}
        </Say>
      ) : (
        <div className="skeleton after-a-while h-60" aria-hidden="true" />
      )}
      <div className="mt-2 text-fs2">
        <Say tone="info">{t(me.role === 'admin' ? 'insights.oursHint' : 'insights.oursHintAgent')}</Say>
      </div>
    </section>
  );
}

function Rows({ report, earlier }: { report: Report; earlier: Report | undefined }) {
  const { t, language } = useTranslation();
  const duration = useDuration();
  const number = new Intl.NumberFormat(localeFor(language));
  const count = (value: number) => number.format(value);
  const rows = [
    { key: 'inbound', name: t('insights.ourInbound'), of: received, say: count },
    { key: 'answered', name: t('insights.ourAnswered'), of: (one: Report) => one.first_answer.count, say: count },
    {
      key: 'p90',
      name: t('insights.ourP90'),
      of: (one: Report) => one.first_answer.p90_seconds,
      say: duration,
      better: 'less' as const,
    },
    { key: 'resolved', name: t('insights.ourResolved'), of: (one: Report) => one.resolution.count, say: count },
  ];
  return (
    <dl className="mb-3">
      {rows.map(({ key, name, of, say, better }) => {
        const value = of(report);
        const before = earlier === undefined ? null : of(earlier);
        return (
          <div key={key} className="flex items-baseline gap-3 border-b border-line py-1.5">
            <dt className="text-2">{name}</dt>
            <dd className="num ms-auto flex flex-wrap items-baseline justify-end gap-x-2.5 text-fs2">
              <Change
                now={value}
                before={before}
                from={before === null ? '' : say(before)}
                {...(better !== undefined && { better })}
              />
              <span className="text-fs3 font-medium">{value === null ? '–' : say(value)}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

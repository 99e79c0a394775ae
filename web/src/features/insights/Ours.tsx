import { useQuery } from '@tanstack/react-query';
import { Figures } from '@/components/ui/Figures';
import { useDuration } from '@/i18n/use-duration';
import { useTranslation } from '@/i18n/use-translation';
import { changeOf, signedPercent } from '@/lib/numbers';
import { oursQuery } from './api';
import type { Period } from './model';

/** How the team answered in the same days: counted here, not by Meta. */
export function Ours({ period, before }: { period: Period; before: Period | null }) {
  const { t, language } = useTranslation();
  const duration = useDuration();
  const now = useQuery(oursQuery(period, 'UTC')).data;
  const earlier = useQuery({ ...oursQuery(before ?? period, 'UTC'), enabled: before !== null }).data;
  if (now === undefined) return null;
  const change = (a: number | null, b: number | null | undefined) => {
    const share = before === null ? null : changeOf(a, b ?? null);
    return share === null ? undefined : signedPercent(share, language);
  };
  const inbound = (report: typeof now | undefined) => report?.volume.reduce((sum, day) => sum + day.inbound, 0) ?? null;
  const note = (text: string | undefined) => (text === undefined ? {} : { note: text });
  return (
    <section className="min-w-0 rounded-card border border-line bg-panel p-4">
      <h2 className="mb-2.5 text-fs4">{t('insights.ours')}</h2>
      <Figures
        label={t('insights.ours')}
        figures={[
          {
            key: 'inbound',
            name: t('insights.ourInbound'),
            value: inbound(now),
            ...note(change(inbound(now), inbound(earlier))),
          },
          {
            key: 'first',
            name: t('insights.ourFirst'),
            value: duration(now.first_answer.median_seconds),
            ...note(change(now.first_answer.median_seconds, earlier?.first_answer.median_seconds)),
          },
          { key: 'answered', name: t('insights.ourAnswered'), value: now.first_answer.count },
          { key: 'resolved', name: t('insights.ourResolved'), value: now.resolution.count },
        ]}
      />
      <p className="mt-2 text-fs2 text-3">{t('insights.oursHint')}</p>
    </section>
  );
}

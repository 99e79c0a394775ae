import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import type { Insight } from '@/api/types';
import { Bars } from '@/components/ui/Bars';
import { useTranslation } from '@/i18n/use-translation';
import { followersQuery } from './api';
import { type Part, partsOf } from './model';
import { useMetricName } from './use-metric-name';

/** Parts that are shown of one way of cutting; the smallest ones say little. */
const SHOWN = 6;

/** Figures in parts, and who the followers are. */
export function Breakdowns({ account, insight }: { account: string | null; insight: Insight }) {
  const { t } = useTranslation();
  const nameOf = useMetricName();
  const followers = useQuery(followersQuery(account));
  const metrics = Object.keys(insight.breakdowns);
  const demographics = partsOf(followers.data, 'follower_demographics');
  const why = followers.data?.unavailable.follower_demographics ?? null;
  if (metrics.length === 0 && demographics.size === 0 && why === null) return null;
  return (
    <section aria-label={t('insights.parts')} className="grid gap-2.5 pane:grid-cols-2 desk:grid-cols-4">
      {metrics.flatMap((metric) =>
        [...partsOf(insight, metric)].map(([way, parts]) => (
          <Card
            key={`${metric} ${way}`}
            title={t('insights.by', { name: nameOf(metric), way: nameOf(way) })}
            parts={parts}
          />
        )),
      )}
      {[...demographics].map(([way, parts]) => (
        <Card key={way} title={t('insights.followersBy', { way: nameOf(way) })} parts={parts} />
      ))}
      {why !== null && (
        <div className="rounded-card border border-line bg-panel p-4">
          <h2 className="mb-1 text-fs2 font-medium text-3">{nameOf('follower_demographics')}</h2>
          <p className="text-fs2 text-2">{why}</p>
        </div>
      )}
    </section>
  );
}

function Card({ title, parts }: { title: string; parts: readonly Part[] }) {
  const { language } = useTranslation();
  const nameOf = useMetricName();
  const sum = parts.reduce((all, part) => all + part.value, 0);
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <div className="min-w-0 rounded-card border border-line bg-panel p-4">
      <h2 className="cut mb-3 text-fs2 font-medium text-3" title={title}>
        {title}
      </h2>
      <Bars
        label={title}
        bars={parts.slice(0, SHOWN).map((part) => ({
          key: part.name,
          name: i18next.exists(`insights.names.${part.name.toLowerCase()}`)
            ? nameOf(part.name.toLowerCase())
            : part.name,
          value: part.value,
          text:
            sum === 0
              ? number.format(part.value)
              : `${number.format(part.value)} · ${percent.format(part.value / sum)}`,
        }))}
      />
    </div>
  );
}

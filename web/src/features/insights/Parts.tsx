import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Insight } from '@/api/types';
import { Bars } from '@/components/ui/Bars';
import { Choice } from '@/components/ui/Choice';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { localeFor } from '@/lib/time';
import { audienceQuery } from './api';
import { type Part, partsOf } from './model';
import { useInsightWords } from './use-words';

/** Parts that are shown of one way of cutting; the smallest ones say little. */
const SHOWN = 6;
/** These parts are two things, not shares of one. */
const NOT_SHARES = new Set(['follows_and_unfollows']);

/** The figures that Meta gives in parts, each way of cutting for itself. */
export function Breakdowns({ insight, framed = true }: { insight: Insight; framed?: boolean }) {
  const { t } = useTranslation();
  const { nameOf, wayOf } = useInsightWords();
  return Object.keys(insight.breakdowns).flatMap((metric) =>
    [...partsOf(insight, metric)].map(([way, parts]) => {
      const title = NOT_SHARES.has(metric)
        ? nameOf(metric)
        : t('insights.by', { name: nameOf(metric), way: wayOf(way) });
      const bars = <PartBars key={title} title={title} metric={metric} way={way} parts={parts} />;
      return framed ? (
        <div key={title} className="min-w-0 rounded-card border border-line bg-panel p-4">
          {bars}
        </div>
      ) : (
        bars
      );
    }),
  );
}

const AUDIENCES = ['follower_demographics', 'engaged_audience_demographics'] as const;
type Audience = (typeof AUDIENCES)[number];

/** Who follows, and who took part: where they are, how old, of which gender. */
export function Audiences({ account }: { account: string | null }) {
  const { t } = useTranslation();
  const { nameOf, wayOf } = useInsightWords();
  const query = useQuery(audienceQuery(account));
  const [chosen, setChosen] = useState<Audience>('follower_demographics');
  const known = query.data;
  if (known === undefined) {
    if (query.isError) {
      return (
        <Say tone="bad" alert>
          {query.error.message}
        </Say>
      );
    }
    return <div className="skeleton after-a-while h-48 !rounded-card" aria-hidden="true" />;
  }
  const ways = partsOf(known, chosen);
  return (
    <section className="min-w-0 rounded-card border border-line bg-panel p-4" aria-label={t('insights.audience')}>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="text-fs4">{t('insights.audience')}</h2>
        <Choice
          label={t('insights.audience')}
          value={chosen}
          options={AUDIENCES.map((one) => ({ value: one, text: nameOf(one) }))}
          onChange={setChosen}
        />
      </div>
      {ways.size === 0 ? (
        <p className="text-2">{known.unavailable[chosen] ?? t('insights.notGiven')}</p>
      ) : (
        <div className="grid gap-x-6 gap-y-5 pane:grid-cols-2 desk:grid-cols-4">
          {[...ways].map(([way, parts]) => (
            <PartBars key={way} title={wayOf(way)} metric={chosen} way={way} parts={parts} />
          ))}
        </div>
      )}
    </section>
  );
}

type BarsProps = { title: string; metric: string; way: string; parts: readonly Part[] };

function PartBars({ title, metric, way, parts }: BarsProps) {
  const { language } = useTranslation();
  const { partOf, say } = useInsightWords();
  const sum = parts.reduce((all, part) => all + part.value, 0);
  const percent = new Intl.NumberFormat(localeFor(language), { style: 'percent', maximumFractionDigits: 0 });
  const shares = sum > 0 && !NOT_SHARES.has(metric);
  return (
    <div className="min-w-0">
      <h3 className="cut mb-2.5 text-fs2 font-medium text-3" title={title}>
        {title}
      </h3>
      <Bars
        label={title}
        bars={parts.slice(0, SHOWN).map((part) => ({
          key: part.name,
          name: partOf(metric, way, part.name),
          value: part.value,
          text: shares ? `${say(metric, part.value)} · ${percent.format(part.value / sum)}` : say(metric, part.value),
        }))}
      />
    </div>
  );
}

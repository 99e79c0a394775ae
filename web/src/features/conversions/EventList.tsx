import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Target } from 'lucide-react';
import { Choice } from '@/components/ui/Choice';
import { Select } from '@/components/ui/Field';
import { More } from '@/components/ui/More';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { useNow } from '@/lib/now';
import { conversionsQuery, totalsQuery } from './api';
import { EventRow } from './EventRow';
import { type Place, SINCES, STATES, startOf } from './place';
import { lastDays } from './totals';

/** Where the names that can be chosen come from: as far back as totals go. */
const NAMES_OF_DAYS = 90;
/** "Every name", "any time": no event is called so. */
const ANY = '';

type Props = { place: Place; go: (change: Partial<Place>) => void };

/** Every event, newest first, narrowed by what became of it, its name and when it was recorded. */
export function EventList({ place, go }: Props) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="conversion-list" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <header className="flex flex-wrap items-center gap-2">
        <h2 id="conversion-list" className="me-auto text-fs4">
          {t('conversions.list')}
        </h2>
        <Choice
          label={t('conversions.states')}
          value={place.status ?? 'all'}
          options={(['all', ...STATES] as const).map((one) => ({ value: one, text: t(`conversions.state.${one}`) }))}
          onChange={(next) => go({ status: next === 'all' ? null : next })}
        />
        <div className="grid grid-cols-2 gap-2 max-pane:w-full">
          <NameFilter name={place.name} onName={(name) => go({ name })} />
          <div className="min-w-0 pane:w-44">
            <Select
              quiet
              label={t('conversions.since')}
              value={place.since ?? ANY}
              options={[
                { value: ANY, text: t('conversions.anyTime') },
                ...SINCES.map((one) => ({ value: one, text: t('conversions.lastDays', { count: Number(one) }) })),
              ]}
              onChange={(since) => go({ since: since === ANY ? null : since })}
            />
          </div>
        </div>
      </header>
      <Rows place={place} />
    </section>
  );
}

/** Names are found as they are written, so those that occur are offered. */
function NameFilter({ name, onName }: { name: string | null; onName: (name: string | null) => void }) {
  const { t } = useTranslation();
  const { since, until } = lastDays(NAMES_OF_DAYS, useNow());
  const { data = [] } = useQuery(totalsQuery(since, until));
  const names = new Set(data.map((one) => one.event_name));
  if (name !== null) names.add(name);
  return (
    <div className="min-w-0 pane:w-44">
      <Select
        quiet
        label={t('conversions.byName')}
        value={name ?? ANY}
        options={[
          { value: ANY, text: t('conversions.everyName') },
          ...[...names].sort((a, b) => a.localeCompare(b)).map((one) => ({ value: one, text: one })),
        ]}
        onChange={(next) => onName(next === ANY ? null : next)}
      />
    </div>
  );
}

function Rows({ place: { status, name, since } }: { place: Place }) {
  const { t } = useTranslation();
  const now = useNow();
  const query = useInfiniteQuery(
    conversionsQuery({ status, name, since: since === null ? null : startOf(Number(since), now) }),
  );
  const events = query.data?.pages.flatMap((page) => page.events) ?? [];
  if (query.data === undefined) {
    if (!query.isError) return <Skeletons />;
    return (
      <Failed
        title={t('conversions.failed')}
        text={t('common.failedHint')}
        retry={t('common.retry')}
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (events.length === 0) {
    const narrowed = status !== null || name !== null || since !== null;
    return (
      <Empty
        icon={Target}
        title={t(narrowed ? 'conversions.none' : 'conversions.empty')}
        text={t(narrowed ? 'conversions.noneHint' : 'conversions.emptyHint')}
      />
    );
  }
  return (
    <div>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
        {events.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ul>
      <More of={query} />
    </div>
  );
}

function Skeletons() {
  return (
    <div className="after-a-while grid gap-2" aria-hidden="true">
      {['w-28', 'w-40', 'w-24'].map((width) => (
        <div key={width} className="rounded-card border border-line bg-panel px-3.5 py-3">
          <div className={`skeleton h-3.5 ${width}`} />
          <div className="skeleton mt-2 h-3 w-48" />
        </div>
      ))}
    </div>
  );
}

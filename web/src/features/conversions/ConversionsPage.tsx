import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus, Target } from 'lucide-react';
import { useState } from 'react';
import type { Conversion } from '@/api/types';
import { Choice } from '@/components/ui/Choice';
import { Dialog } from '@/components/ui/Dialog';
import { More } from '@/components/ui/More';
import { Page } from '@/components/ui/Page';
import { SearchBox } from '@/components/ui/SearchBox';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { conversionsQuery } from './api';
import { EventRow } from './EventRow';
import { RecordForm } from './RecordForm';
import { Totals } from './Totals';

const STATES = ['all', 'queued', 'success', 'failed', 'unknown'] as const;

/** What came of the conversations: each event that was reported to Meta, with Meta's answer. */
export function ConversionsPage() {
  const { t } = useTranslation();
  const [status, setStatus] = useState<Conversion['status'] | null>(null);
  const [name, setName] = useState('');
  const [recording, setRecording] = useState(false);
  return (
    <Page
      title={t('conversions.title')}
      tools={
        <>
          <div className="max-w-full overflow-x-auto">
            <Choice
              label={t('conversions.states')}
              value={status ?? 'all'}
              options={STATES.map((one) => ({ value: one, text: t(`conversions.state.${one}`) }))}
              onChange={(next) => setStatus(next === 'all' ? null : next)}
            />
          </div>
          <div className="w-52">
            <SearchBox label={t('conversions.byName')} value={name} onChange={setName} shortcut={false} />
          </div>
          <button type="button" className="btn btn-primary ms-auto" onClick={() => setRecording(true)}>
            <Plus size={16} aria-hidden />
            {t('conversions.record')}
          </button>
        </>
      }
    >
      <div className="mx-auto grid grid-cols-[minmax(0,1fr)] max-w-[1100px] gap-6">
        <Totals />
        <List status={status} name={name} />
      </div>
      <Dialog
        open={recording}
        onClose={() => setRecording(false)}
        title={t('conversions.record')}
        closeLabel={t('common.close')}
      >
        <RecordForm onDone={() => setRecording(false)} />
      </Dialog>
    </Page>
  );
}

function List(filter: { status: Conversion['status'] | null; name: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(conversionsQuery(filter));
  const events = query.data?.pages.flatMap((page) => page.events) ?? [];
  if (query.data === undefined) {
    if (!query.isError) return <div className="skeleton after-a-while h-40 !rounded-card" />;
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
    const narrowed = filter.status !== null || filter.name !== '';
    return (
      <Empty
        icon={Target}
        title={t(narrowed ? 'conversions.none' : 'conversions.empty')}
        text={t(narrowed ? 'conversions.noneHint' : 'conversions.emptyHint')}
      />
    );
  }
  return (
    <section aria-labelledby="conversion-list">
      <h2 id="conversion-list" className="mb-2 text-fs4">
        {t('conversions.list')}
      </h2>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
        {events.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ul>
      <More of={query} />
    </section>
  );
}

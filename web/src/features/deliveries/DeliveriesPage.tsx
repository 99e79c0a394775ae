import { useNavigate, useSearch } from '@tanstack/react-router';
import clsx from 'clsx';
import { useState } from 'react';
import { Choice } from '@/components/ui/Choice';
import { Page } from '@/components/ui/Page';
import { useTranslation } from '@/i18n/use-translation';
import { useEscape } from '@/lib/shortcuts';
import { DeliveryList } from './DeliveryList';
import { DeliveryPane } from './DeliveryPane';
import { Outbox } from './Outbox';

const TABS = ['in', 'out'] as const;

/** What came in and what became of it; what goes out and why it waits. */
export function DeliveriesPage() {
  const { t } = useTranslation();
  const [tab, setTab] = useState<(typeof TABS)[number]>('in');
  const raw: { delivery?: unknown } = useSearch({ strict: false });
  const navigate = useNavigate();
  const opened = typeof raw.delivery === 'string' ? raw.delivery : null;
  const open = (id: string | null) => void navigate({ to: '/deliveries', search: id === null ? {} : { delivery: id } });
  const close = () => open(null);
  useEscape(close);
  return (
    <Page
      title={t('deliveries.title')}
      panes
      tools={
        <Choice
          label={t('deliveries.title')}
          value={tab}
          options={TABS.map((one) => ({ value: one, text: t(`deliveries.tab.${one}`) }))}
          onChange={setTab}
        />
      }
    >
      {tab === 'out' ? (
        <div className="min-h-0 flex-1 overflow-y-auto px-3 py-4 pane:px-6">
          <Outbox />
        </div>
      ) : (
        <div
          className={clsx(
            'grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)]',
            opened !== null && 'desk:grid-cols-[minmax(0,1fr)_minmax(380px,44%)]',
          )}
        >
          <DeliveryList className={clsx(opened !== null && 'max-desk:hidden')} opened={opened} onOpen={open} />
          {opened !== null && <DeliveryPane key={opened} id={opened} onClose={close} />}
        </div>
      )}
    </Page>
  );
}

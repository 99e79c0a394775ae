import { useInfiniteQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { Choice } from '@/components/ui/Choice';
import { Page } from '@/components/ui/Page';
import { useTranslation } from '@/i18n/use-translation';
import { focusSoon } from '@/lib/focus';
import { useEscape } from '@/lib/shortcuts';
import { deliveriesQuery } from './api';
import { DeliveryList, rowId } from './DeliveryList';
import { CLOSE_ID, DeliveryPane } from './DeliveryPane';
import { Outbox } from './Outbox';
import { useDeliveriesPlace, VIEWS } from './place';

/** What came in and what became of it; what goes out and why it waits. */
export function DeliveriesPage() {
  const { t } = useTranslation();
  const { place, go } = useDeliveriesPlace();
  return (
    <Page
      title={t('deliveries.title')}
      panes
      tools={
        <Choice
          label={t('deliveries.title')}
          value={place.view}
          options={VIEWS.map((one) => ({ value: one, text: t(`deliveries.tab.${one}`) }))}
          onChange={(view) => go({ view, delivery: null })}
        />
      }
    >
      {place.view === 'out' ? <Outbox /> : <CameIn />}
    </Page>
  );
}

function CameIn() {
  const { place, go } = useDeliveriesPlace();
  const { delivery: opened, outcome } = place;
  const query = useInfiniteQuery(deliveriesQuery(outcome));
  const order = query.data?.pages.flatMap((page) => page.deliveries.map((one) => one.id)) ?? [];
  const open = (delivery: string) => {
    go({ delivery });
    // Where the pane takes the list's place, the focus goes along.
    if (paneCoversList()) focusSoon(() => document.getElementById(CLOSE_ID));
  };
  const close = () => {
    if (opened === null) return;
    go({ delivery: null });
    focusSoon(() => document.getElementById(rowId(opened)));
  };
  useEscape(close);
  return (
    <div
      className={clsx(
        'grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)]',
        opened !== null && 'desk:grid-cols-[minmax(0,1fr)_minmax(400px,36%)]',
      )}
    >
      <DeliveryList
        className={clsx(opened !== null && 'max-desk:hidden')}
        query={query}
        outcome={outcome}
        opened={opened}
        onOpen={open}
        onOutcome={(next) => go({ outcome: next, delivery: null })}
      />
      {opened !== null && (
        <DeliveryPane key={opened} id={opened} order={order} onOpen={(delivery) => go({ delivery })} onClose={close} />
      )}
    </div>
  );
}

/** Below the width at which both have room. */
function paneCoversList(): boolean {
  return matchMedia('(max-width: 73.75rem)').matches;
}

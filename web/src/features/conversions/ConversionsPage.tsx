import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Choice } from '@/components/ui/Choice';
import { Dialog } from '@/components/ui/Dialog';
import { Page } from '@/components/ui/Page';
import { useTranslation } from '@/i18n/use-translation';
import { EventList } from './EventList';
import { RANGES } from './place';
import { RecordForm } from './RecordForm';
import { Totals } from './Totals';
import { usePlace } from './use-place';

/** What came of the conversations: each event that was reported to Meta, with Meta's answer. */
export function ConversionsPage() {
  const { t } = useTranslation();
  const { place, go } = usePlace();
  const [recording, setRecording] = useState(false);
  const close = () => setRecording(false);
  return (
    <Page
      title={t('conversions.title')}
      tools={
        <>
          <Choice
            label={t('conversions.range')}
            value={place.range}
            options={RANGES.map((one) => ({ value: one, text: t('conversions.days', { count: Number(one) }) }))}
            onChange={(range) => go({ range })}
          />
          <button type="button" className="btn btn-primary ms-auto" onClick={() => setRecording(true)}>
            <Plus size={16} aria-hidden />
            {t('conversions.record')}
          </button>
        </>
      }
    >
      <div className="mx-auto grid max-w-[1100px] grid-cols-[minmax(0,1fr)] gap-6">
        <Totals range={place.range} />
        <EventList place={place} go={go} />
      </div>
      <Dialog open={recording} onClose={close} title={t('conversions.record')} closeLabel={t('common.close')}>
        <RecordForm onDone={close} />
      </Dialog>
    </Page>
  );
}

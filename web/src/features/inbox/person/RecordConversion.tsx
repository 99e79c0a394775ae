import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Target } from 'lucide-react';
import { useState } from 'react';
import { ApiError } from '@/api/problem';
import { Dialog } from '@/components/ui/Dialog';
import { Select, TextField } from '@/components/ui/Field';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { randomId } from '@/lib/id';
import { keep, local, readKept } from '@/lib/storage';
import { tell } from '@/lib/toast';
import { recordConversion } from '../api';

/** What Meta takes from a conversation ("business messaging"), by its own names. */
const EVENTS = ['Purchase', 'LeadSubmitted', 'AddToCart', 'InitiateCheckout', 'ViewContent'] as const;
/** The shop's currency is the one it used last. */
const CURRENCY_KEY = 'tg.currency';

type Props = { chatId: string; name: string };

/** Reports to Meta what came of a conversation. */
export function RecordConversion({ chatId, name }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div className="border-t border-line p-3">
      <button type="button" className="btn w-full" onClick={() => setOpen(true)}>
        <Target size={16} aria-hidden />
        {t('record.open')}
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('record.title')} closeLabel={t('common.close')}>
        <RecordForm chatId={chatId} name={name} onDone={() => setOpen(false)} />
      </Dialog>
    </div>
  );
}

function RecordForm({ chatId, name, onDone }: Props & { onDone: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [event, setEvent] = useState<(typeof EVENTS)[number]>('Purchase');
  const [value, setValue] = useState('');
  const [currency, setCurrency] = useState(() => readKept(local, CURRENCY_KEY) ?? 'EUR');
  const [checked, setChecked] = useState(false);
  const [key] = useState(randomId);
  const amount = value.trim() === '' ? null : Number(value.trim().replace(',', '.'));
  const wrong =
    amount !== null && !Number.isFinite(amount)
      ? t('record.wrongValue')
      : amount === null && event === 'Purchase'
        ? t('record.needsValue')
        : null;
  const record = useMutation({
    mutationFn: () => recordConversion(chatId, key, event, amount === null ? null : { amount, currency }),
    onSuccess: async () => {
      keep(local, CURRENCY_KEY, currency);
      tell(t('record.done', { name: t(`record.events.${event}`) }));
      onDone();
      await queryClient.invalidateQueries({ queryKey: ['timeline', chatId] });
    },
  });
  const fields = record.error instanceof ApiError ? record.error.fields : new Map<string, string>();
  return (
    <form
      noValidate
      className="grid gap-3"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        setChecked(true);
        if (wrong === null && !record.isPending) record.mutate();
      }}
    >
      <p className="text-2">{t('record.hint', { name })}</p>
      {record.isError && (
        <Say tone="bad" alert>
          {record.error.message}
        </Say>
      )}
      <Select
        label={t('record.event')}
        value={event}
        onChange={setEvent}
        options={EVENTS.map((one) => ({ value: one, text: t(`record.events.${one}`) }))}
      />
      <div className="grid grid-cols-[minmax(0,1fr)_110px] gap-3">
        <TextField
          label={t('record.value')}
          value={value}
          inputMode="decimal"
          autoComplete="off"
          problem={checked ? (wrong ?? fields.get('value') ?? null) : null}
          onText={setValue}
        />
        <TextField
          label={t('record.currency')}
          value={currency}
          maxLength={3}
          autoComplete="off"
          problem={fields.get('currency') ?? null}
          onText={(text) => setCurrency(text.toUpperCase())}
        />
      </div>
      <button type="submit" className="btn btn-primary" aria-disabled={record.isPending}>
        {t('record.submit')}
      </button>
    </form>
  );
}

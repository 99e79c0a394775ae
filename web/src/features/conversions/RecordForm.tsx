import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiError } from '@/api/problem';
import { Select, TextField } from '@/components/ui/Field';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { randomId } from '@/lib/id';
import { keep, local, readKept } from '@/lib/storage';
import { tell } from '@/lib/toast';
import { type NewConversion, recordConversion } from './api';
import { localMinute, type Written, written } from './form';

/** Meta's own names, and one for everything else. */
const NAMES = [
  ...['Purchase', 'Lead', 'CompleteRegistration', 'AddToCart', 'InitiateCheckout', 'AddPaymentInfo', 'Subscribe'],
  ...['StartTrial', 'Schedule', 'Contact', 'ViewContent', 'Search', 'SubmitApplication', 'CustomizeProduct', 'Donate'],
];
const OWN = 'own';
const CURRENCY_KEY = 'tg.currency';

/** An event that no chat led to, or a test of the connection to Meta. */
export function RecordForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [choice, setChoice] = useState('Purchase');
  const [form, setForm] = useState<Written>(() => ({
    name: '',
    at: localMinute(Date.now()),
    value: '',
    currency: readKept(local, CURRENCY_KEY) ?? 'EUR',
    email: '',
    phone: '',
    page: '',
    eventId: '',
    testCode: '',
  }));
  const [checked, setChecked] = useState(false);
  const [key] = useState(randomId);
  const result = written({ ...form, name: choice === OWN ? form.name : choice });
  const record = useMutation({
    mutationFn: (one: NewConversion) => recordConversion(key, one),
    onSuccess: async (_, one) => {
      keep(local, CURRENCY_KEY, form.currency);
      tell(t('conversions.done', { name: one.name }));
      onDone();
      await queryClient.invalidateQueries({ queryKey: ['conversions'] });
    },
  });
  const refused = record.error instanceof ApiError ? record.error.fields : new Map<string, string>();
  const problem = (field: keyof Written, ...pointers: string[]) => {
    if (checked && result.problems[field] !== undefined) return t(`conversions.problem.${result.problems[field]}`);
    return pointers.map((pointer) => refused.get(pointer)).find((words) => words !== undefined) ?? null;
  };
  const set = (field: keyof Written) => (text: string) => setForm({ ...form, [field]: text });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (result.event !== null && !record.isPending) record.mutate(result.event);
  };
  return (
    <form noValidate className="grid gap-3" onSubmit={submit}>
      {record.isError && (
        <Say tone="bad" alert>
          {record.error.message}
          {record.error instanceof ApiError && record.error.detail.includes('PIXEL_ID') && (
            <> {t('conversions.pixelHint')}</>
          )}
        </Say>
      )}
      <Select
        label={t('conversions.field.name')}
        value={choice}
        onChange={setChoice}
        options={[...NAMES.map((one) => ({ value: one, text: one })), { value: OWN, text: t('conversions.ownName') }]}
      />
      {choice === OWN && (
        <TextField
          label={t('conversions.ownName')}
          value={form.name}
          problem={problem('name', 'event_name')}
          onText={set('name')}
        />
      )}
      <TextField
        label={t('conversions.field.at')}
        type="datetime-local"
        value={form.at}
        problem={problem('at', 'event_time')}
        onText={set('at')}
      />
      <div className="grid grid-cols-[minmax(0,1fr)_110px] gap-3">
        <TextField
          label={t('conversions.field.value')}
          value={form.value}
          inputMode="decimal"
          autoComplete="off"
          problem={problem('value', 'value')}
          onText={set('value')}
        />
        <TextField
          label={t('conversions.field.currency')}
          value={form.currency}
          maxLength={3}
          autoComplete="off"
          problem={problem('currency', 'currency')}
          onText={(text) => set('currency')(text.toUpperCase())}
        />
      </div>
      <div className="grid gap-3 pane:grid-cols-2">
        <TextField
          label={t('conversions.field.email')}
          type="email"
          value={form.email}
          autoComplete="off"
          problem={problem('email', 'user_data/em', 'user_data')}
          onText={set('email')}
        />
        <TextField
          label={t('conversions.field.phone')}
          type="tel"
          value={form.phone}
          autoComplete="off"
          problem={problem('phone', 'user_data/ph')}
          onText={set('phone')}
        />
      </div>
      <p className="-mt-1 text-fs2 text-3">{t('conversions.hashed')}</p>
      <TextField
        label={t('conversions.field.page')}
        type="url"
        value={form.page}
        placeholder="https://"
        problem={problem('page', 'event_source_url')}
        onText={set('page')}
      />
      <div className="grid gap-3 pane:grid-cols-2">
        <TextField
          label={t('conversions.field.testCode')}
          value={form.testCode}
          hint={t('conversions.testHint')}
          problem={problem('testCode', 'test_event_code')}
          onText={set('testCode')}
        />
        <TextField
          label={t('conversions.field.eventId')}
          value={form.eventId}
          hint={t('conversions.eventIdHint')}
          problem={problem('eventId', 'event_id')}
          onText={set('eventId')}
        />
      </div>
      <button type="submit" className="btn btn-primary mt-1" aria-disabled={record.isPending}>
        {t('conversions.record')}
      </button>
    </form>
  );
}

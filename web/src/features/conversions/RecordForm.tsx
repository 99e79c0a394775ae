import { type FormEvent, useRef, useState } from 'react';
import { ApiError } from '@/api/problem';
import { Select, TextField } from '@/components/ui/Field';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { focusSoon } from '@/lib/focus';
import { SOURCES } from './api';
import type { Written } from './form';
import { useRecord } from './use-record';

/** Meta's own names; anything else may be written as well. */
const NAMES = [
  ...['Purchase', 'Lead', 'CompleteRegistration', 'AddToCart', 'InitiateCheckout', 'AddPaymentInfo', 'Subscribe'],
  ...['StartTrial', 'Schedule', 'Contact', 'ViewContent', 'Search', 'SubmitApplication', 'CustomizeProduct', 'Donate'],
];
/** No event may be called so. */
const OWN = '';

type Fields = Exclude<keyof Written, 'source'>;

/** An event that no chat led to, or a test of the connection to Meta. */
export function RecordForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const { form, change, problemOf, failure, isPending, submit } = useRecord(onDone);
  const [choice, setChoice] = useState<string>('Purchase');
  const box = useRef<HTMLFormElement>(null);
  const field = (name: Fields) => ({
    value: form[name],
    problem: problemOf(name),
    onText: (text: string) => change({ [name]: text }),
    autoComplete: 'off',
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
    focusSoon(() => box.current?.querySelector<HTMLElement>('[aria-invalid=true]') ?? null);
  };
  return (
    <form ref={box} noValidate className="grid gap-3" onSubmit={onSubmit}>
      <Select
        label={t('conversions.field.name')}
        value={choice}
        onChange={(next) => {
          setChoice(next);
          change({ name: next });
        }}
        problem={choice === OWN ? null : problemOf('name')}
        options={[...NAMES.map((one) => ({ value: one, text: one })), { value: OWN, text: t('conversions.ownName') }]}
      />
      {choice === OWN && <TextField label={t('conversions.ownName')} {...field('name')} />}
      <div className="grid gap-3 pane:grid-cols-2">
        <TextField label={t('conversions.field.at')} type="datetime-local" {...field('at')} />
        <Select
          label={t('conversions.source')}
          value={form.source}
          problem={problemOf('source')}
          onChange={(source) => change({ source })}
          options={SOURCES.map((one) => ({ value: one, text: t(`conversions.from.${one}`) }))}
        />
      </div>
      {form.source === 'website' && (
        <>
          <TextField label={t('conversions.field.page')} type="url" placeholder="https://" {...field('page')} />
          <TextField
            label={t('conversions.field.browser')}
            hint={t('conversions.browserHint')}
            placeholder="Mozilla/5.0 …"
            {...field('browser')}
          />
        </>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)_110px] gap-3">
        <TextField label={t('conversions.field.value')} inputMode="decimal" {...field('value')} />
        <TextField
          label={t('conversions.field.currency')}
          maxLength={3}
          {...field('currency')}
          onText={(text) => change({ currency: text.toUpperCase() })}
        />
      </div>
      <fieldset className="grid gap-3 pane:grid-cols-2">
        <legend className="sr-only">{t('conversions.who')}</legend>
        <TextField label={t('conversions.field.email')} type="email" {...field('email')} />
        <TextField label={t('conversions.field.phone')} type="tel" placeholder="+49 …" {...field('phone')} />
        <p className="-mt-1 text-fs2 text-3 pane:col-span-2">{t('conversions.hashed')}</p>
      </fieldset>
      <div className="grid gap-3 pane:grid-cols-2">
        <TextField label={t('conversions.field.eventId')} hint={t('conversions.eventIdHint')} {...field('eventId')} />
        <TextField label={t('conversions.field.testCode')} hint={t('conversions.testHint')} {...field('testCode')} />
      </div>
      {failure !== null && <Failure error={failure} />}
      <button type="submit" className="btn btn-primary mt-1" aria-disabled={isPending}>
        {t(isPending ? 'common.saving' : 'conversions.record')}
      </button>
    </form>
  );
}

/** Why it was not stored; where the server has no dataset, what to do about it. */
function Failure({ error }: { error: Error }) {
  const { t } = useTranslation();
  return (
    <Say tone="bad" alert>
      {error instanceof ApiError && error.code === 'pixel_not_configured' ? t('conversions.noPixel') : error.message}
    </Say>
  );
}

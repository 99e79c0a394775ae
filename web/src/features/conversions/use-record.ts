import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '@/api/problem';
import { useTranslation } from '@/i18n/use-translation';
import { keysByContent } from '@/lib/id';
import { keep, local, readKept } from '@/lib/storage';
import { tell } from '@/lib/toast';
import { type NewConversion, recordConversion } from './api';
import { fieldOf, localMinute, type Written, written } from './form';

/** The shop's currency is the one it used last. */
const CURRENCY_KEY = 'tg.currency';

function fresh(): Written {
  return {
    name: 'Purchase',
    at: localMinute(Date.now()),
    source: 'physical_store',
    value: '',
    currency: readKept(local, CURRENCY_KEY) ?? 'EUR',
    email: '',
    phone: '',
    page: '',
    browser: '',
    eventId: '',
    testCode: '',
  };
}

/** The form for an event: what is written, what is wrong with which field, and the sending of it. */
export function useRecord(onDone: () => void) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [form, setForm] = useState(fresh);
  const [checked, setChecked] = useState(false);
  const [keyOf] = useState(keysByContent);
  const result = written(form, Date.now());
  const record = useMutation({
    mutationFn: (one: NewConversion) => recordConversion(keyOf(one), one),
    onSuccess: async (event) => {
      keep(local, CURRENCY_KEY, form.currency);
      // The same event id again: Meta has it already, or it is on its way, and nothing was sent.
      const before = event.status !== 'queued' || event.attempts > 0;
      tell(t(before ? 'conversions.before' : 'conversions.done', { name: event.event_name }));
      onDone();
      await queryClient.invalidateQueries({ queryKey: ['conversions'] });
    },
  });
  const refused = refusals(record.error, t('conversions.problem.sameId'));
  return {
    form,
    change: (change: Partial<Written>) => setForm({ ...form, ...change }),
    isPending: record.isPending,
    /** What was refused, unless it is said at its field. */
    failure: record.isError && refused.size === 0 ? record.error : null,
    problemOf: (field: keyof Written): string | null => {
      const problem = result.problems[field];
      if (checked && problem !== undefined) return t(`conversions.problem.${problem}`);
      return refused.get(field) ?? null;
    },
    submit: () => {
      setChecked(true);
      if (result.event !== null && !record.isPending) record.mutate(result.event);
    },
  };
}

/** The server's words by the field of the form they are about. */
function refusals(error: Error | null, sameId: string): ReadonlyMap<keyof Written, string> {
  const found = new Map<keyof Written, string>();
  if (!(error instanceof ApiError)) return found;
  if (error.code === 'idempotency_mismatch') found.set('eventId', sameId);
  for (const [pointer, words] of error.fields) {
    const field = fieldOf(pointer);
    if (field !== null) found.set(field, words);
  }
  return found;
}

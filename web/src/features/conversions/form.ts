import type { NewConversion } from './api';

/** The form as it stands, every field a text. */
export type Written = {
  readonly name: string;
  /** Local time as the browser's own field has it: `2026-11-27T14:30`. */
  readonly at: string;
  readonly value: string;
  readonly currency: string;
  readonly email: string;
  readonly phone: string;
  readonly page: string;
  readonly eventId: string;
  readonly testCode: string;
};

type Problem = 'required' | 'number' | 'currency' | 'time' | 'address' | 'worth';

type Result = {
  readonly event: NewConversion | null;
  readonly problems: Readonly<Partial<Record<keyof Written, Problem>>>;
};

/** What is meant, or what is wrong with it. The server checks everything once more. */
export function written(form: Written): Result {
  const problems: Partial<Record<keyof Written, Problem>> = {};
  const name = form.name.trim();
  if (name === '') problems.name = 'required';
  const at = Date.parse(form.at);
  if (Number.isNaN(at)) problems.at = 'time';
  const text = form.value.trim().replace(',', '.');
  const amount = text === '' ? null : Number(text);
  if (amount !== null && (!Number.isFinite(amount) || amount < 0)) problems.value = 'number';
  else if (amount === null && name === 'Purchase') problems.value = 'worth';
  const currency = form.currency.trim().toUpperCase();
  if (amount !== null && !/^[A-Z]{3}$/.test(currency)) problems.currency = 'currency';
  const page = form.page.trim();
  if (page !== '' && !/^https?:\/\/\S+$/.test(page)) problems.page = 'address';
  if (Object.keys(problems).length > 0) return { event: null, problems };
  return {
    problems,
    event: {
      name,
      at,
      worth: amount === null ? null : { amount, currency },
      email: form.email.trim(),
      phone: form.phone.trim(),
      page,
      eventId: form.eventId.trim(),
      testCode: form.testCode.trim(),
    },
  };
}

const MINUTE = 60_000;

/** A moment as the browser's own field takes it, in the person's zone. */
export function localMinute(at: number): string {
  const offset = new Date(at).getTimezoneOffset() * MINUTE;
  return new Date(at - offset).toISOString().slice(0, 16);
}

import type { NewConversion, Source } from './api';

/** The form as it stands, every field a text. */
export type Written = {
  readonly name: string;
  /** Local time as the browser's own field has it: `2026-11-27T14:30`. */
  readonly at: string;
  readonly source: Source;
  readonly value: string;
  readonly currency: string;
  readonly email: string;
  readonly phone: string;
  readonly page: string;
  readonly browser: string;
  readonly eventId: string;
  readonly testCode: string;
};

type Problem =
  | 'required'
  | 'number'
  | 'thousands'
  | 'currency'
  | 'time'
  | 'future'
  | 'old'
  | 'oldShop'
  | 'address'
  | 'worth'
  | 'who';

type Problems = Readonly<Partial<Record<keyof Written, Problem>>>;

type Result = { readonly event: NewConversion | null; readonly problems: Problems };

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Meta takes no older events. */
const REACH = { shop: 62 * DAY, other: 7 * DAY } as const;

/** What is meant, or what is wrong with it. The server checks everything once more. */
export function written(form: Written, now: number): Result {
  const name = form.name.trim();
  const value = form.value.trim();
  const currency = form.currency.trim().toUpperCase();
  const website = form.source === 'website';
  const page = website ? form.page.trim() : '';
  const browser = website ? form.browser.trim() : '';
  const problems: Partial<Record<keyof Written, Problem>> = {};
  const note = (field: keyof Written, problem: Problem | null) => {
    if (problem !== null) problems[field] = problem;
  };
  note('name', name === '' ? 'required' : null);
  note('at', wrongTime(form, now));
  note('value', wrongValue(value, name));
  note('currency', value !== '' && !/^[A-Z]{3}$/.test(currency) ? 'currency' : null);
  note('email', form.email.trim() === '' && form.phone.trim() === '' ? 'who' : null);
  if (website) {
    note('page', /^https?:\/\/\S+$/i.test(page) ? null : 'address');
    note('browser', browser === '' ? 'required' : null);
  }
  if (Object.keys(problems).length > 0) return { event: null, problems };
  return {
    problems,
    event: {
      name,
      at: Date.parse(form.at),
      source: form.source,
      worth: value === '' ? null : { amount: Number(value.replace(',', '.')), currency },
      email: form.email.trim(),
      phone: form.phone.trim(),
      page,
      browser,
      eventId: form.eventId.trim(),
      testCode: form.testCode.trim(),
    },
  };
}

function wrongTime({ at, source }: Written, now: number): Problem | null {
  const moment = Date.parse(at);
  if (Number.isNaN(moment)) return 'time';
  if (moment > now) return 'future';
  const shop = source === 'physical_store';
  if (now - moment <= (shop ? REACH.shop : REACH.other)) return null;
  return shop ? 'oldShop' : 'old';
}

function wrongValue(value: string, name: string): Problem | null {
  if (value === '') return name === 'Purchase' ? 'worth' : null;
  if (!/^\d+([.,]\d+)*$/.test(value)) return 'number';
  // 1,000 is a thousand to one person and one to another: an amount must not be guessed.
  return /[.,]\d{3}$|[.,].*[.,]/.test(value) ? 'thousands' : null;
}

/** A moment as the browser's own field takes it, in the person's zone. */
export function localMinute(at: number): string {
  const offset = new Date(at).getTimezoneOffset() * MINUTE;
  return new Date(at - offset).toISOString().slice(0, 16);
}

/** Where the server's word about a field belongs on the form; null where the form has no such field. */
export function fieldOf(pointer: string): keyof Written | null {
  return FIELDS[pointer] ?? null;
}

const FIELDS: Readonly<Record<string, keyof Written>> = {
  event_name: 'name',
  event_time: 'at',
  action_source: 'source',
  value: 'value',
  currency: 'currency',
  user_data: 'email',
  'user_data/em': 'email',
  'user_data/ph': 'phone',
  'user_data/client_user_agent': 'browser',
  event_source_url: 'page',
  event_id: 'eventId',
  test_event_code: 'testCode',
};

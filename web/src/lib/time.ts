const DAY = 86_400_000;

/**
 * The browser's own variant of the dashboard's language, so that hours and dates look the way the person set them. Digits
 * and days are those of the figures in the texts and of Meta, whatever the variant counts with.
 */
export function localeFor(language: string): string {
  const own = navigator.languages.find((one) => one === language || one.startsWith(`${language}-`)) ?? language;
  return new Intl.Locale(own, { numberingSystem: 'latn', calendar: 'gregory' }).toString();
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: string, name: keyof typeof SHAPES, timeZone?: string): Intl.DateTimeFormat {
  const key = `${language} ${name} ${timeZone ?? ''}`;
  let made = formats.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(localeFor(language), {
      ...SHAPES[name],
      ...(timeZone !== undefined && { timeZone }),
    });
    formats.set(key, made);
  }
  return made;
}

const SHAPES = {
  clock: { hour: 'numeric', minute: '2-digit' },
  weekday: { weekday: 'short' },
  weekdayClock: { weekday: 'long', hour: 'numeric', minute: '2-digit' },
  day: { day: 'numeric', month: 'short' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  dayMonth: { day: 'numeric', month: 'long' },
  longDay: { weekday: 'long', day: 'numeric', month: 'long' },
  longDate: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  full: { dateStyle: 'medium', timeStyle: 'short' },
  seconds: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
  dayClock: { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
  exact: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

export function clock(at: number, language: string): string {
  return format(language, 'clock').format(at);
}

export function weekdayClock(at: number, language: string): string {
  return format(language, 'weekdayClock').format(at);
}

export function fullTime(at: number, language: string): string {
  return format(language, 'full').format(at);
}

/** To the millisecond, for what is compared with logs. */
export function exactTime(at: number, language: string): string {
  return format(language, 'exact').format(at);
}

/** The time column of a log: to the second today, with the day before that. */
export function logTime(at: number, now: number, language: string): string {
  return format(language, daysApart(at, now) === 0 ? 'seconds' : 'dayClock').format(at);
}

/** Without a zone, the person's own. */
export function dayAndMonth(at: number, language: string, zone?: string): string {
  return Number.isNaN(at) ? '' : format(language, 'day', zone).format(at);
}

export function longDay(at: number, language: string, zone?: string): string {
  return format(language, 'longDay', zone).format(at);
}

export function dateOf(at: number, language: string): string {
  return format(language, 'date').format(at);
}

/** "30 Oct – 26 Nov": from one day to another. */
export function dayRange(first: number, last: number, language: string, zone?: string): string {
  return format(language, 'day', zone).formatRange(first, last);
}

/** Midnight of the day of `at` in the person's zone. */
export function dayStart(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** How many times the person's calendar turns between the two; negative when `at` is ahead. */
export function daysApart(at: number, now: number): number {
  return Math.round((dayStart(now) - dayStart(at)) / DAY);
}

/** The time column of a list: as short as it can be without doubt. `yesterday` comes from the catalogue. */
export function listTime(at: number, now: number, language: string, yesterday: string): string {
  const days = daysApart(at, now);
  if (days <= 0) return clock(at, language);
  if (days === 1) return yesterday;
  if (days < 7) return format(language, 'weekday').format(at);
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(language, sameYear ? 'day' : 'date').format(at);
}

/** The heading of a day in a thread. */
export function dayName(
  at: number,
  now: number,
  language: string,
  words: { today: string; yesterday: string },
): string {
  const days = daysApart(at, now);
  if (days === 0) return words.today;
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  if (days === 1) return `${words.yesterday}, ${format(language, 'dayMonth').format(at)}`;
  return format(language, sameYear ? 'longDay' : 'longDate').format(at);
}

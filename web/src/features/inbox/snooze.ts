const HOUR = 3_600_000;

export type Snooze = {
  readonly key: 'reply' | 'hour' | 'evening' | 'tomorrow' | 'monday';
  /** When the chat comes back by itself; null: when the customer writes. */
  readonly until: number | null;
};

const EVENING_HOUR = 18;
const MORNING_HOUR = 9;
const MONDAY = 1;

function clockAt(now: number, days: number, hour: number): number {
  const day = new Date(now);
  day.setDate(day.getDate() + days);
  return day.setHours(hour, 0, 0, 0);
}

/** For how long a chat may be put aside, in the person's own zone. An evening that is near is left out. */
export function snoozeChoices(now: number): readonly Snooze[] {
  const evening = clockAt(now, 0, EVENING_HOUR);
  const toMonday = (MONDAY + 7 - new Date(now).getDay()) % 7 || 7;
  return [
    { key: 'reply', until: null },
    { key: 'hour', until: now + HOUR },
    ...(evening - now > HOUR ? [{ key: 'evening', until: evening } as const] : []),
    { key: 'tomorrow', until: clockAt(now, 1, MORNING_HOUR) },
    // On a Sunday tomorrow is Monday.
    ...(toMonday > 1 ? [{ key: 'monday', until: clockAt(now, toMonday, MORNING_HOUR) } as const] : []),
  ];
}

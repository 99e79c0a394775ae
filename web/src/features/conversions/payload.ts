/** JSON set out for reading; what is none stays as it is. */
export function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

/** Whether an event goes to Meta's test view as well. */
export function isTest(payload: string): boolean {
  try {
    const parsed: unknown = JSON.parse(payload);
    return typeof parsed === 'object' && parsed !== null && 'test_event_code' in parsed;
  } catch {
    return false;
  }
}

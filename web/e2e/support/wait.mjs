const STEP_MS = 50;

/** Waits until a condition holds; errors on the way count as "not yet". */
export async function until(condition, what, within = 15_000) {
  const end = Date.now() + within;
  let last;
  for (;;) {
    try {
      if (await condition()) return;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`Waited ${within} ms in vain until ${what}`, { cause: last });
    await new Promise((done) => setTimeout(done, STEP_MS));
  }
}

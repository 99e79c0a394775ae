import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, launch, openPage } from './support/browser.mjs';
import { Server } from './support/server.mjs';

let server;
let browser;

before(async () => {
  server = await Server.start();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.remove();
});

const HANDLE = '_devon.reyes_';
const TEXT = 'Is order 4417 (the blue one) on its way, and when will it be in Berlin at the latest?';

/** The customer's own words, as a screen shows them: their direction, and the side on which they begin. */
const shapeOf = (found) =>
  found.evaluate((element) => {
    const { direction, textAlign } = getComputedStyle(element);
    return { direction, textAlign };
  });

async function arabic(viewport) {
  const opened = await openPage(browser, { locale: 'ar-EG', viewport });
  const { page } = opened;
  await page.goto(`${server.origin}/`);
  await page.getByRole('button', { name: 'admin@ticklegram.com' }).click();
  await page.getByRole('button', { name: 'تسجيل الدخول', exact: true }).click();
  await page.waitForURL('**/inbox');
  return opened;
}

const fits = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

test('a browser in Arabic has the dashboard from right to left, with the words of customers as they wrote them', async () => {
  const customer = await (
    await fetch(`${server.simulator}/_sim/customers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account_id: 'mock_ig_123', name: 'Devon Reyes', username: HANDLE }),
    })
  ).json();
  await server.customerWrites(customer.id, TEXT);
  const { page, seen, context } = await arabic({ width: 1440, height: 900 });
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  const row = page.getByRole('option').filter({ hasText: TEXT });
  assert.deepEqual(await shapeOf(row.getByText(TEXT)), { direction: 'ltr', textAlign: 'right' });
  assert.equal((await shapeOf(row.getByText(HANDLE, { exact: true }))).direction, 'ltr');
  // Digits are the same in dates and in counts, also for a country that has its own.
  assert.match((await row.locator('time').textContent()) ?? '', /\d:\d\d/);
  await row.click();
  await page.getByRole('article').filter({ hasText: TEXT }).waitFor();
  const box = page.getByRole('textbox', { name: 'رد', exact: true });
  assert.equal((await shapeOf(box)).direction, 'rtl', 'an empty field is as the screen is');
  await box.fill('Yes, on Friday.');
  assert.equal((await shapeOf(box)).direction, 'ltr');
  await assertAccessible(page, 'the inbox in Arabic');
  assert.deepEqual(seen.errors, []);
  await context.close();
});

test('tabs follow the arrow that points to them', async () => {
  const { page, context } = await arabic({ width: 1440, height: 900 });
  const tab = (name) => page.getByRole('tab', { name });
  await tab('الكل').focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('[role=tab][aria-selected=true]', { hasText: 'غير المسندة' }).waitFor();
  await context.close();
});

test('no screen is wider than a phone', async () => {
  const { page, context } = await arabic({ width: 360, height: 780 });
  for (const [path, title] of [
    ['comments', 'التعليقات'],
    ['insights', 'الإحصاءات'],
    ['reports', 'التقارير'],
    ['accounts', 'الحسابات'],
    ['settings', 'الإعدادات'],
  ]) {
    await page.goto(`${server.origin}/${path}`);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    assert.ok(await fits(page), `${path} scrolls sideways`);
  }
  await context.close();
});

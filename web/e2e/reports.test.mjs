import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, launch, logIn, openPage } from './support/browser.mjs';
import { Server } from './support/server.mjs';
import { call } from './support/tools.mjs';

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

async function open(email, options) {
  const opened = await openPage(browser, { acceptDownloads: true, ...options });
  await logIn(opened.page, server.origin, email);
  await opened.page.goto(`${server.origin}/reports`);
  return opened;
}

async function csv(page, sheet) {
  await page.getByRole('button', { name: 'Export as CSV' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: sheet }).click(),
  ]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const figure = (page, name) => page.getByLabel('At a glance').locator('div').filter({ hasText: name }).first();

test('a report counts what was answered, in the person’s own days, and each of its tables is a file', async () => {
  const { page, seen } = await open();
  await page.getByText('Nothing was said in this period').waitFor();
  await assertAccessible(page, 'a report of nothing');
  const { chat_ids: chats } = await call(page, 'POST', '/api/mock/generate-chats?count=3&platform=instagram');
  await call(page, 'POST', '/api/mock/generate-chats?count=2&platform=facebook');
  await call(page, 'POST', `/api/chats/${chats[0]}/message`, { content: 'Yes, of course.' });
  await call(page, 'PATCH', `/api/chats/${chats[0]}`, { state: 'resolved' });
  await page.reload();
  await page.getByRole('figure', { name: 'Messages per day' }).waitFor();
  await figure(page, 'Received').filter({ hasText: '5' }).waitFor();
  await figure(page, 'Waiting now').filter({ hasText: '4' }).waitFor();
  await page.getByRole('row', { name: /Admin/ }).waitFor();
  await page.getByRole('heading', { name: 'When customers write' }).waitFor();
  await assertAccessible(page, 'a report');

  assert.match(await csv(page, 'At a glance'), /inbound,5\r\n/);
  assert.match(await csv(page, 'Messages per day'), /\d{4}-\d\d-\d\d,5,1\r\n/);
  assert.equal((await csv(page, 'Messages by hour of the week')).trim().split('\r\n').length, 1 + 7 * 24);
  assert.match(await csv(page, 'By person'), /person,sent,chats.*\r\n.*Admin.*,1,1,1,/);

  // The platform is chosen in the bar, and the days stay what they were.
  await page.getByRole('button', { name: '7 days' }).click();
  await page.getByRole('button', { name: 'Instagram', exact: true }).click();
  await figure(page, 'Received').filter({ hasText: '3' }).waitFor();
  assert.equal(await page.getByRole('button', { name: '7 days' }).getAttribute('aria-pressed'), 'true');
  assert.deepEqual(seen.errors, []);
});

test('days of one’s own choice: refused in words, else kept in the address', async () => {
  const { page } = await open();
  await page.getByRole('button', { name: 'Other days' }).click();
  await page.getByLabel('From', { exact: true }).fill('2099-01-01');
  await page.getByRole('alert').filter({ hasText: 'The last day is before the first.' }).waitFor();
  await assertAccessible(page, 'days that make no report');
  await page.getByLabel('From', { exact: true }).fill('2026-01-10');
  await page.getByLabel('to', { exact: true }).fill('2026-02-10');
  await page.getByText('Nothing was said in this period').waitFor();
  await page.reload();
  assert.equal(await page.getByLabel('to', { exact: true }).inputValue(), '2026-02-10');
});

test('a report that does not load, and the way to try again', async () => {
  const { page } = await openPage(browser);
  await logIn(page, server.origin);
  let down = true;
  await page.route('**/api/reports?*', (route) =>
    down ? route.fulfill({ status: 503, json: { detail: 'The database is busy. Try again soon.' } }) : route.continue(),
  );
  await page.goto(`${server.origin}/reports`);
  const failed = page.getByRole('alert').filter({ hasText: 'The report did not load' });
  await failed.getByText('The database is busy.').waitFor();
  await assertAccessible(page, 'a report that did not load');
  down = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('figure', { name: 'Messages per day' }).waitFor();
});

test('an agent’s report is of what they see and did, on a phone without sideways scrolling', async () => {
  const { page } = await open('agent1@ticklegram.com', { viewport: { width: 360, height: 780 }, hasTouch: true });
  await page.getByText('Counted of the chats you can see.').waitFor();
  await page.getByText('Nothing was said in this period').waitFor();
  const admin = await openPage(browser);
  await logIn(admin.page, server.origin);
  const users = await call(admin.page, 'GET', '/api/users/agents');
  const agent = users.find((user) => user.email === 'agent1@ticklegram.com');
  const chats = await call(admin.page, 'GET', '/api/chats?status_filter=unassigned');
  await call(admin.page, 'POST', `/api/chats/${chats[0].id}/assign`, { agent_id: agent.id });
  await call(page, 'POST', `/api/chats/${chats[0].id}/message`, { content: 'I am on it.' });
  await page.reload();
  await page.getByRole('row', { name: new RegExp(agent.name) }).waitFor();
  assert.equal(await page.getByRole('row', { name: /Admin/ }).count(), 0, 'no other person’s work');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  assert.equal(wide, false, 'no sideways scrolling at 360 px');
  await assertAccessible(page, 'an agent’s report on a phone');
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, launch, logIn, openPage } from './support/browser.mjs';
import { Server } from './support/server.mjs';
import { call, fault } from './support/tools.mjs';

let server;
let browser;

before(async () => {
  server = await Server.start({ PIXEL_ID: '1234567890' });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.remove();
});

async function open(path, email, at = server) {
  const opened = await openPage(browser, { acceptDownloads: true });
  await logIn(opened.page, at.origin, email);
  await opened.page.goto(`${at.origin}${path}`);
  return opened;
}

const send = (page) => page.getByRole('dialog').getByRole('button', { name: 'Record a conversion' }).click();
const row = (page, name) => page.getByRole('listitem').filter({ has: page.getByRole('button', { name }) });

test('an event is recorded after every field was right, and taken, counted and exported', async () => {
  const { page, seen } = await open('/conversions');
  await page.getByText('No conversions yet').waitFor();
  await page.getByRole('button', { name: 'Record a conversion' }).click();
  const form = page.getByRole('dialog');
  await send(page);
  await form.getByText('A purchase needs its value.').waitFor();
  await form.getByText('Meta needs an e-mail or a phone number').waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
  await form.getByLabel('Value').fill('1,000');
  await form.getByText('Without marks between thousands').waitFor();
  await form.getByLabel('Value').fill('42,50');
  await form.getByLabel('E-mail').fill('not an address');
  await form.getByLabel('Test code').fill('TEST123');
  await assertAccessible(page, 'the form of an event');
  await send(page);
  // The server's word about a field stands at that field.
  await form.locator('[aria-invalid=true]').and(form.getByLabel('E-mail')).waitFor();
  await form.getByLabel('E-mail').fill('maya@example.com');
  await form.getByLabel('Event id').fill('order-1');
  await send(page);
  await form.waitFor({ state: 'detached' });
  const purchase = row(page, /^Purchase/);
  await purchase.getByText('Taken', { exact: true }).waitFor();
  await purchase.getByText('Test', { exact: true }).waitFor();
  await purchase.getByRole('button').click();
  await purchase.getByText('Meta has taken it.').waitFor();
  const sent = await purchase.getByRole('region', { name: /What was sent/ }).textContent();
  assert.match(sent, /"em": \[\s+"[\da-f]{64}"/, 'the address is hashed');
  assert.match(await purchase.getByRole('region', { name: 'Meta’s answer' }).textContent(), /events_received/);
  await assertAccessible(page, 'an event that is opened');

  // The same id with other content is another event, and refused at its field; with the same content it is the same.
  await page.getByRole('button', { name: 'Record a conversion' }).click();
  await form.getByLabel('Value').fill('43');
  await form.getByLabel('E-mail').fill('maya@example.com');
  await form.getByLabel('Event id').fill('order-1');
  await send(page);
  await form.getByText('Another event has this id.').waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('cell', { name: '€42.50' }).waitFor();
  await page.getByRole('button', { name: 'By day' }).click();
  await page.getByRole('columnheader', { name: 'Day' }).waitFor();
  await assertAccessible(page, 'totals by day');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as CSV' }).click(),
  ]);
  const chunks = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  assert.match(Buffer.concat(chunks).toString(), /\d{4}-\d\d-\d\d,Purchase,EUR,1,1,0,0,42\.5\r\n/);
  assert.deepEqual(seen.errors, []);
});

test('what Meta refuses is retried, what is in doubt only with a yes; an agent reads both', async () => {
  const { page } = await open('/conversions');
  await page.getByRole('heading', { name: 'Events' }).waitFor();
  const { chat_ids: chats } = await call(page, 'POST', '/api/mock/generate-chats?count=1&platform=instagram');
  const record = (name) =>
    call(page, 'POST', '/api/marketing/events', {
      event_name: name,
      event_time: Math.floor(Date.now() / 1000),
      chat_id: chats[0],
    });
  await fault(server, 'POST */events', 1, { error: { code: 100, message: 'Invalid parameter' } });
  await record('AddToCart');
  const cart = row(page, /^AddToCart/);
  await cart.getByText('Failed', { exact: true }).waitFor();
  await fault(server, 'POST */events', 1, 'accept_then_timeout');
  await record('OrderShipped');
  const shipped = row(page, /^OrderShipped/);
  await shipped.getByText('Not known', { exact: true }).waitFor();

  const agent = await open('/conversions?status=failed', 'agent1@ticklegram.com');
  await row(agent.page, /^AddToCart/)
    .getByRole('button')
    .click();
  await agent.page.getByText('An admin can send it again.').waitFor();
  assert.equal(await agent.page.getByRole('listitem').filter({ hasText: 'OrderShipped' }).count(), 0);
  await assertAccessible(agent.page, 'a failed event, as an agent sees it');
  await agent.page.getByLabel('Name of the event').selectOption('OrderShipped');
  await agent.page.getByText('No conversion fits').waitFor();
  await agent.page.getByRole('button', { name: 'All', exact: true }).click();
  await row(agent.page, /^OrderShipped/).waitFor();
  await agent.page.getByLabel('Recorded').selectOption({ label: 'Recorded today' });
  await agent.page.reload();
  await row(agent.page, /^OrderShipped/).waitFor();
  assert.match(agent.page.url(), /since=1$/);
  await agent.context.close();

  await cart.getByRole('button').click();
  await cart.getByRole('button', { name: 'Retry' }).click();
  await cart.getByText('Taken', { exact: true }).waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-expanded') === 'true');
  await shipped.getByRole('button').click();
  await shipped.getByRole('button', { name: 'Send again' }).click();
  const asked = page.getByRole('dialog', { name: 'Send OrderShipped again' });
  await assertAccessible(page, 'an event in doubt');
  await asked.getByRole('button', { name: 'Send again' }).click();
  await shipped.getByText('Taken', { exact: true }).waitFor();
});

test('figures that do not come say so instead of nought, and a server without a dataset says what to do', async () => {
  const bare = await Server.start();
  try {
    const { page } = await open('/reports', undefined, bare);
    let down = true;
    await page.route('**/api/marketing/**', (route) => (down ? route.fulfill({ status: 503 }) : route.continue()));
    await page.goto(`${bare.origin}/conversions`);
    await page.getByText('The totals did not load').waitFor();
    await page.getByText('The conversions did not load').waitFor();
    await assertAccessible(page, 'conversions that did not load');
    down = false;
    for (const what of ['The totals', 'The conversions']) {
      await page.getByRole('alert').filter({ hasText: what }).getByRole('button', { name: 'Try again' }).click();
    }
    await page.getByText('No conversions yet').waitFor();
    await page.getByRole('button', { name: 'Record a conversion' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('What happened').selectOption('Lead');
    await form.getByLabel('Phone').fill('+49 30 123456');
    await send(page);
    await form.getByRole('alert').filter({ hasText: 'PIXEL_ID is not configured' }).waitFor();
    await assertAccessible(page, 'a server without a dataset');
  } finally {
    await bare.remove();
  }
});

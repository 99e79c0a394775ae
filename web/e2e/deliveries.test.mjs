import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, launch, logIn, openPage } from './support/browser.mjs';
import { Server } from './support/server.mjs';
import { call, customer, fault } from './support/tools.mjs';
import { until } from './support/wait.mjs';

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

async function open(path, options) {
  const opened = await openPage(browser, options);
  await logIn(opened.page, server.origin);
  await opened.page.goto(`${server.origin}${path}`);
  return opened;
}

/** What comes in, as bytes or as JSON. */
async function deliver(body) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(`${server.origin}/webhook`, { method: 'POST', body: text });
  assert.equal(answer.status, 200);
}

const message = (account, from, message) => ({
  sender: { id: from },
  recipient: { id: account },
  timestamp: Date.now(),
  ...message,
});

const row = (page, name) => page.getByRole('listitem').getByRole('button', { name });
const paneOf = (page) => page.getByRole('complementary', { name: 'Delivery' });

test('a delivery that cannot be understood says why and where; a parked one is applied by itself', async () => {
  const { page, context } = await open('/deliveries');
  await page.getByText('Nothing has come yet').waitFor();
  await deliver('{"object": nothing}');
  await deliver({
    object: 'instagram',
    entry: [{ id: '999', time: 1, messaging: [message('999', '1', { message: { mid: 'm.1', text: 'hi' } })] }],
  });
  await row(page, /Not understood.*Quarantined/).click();
  const pane = paneOf(page);
  await pane.getByText('not JSON').first().waitFor();
  await pane.getByText('Readable up to here').waitFor();
  await assertAccessible(page, 'a delivery that is no JSON');
  await pane.getByRole('button', { name: 'Replay' }).click();
  await pane.getByText('Replayed. Outcome: Quarantined.').waitFor();

  await pane.getByRole('button', { name: 'The newer one' }).click();
  await pane.getByText('no connected Instagram account has the id 999').first().waitFor();
  assert.match(await pane.locator('code', { hasText: '1 Parked' }).textContent(), /"id": "999"/);
  await assertAccessible(page, 'a parked delivery');
  await call(page, 'POST', '/api/instagram/accounts', { page_id: '999', access_token: 'IGAA-nine', username: 'nine' });
  await pane.getByText('Everything in it stands in the inbox.').waitFor();
  await row(page, /Message.*@nine.*Applied/).waitFor();
  await page.keyboard.press('Escape');
  await pane.waitFor({ state: 'detached' });
  await row(page, /Message.*Applied/)
    .and(page.locator(':focus'))
    .waitFor();
  await context.close();
});

test('of a batch the guilty element is marked, and the others lead to their chat', async () => {
  const { page, context } = await open('/deliveries?outcome=quarantined', { viewport: { width: 360, height: 740 } });
  const from = await customer(server, 'Petra Vale');
  await deliver({
    object: 'instagram',
    entry: [
      {
        id: 'mock_ig_123',
        time: Date.now(),
        messaging: [
          message('mock_ig_123', from, { message: { mid: 'm.2', text: 'Is the kiln hot?' } }),
          message('mock_ig_123', from, { message: 'broken' }),
        ],
      },
    ],
  });
  await page.getByRole('button', { name: /^Replay th/ }).click();
  await page.getByText(/^Replayed (one|\d)/).waitFor();
  await row(page, /2 elements.*Quarantined/).click();
  await page.getByRole('button', { name: 'Close' }).and(page.locator(':focus')).waitFor();
  const pane = paneOf(page);
  await pane.locator('code', { hasText: '2 Quarantined' }).waitFor();
  await assertAccessible(page, 'a batch on a phone');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 360, `the page is ${wide} px wide`);
  await pane.getByRole('button', { name: 'Show it in the raw body' }).first().click();
  await pane.getByRole('region', { name: 'Raw body' }).and(page.locator(':focus')).waitFor();
  await pane.getByRole('link', { name: 'Open the chat' }).click();
  await page.getByRole('article').filter({ hasText: 'Is the kiln hot?' }).waitFor();
  await context.close();
});

test('what Meta refused says so in words, and goes out when it is tried again', async () => {
  const { page, context } = await open('/deliveries?view=out');
  await page.getByText('Nothing is waiting').waitFor();
  await assertAccessible(page, 'an empty outbox');
  const from = await customer(server, 'Ola Brandt');
  await server.customerWrites(from, 'Do you ship?');
  let chat;
  await until(async () => {
    chat = (await call(page, 'GET', '/api/chats')).find((one) => one.instagram_user_id === from);
    return chat !== undefined;
  }, 'the chat is there');
  await fault(server, 'POST */messages', 1, { error: { code: 100, subcode: 2018001 } });
  await call(page, 'POST', `/api/chats/${chat.id}/message`, { content: 'We do.' });
  await page.getByRole('button', { name: /^Failed/ }).click();
  const job = page.getByRole('listitem').filter({ hasText: 'FailedMessage' });
  await job.getByText('@demo_shop').waitFor();
  assert.doesNotMatch(await job.textContent(), /[a-z]+_[a-z]+_/, 'no code instead of words');
  await assertAccessible(page, 'the outbox');
  await job.getByRole('button', { name: 'Retry' }).click();
  await job.waitFor({ state: 'detached' });
  const { messages } = await call(page, 'GET', `/api/chats/${chat.id}`);
  assert.equal(messages.find((one) => one.content === 'We do.')?.error, null);
  await context.close();
});

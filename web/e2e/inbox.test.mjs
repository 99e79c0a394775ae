import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, launch, logIn, openPage } from './support/browser.mjs';
import { Line } from './support/line.mjs';
import { Server } from './support/server.mjs';
import { until } from './support/wait.mjs';

let server;
let line;
let browser;

before(async () => {
  server = await Server.start();
  line = await Line.start(server.port);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await line?.close();
  await server?.remove();
});

const LIST = 'GET /api/chats';
const isThread = (request) => /^GET \/api\/chats\/[^/]+$/.test(request);

/** A page that is logged in and live. */
async function dashboard(email) {
  const opened = await openPage(browser);
  await logIn(opened.page, line.origin, email);
  await opened.page.locator('[data-connection="live"]').waitFor();
  return opened;
}

/** The simulator's phone page as one person, made for this test. */
async function phoneOf(name) {
  const { page, context } = await openPage(browser);
  await page.goto(`${server.simulator}/`);
  await page.getByTestId('new-person').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('Handle').fill(name.toLowerCase().replace(/\W+/g, '.'));
  await dialog.getByRole('button', { name: 'Make this person' }).click();
  const input = page.getByLabel(`Message as ${name}`);
  await input.waitFor();
  const id = await page.getByTestId('person-item').filter({ hasText: name }).getAttribute('data-customer-id');
  const write = async (text) => {
    await input.fill(text);
    await input.press('Enter');
  };
  const bubble = (text) => page.getByTestId('bubble').filter({ hasText: text });
  return { id, write, bubble, close: () => context.close() };
}

const row = (page, text) => page.getByRole('option').filter({ hasText: text });
const bubble = (page, text) => page.getByRole('article').filter({ hasText: text });

/** Every event of the log reached this page once, in order. */
function assertOnceInOrder(frames) {
  const numbers = frames.map((frame) => frame.seq).filter((seq) => seq !== undefined);
  const inOrder = [...new Set(numbers)].sort((a, b) => a - b);
  assert.deepEqual(numbers, inOrder, 'each event once, in the order of the log');
}

test('a customer writes, the dashboard shows it, the answer reaches the phone', async () => {
  const { page, seen, context } = await openPage(browser);
  await page.goto(`${line.origin}/`);
  await page.getByRole('button', { name: 'admin@ticklegram.com' }).waitFor();
  await assertAccessible(page, 'the login');
  await page.getByLabel('Email').fill('admin@ticklegram.com');
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'Incorrect email or password' }).waitFor();
  await logIn(page, line.origin);
  await page.locator('[data-connection="live"]').waitFor();
  await page.evaluate(() => {
    window.notReloaded = true;
  });

  const phone = await phoneOf('Alva Strand');
  await phone.write('Is the green one still there?');
  await row(page, 'Is the green one still there?').click();
  await bubble(page, 'Is the green one still there?').waitFor();
  await assertAccessible(page, 'the inbox');

  await page.getByRole('textbox', { name: 'Reply' }).fill('Yes, two of them.');
  await page.keyboard.press('Enter');
  await phone.bubble('Yes, two of them.').waitFor();
  const answer = bubble(page, 'Yes, two of them.');
  await answer.filter({ hasText: 'Seen' }).waitFor();
  assert.equal(await answer.count(), 1, 'one bubble for one message');
  const states = seen.frames
    .filter((frame) => frame.message?.content === 'Yes, two of them.')
    .map((frame) => frame.message.delivery_status);
  assert.ok(states.includes('sent'), `sent is a state of its own: ${states}`);
  assert.ok(states.indexOf('sent') < states.indexOf('read'), `sent, then read: ${states}`);

  // The chat was open, so what the customer wrote is read.
  await until(
    async () => (await row(page, 'Yes, two of them.').getByRole('img', { name: 'unread' }).count()) === 0,
    'it is read',
  );
  assert.equal(await page.evaluate(() => window.notReloaded), true, 'nothing was loaded again');
  assertOnceInOrder(seen.frames);
  assert.deepEqual(seen.errors, []);
  await phone.close();
  await context.close();
});

test('after a cut line and after a restart, each event comes once and nothing is read again', async () => {
  const { page, seen, context } = await dashboard();
  const [first, second] = [await phoneOf('Bram Visser'), await phoneOf('Cleo Marchetti')];
  await first.write('Before the break');
  await row(page, 'Before the break').click();
  await bubble(page, 'Before the break').waitFor();
  await second.write('I am here too');
  await row(page, 'I am here too').waitFor();
  seen.requests.length = 0;

  line.cut();
  await page.locator('[data-connection="reconnecting"], [data-connection="offline"]').waitFor();
  for (const text of ['While the line was cut', 'And once more', 'And a third time']) {
    await server.customerWrites(first.id, text);
  }
  await server.customerWrites(second.id, 'Me too, meanwhile');
  // What is written without a line waits here and goes first.
  await page.getByRole('textbox', { name: 'Reply' }).fill('Written without a line');
  await page.keyboard.press('Enter');
  line.mend();
  await bubble(page, 'And a third time').waitFor();
  await row(page, 'Me too, meanwhile').waitFor();
  await first.bubble('Written without a line').waitFor();
  await bubble(page, 'Written without a line')
    .filter({ hasText: /Sent|Seen/ })
    .waitFor();

  line.cut();
  await server.customerWrites(first.id, 'Just before the restart');
  await server.down();
  await server.up();
  await server.customerWrites(first.id, 'Just after the restart');
  await server.customerWrites(second.id, 'I also saw the restart');
  line.mend();
  await bubble(page, 'Just before the restart').waitFor();
  await bubble(page, 'Just after the restart').waitFor();
  await row(page, 'I also saw the restart').waitFor();
  await page.locator('[data-connection="live"]').waitFor();

  const once = [
    'Before the break',
    'While the line was cut',
    'And once more',
    'And a third time',
    'Written without a line',
    'Just before the restart',
    'Just after the restart',
  ];
  for (const text of once) assert.equal(await bubble(page, text).count(), 1, `"${text}" is there once`);
  for (const text of ['Me too, meanwhile', 'I also saw the restart']) {
    const arrived = seen.frames.filter((frame) => frame.type === 'new_message' && frame.message.content === text);
    assert.equal(arrived.length, 1, `"${text}" came once`);
  }
  assertOnceInOrder(seen.frames);
  assert.ok(
    seen.requests.some((request) => request.endsWith('/message')),
    'requests are being counted',
  );
  const readAgain = seen.requests.filter((request) => request === LIST || isThread(request));
  assert.deepEqual(readAgain, [], 'no list and no thread is read again');
  assert.deepEqual(seen.errors, []);
  await first.close();
  await second.close();
  await context.close();
});

test('an agent finds no admin’s screens, and one pane at a time on a phone', async () => {
  const { page, seen, context } = await openPage(browser, { viewport: { width: 360, height: 780 }, hasTouch: true });
  await logIn(page, line.origin, 'agent1@ticklegram.com');
  await page.locator('[data-connection="live"]').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Accounts' }).count(), 0);
  await page.goto(`${line.origin}/accounts`);
  await page.waitForURL('**/inbox');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  assert.equal(wide, false, 'no sideways scrolling at 360 px');
  await assertAccessible(page, 'an agent’s phone');
  assert.deepEqual(seen.errors, []);
  await context.close();
});

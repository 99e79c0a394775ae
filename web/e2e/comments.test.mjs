import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, launch, logIn, openPage } from './support/browser.mjs';
import { Server } from './support/server.mjs';
import { customer, fault, sim } from './support/tools.mjs';
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

const row = (page, text) => page.locator('[data-comment]').filter({ hasText: text });
const card = (page, text) => page.getByRole('article').filter({ hasText: text });

async function comments(email) {
  const opened = await openPage(browser);
  await logIn(opened.page, server.origin, email);
  await opened.page.goto(`${server.origin}/comments`);
  return opened;
}

test('a comment comes by itself, is answered in public and in private, and leaves the queue', async () => {
  const { page, seen } = await comments();
  await page.getByText('Nothing is waiting').waitFor();
  const rosa = await customer(server, 'Rosa Dias');
  await sim(server, `/_sim/customers/${rosa}/comments`, { text: 'Do you ship to Portugal?' });
  await row(page, 'Portugal').waitFor();
  await assertAccessible(page, 'the queue of comments');
  await row(page, 'Portugal').click();
  await card(page, 'Portugal').waitFor();
  await page.keyboard.press('r');
  const answer = page.getByRole('textbox', { name: 'Public reply' });
  await answer.fill('Yes, in three to five days.');
  await assertAccessible(page, 'an answer to a comment');
  await page.getByRole('button', { name: 'Private reply', exact: true }).click();
  await page.getByText(/left$/).waitFor();
  await page.getByRole('textbox', { name: 'Private reply' }).fill('Shall I keep one for you?');
  await page.getByRole('button', { name: 'Send privately' }).click();
  await page.getByText('Sent privately.').waitFor();
  await page.getByRole('link', { name: 'Open the chat' }).waitFor();
  await page.getByRole('button', { name: 'Public reply', exact: true }).click();
  await page.getByRole('textbox', { name: 'Public reply' }).fill('Yes, in three to five days.');
  await page.keyboard.press('Control+Enter');
  await card(page, 'three to five days').waitFor();
  // Answered, it waits no more; the post stays open.
  await row(page, 'Portugal').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'All', exact: true }).last().click();
  await row(page, 'Portugal').waitFor();
  await page.keyboard.press('r');
  await page.getByRole('button', { name: 'Private reply', exact: true }).click();
  await page.getByText('There is one per comment', { exact: false }).waitFor();
  assert.deepEqual(seen.errors, []);
});

test('several are hidden at once; a deletion can be taken back, and is told when Meta refuses it', async () => {
  const { page } = await comments();
  const spam = await customer(server, 'Best Deals');
  for (const text of ['Earn 500 a day', 'Link in my profile', 'Cheap followers']) {
    await sim(server, `/_sim/customers/${spam}/comments`, { text });
  }
  for (const text of ['Earn 500', 'Link in my', 'Cheap']) await row(page, text).waitFor();
  const boxes = page.getByRole('checkbox', { name: 'Choose the comment by best.deals' });
  await boxes.first().focus();
  await boxes.first().click({ force: true });
  await boxes.last().click({ force: true, modifiers: ['Shift'] });
  await page.getByText('3 chosen').waitFor();
  await page.getByRole('toolbar', { name: 'With the chosen comments' }).getByRole('button', { name: 'Hide' }).click();
  await page.getByText('3 comments are hidden.').waitFor();
  await row(page, 'Earn 500').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Hidden', exact: true }).click();
  await row(page, 'Earn 500').click();
  const shown = card(page, 'Earn 500').last();
  await shown.getByRole('button', { name: 'Delete' }).click();
  await shown.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await shown.waitFor();
  await fault(server, 'DELETE *', 1, { error: { code: 10, message: 'Not allowed' } });
  await shown.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('alert').filter({ hasText: 'Not done.' }).waitFor();
  await shown.getByRole('button', { name: 'Delete' }).click();
  const removed = async () => {
    const calls = await sim(server, `/_sim/calls?match=${encodeURIComponent('DELETE *')}`);
    return JSON.stringify(calls).includes('"status":200');
  };
  await until(removed, 'the comment is deleted at Meta');
});

test('an agent may not delete; a mention comes by itself; a phone shows one pane at a time', async () => {
  const { page } = await comments('agent1@ticklegram.com');
  const hana = await customer(server, 'Hana Sato');
  await sim(server, `/_sim/customers/${hana}/comments`, { text: 'Beautiful glaze' });
  await row(page, 'Beautiful glaze').click();
  await card(page, 'Beautiful glaze').getByRole('button', { name: 'Hide' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Delete' }).count(), 0);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await row(page, 'Beautiful glaze').waitFor();
  await page.goto(`${server.origin}/mentions`);
  await page.getByText('No mentions yet').waitFor();
  await sim(server, `/_sim/customers/${hana}/mentions`, { text: 'look at this @demo_shop' });
  await page.getByText('look at this').waitFor();
  await assertAccessible(page, 'mentions');
});

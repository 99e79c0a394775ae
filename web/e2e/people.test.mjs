import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, launch, logIn, openPage } from './support/browser.mjs';
import { Server } from './support/server.mjs';
import { call, customer, sim } from './support/tools.mjs';
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

async function people(options) {
  const opened = await openPage(browser, options);
  await logIn(opened.page, server.origin);
  await opened.page.goto(`${server.origin}/people`);
  return opened;
}

const row = (page, name) => page.getByRole('listitem').filter({ hasText: name });

/** Chooses what is to be done with somebody; gives the dialog that asks. */
async function wish(page, name, action) {
  await page.getByRole('button', { name: `What to do with ${name}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
  return page.getByRole('dialog');
}

test('somebody is added, chooses a password, is corrected, and is sent away when deactivated', async () => {
  const { page, context } = await people();
  await page.getByRole('button', { name: 'Add somebody' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  assert.equal(await form.getByText('This is needed.').count(), 2);
  await form.getByLabel('Name').fill('Grace Hoper');
  await form.getByLabel('E-mail').fill('agent1@ticklegram.com');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.getByRole('alert').waitFor();
  await form.getByLabel('E-mail').fill('grace@example.com');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('heading', { name: 'Password for Grace Hoper' }).waitFor();
  const password = await page.getByRole('dialog').locator('code').textContent();
  await assertAccessible(page, 'a password for one time');
  // A stray click must not take away what is shown only once.
  await page.mouse.click(5, 5);
  await page.getByRole('button', { name: 'I have it' }).click();

  const { page: grace } = await openPage(browser);
  await grace.goto(`${server.origin}/login`);
  await grace.getByLabel('Email').fill('grace@example.com');
  await grace.getByLabel('Password', { exact: true }).fill(password ?? '');
  await grace.keyboard.press('Enter');
  await grace.waitForURL('**/password');
  await assertAccessible(grace, 'choosing a password');
  await grace.getByLabel('New password').fill('short');
  await grace.keyboard.press('Enter');
  await grace.locator('[aria-invalid="true"]').waitFor();
  await grace.getByLabel('New password').fill('seven green lamps');
  await grace.keyboard.press('Enter');
  await grace.waitForURL('**/inbox');

  const edit = await wish(page, 'Grace Hoper', 'Change name or e-mail');
  await edit.getByLabel('Name').fill('Grace Hopper');
  await edit.getByRole('button', { name: 'Save' }).click();
  await row(page, 'Grace Hopper').waitFor();

  const asked = await wish(page, 'Grace Hopper', 'Deactivate');
  await asked.getByText('All logins of Grace Hopper end at once.').waitFor();
  await assertAccessible(page, 'asking before somebody is deactivated');
  await asked.getByRole('button', { name: 'Deactivate' }).click();
  await row(page, 'Grace Hopper').getByText('Deactivated').waitFor();
  await grace.waitForURL('**/login');
  await page.getByRole('button', { name: 'What to do with Grace Hopper' }).click();
  await page.getByRole('menuitem', { name: 'Activate again' }).click();
  await row(page, 'Grace Hopper').getByText('Deactivated').waitFor({ state: 'detached' });
  await grace.context().close();
  await context.close();
});

test('a new role and a new password end logins; the last admin stays one', async () => {
  const { page, context } = await people();
  const self = await wish(page, 'Admin', 'Make an agent');
  await self.getByText('This is you').waitFor();
  await self.getByRole('button', { name: 'Make an agent' }).click();
  await self.getByRole('alert').filter({ hasText: 'This is the last active admin.' }).waitFor();
  await assertAccessible(page, 'the last admin');
  await self.getByRole('button', { name: 'Cancel' }).click();

  const { page: agent, context: other } = await openPage(browser);
  await logIn(agent, server.origin, 'agent1@ticklegram.com');
  const promote = await wish(page, 'Agent One', 'Make an admin');
  await promote.getByRole('button', { name: 'Make an admin' }).click();
  await row(page, 'Agent One').getByText('Admin', { exact: true }).waitFor();
  await agent.waitForURL('**/login');
  const reset = await wish(page, 'Agent One', 'New password');
  await reset.getByRole('button', { name: 'Make a new password' }).click();
  await page.getByRole('heading', { name: 'Password for Agent One' }).waitFor();
  assert.match(await page.getByRole('dialog').locator('code').textContent(), /^\S{10,}$/);
  await page.getByRole('button', { name: 'I have it' }).click();
  await page.getByRole('button', { name: 'What to do with Admin' }).click();
  assert.equal(await page.getByRole('menuitem', { name: 'New password' }).count(), 0, 'not for oneself');
  await other.close();
  await context.close();
});

test('the audit log tells who hid a comment, and leads to it', async () => {
  const { page, context } = await people({ viewport: { width: 360, height: 740 } });
  const tab = page.getByRole('button', { name: 'Audit log' });
  await tab.click();
  await page.getByText('Nothing was done yet').waitFor();
  const from = await customer(server, 'Rosa Dahl', 'mock_fb_123');
  await sim(server, `/_sim/customers/${from}/comments`, { text: 'Buy followers here' });
  let comment;
  await until(async () => {
    [comment] = await call(page, 'GET', '/api/facebook/comments');
    return comment !== undefined;
  }, 'the comment is there');
  await call(page, 'POST', '/api/comments/hide', { comment_id: comment.id, hide: true });
  await page.reload();
  await tab.click();
  const entry = page.getByRole('row').filter({ hasText: 'Hid a comment' });
  await entry.getByText('Demo Shop').waitFor();
  await assertAccessible(page, 'the audit log');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 360, `the page is ${wide} px wide`);
  await entry.getByRole('link').click();
  await page.getByText('Buy followers here').filter({ visible: true }).first().waitFor();
  await context.close();
});

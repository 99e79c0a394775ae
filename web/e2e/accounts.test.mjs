import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, launch, logIn, openPage } from './support/browser.mjs';
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

/** The screen of accounts, as an admin reaches it. */
async function accounts() {
  const opened = await openPage(browser);
  await logIn(opened.page, server.origin);
  await opened.page.getByRole('link', { name: 'Manage Instagram' }).click();
  await opened.page.getByRole('heading', { name: 'Manage Facebook' }).waitFor();
  return opened;
}

/** What the simulator is told by its control API. */
async function simulate(path, body) {
  const answer = await fetch(`${server.simulator}/_sim${path}`, { method: 'POST', body: JSON.stringify(body) });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}

async function connectByForm(page, { id, username, token }) {
  await page.getByRole('button', { name: 'Connect New Instagram Account' }).click();
  await page.getByLabel('Instagram Account ID').fill(id);
  await page.getByLabel('Username (optional)').fill(username);
  await page.getByLabel('Page Access Token').fill(token);
  await page.getByRole('button', { name: 'Connect Account' }).click();
}

const card = (page, name) => page.getByRole('article', { name });
const step = (page, words) => page.getByText(words, { exact: false }).first();
const checked = (page) => page.locator('[data-level="asking"]').first().waitFor({ state: 'detached' });

test('an account is connected, checked, and hears a customer; then it is let go', async () => {
  const { page, seen, context } = await accounts();
  await page.getByRole('button', { name: 'Connect New Instagram Account' }).click();
  await page.getByRole('button', { name: 'Connect Account' }).click();
  await page.getByText('This is needed.').first().waitFor();
  await assertAccessible(page, 'connecting an account');
  await page.keyboard.press('Escape');
  await page.locator('#connect-instagram:focus').waitFor();
  await connectByForm(page, { id: '17841400000000501', username: 'fernandkiln', token: 'token-501' });
  await step(page, 'is it ready?').waitFor();
  await card(page, '@fernandkiln: Active').waitFor();
  await checked(page);
  assert.equal(await page.locator('[data-level="bad"]').count(), 0);

  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('Meta sends everything that is needed.').waitFor();
  await page.getByRole('region', { name: '@fernandkiln' }).getByText('/api/webhooks/instagram').waitFor();

  await page.getByRole('button', { name: 'Continue' }).click();
  const light = (state) => page.locator(`[data-heard="${state}"]`);
  await light('waiting').waitFor();
  await page.getByRole('button', { name: 'Stop the test' }).click();
  await light('stopped').waitFor();
  const customer = await simulate('/customers', { account_id: '17841400000000501', name: 'Ada Byron' });
  await server.customerWrites(customer.id, 'Before the test');
  await card(page, '@fernandkiln: Active').locator('time').waitFor();
  await page.getByRole('button', { name: 'Begin again' }).click();
  await light('waiting').waitFor();
  await server.customerWrites(customer.id, 'Is the blue one still here?');
  await light('message').waitFor();
  await page.getByText('Is the blue one still here?').waitFor();
  await assertAccessible(page, 'the live test');

  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('Messages arrive and replies go out.').waitFor();
  await page.getByRole('button', { name: 'Finish' }).click();
  const mine = card(page, '@fernandkiln: Active');
  await mine.getByRole('button', { name: 'Health' }).click();
  await mine.getByText('Meta accepts the token.').waitFor();
  await assertAccessible(page, 'the accounts');

  await mine.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
  await page.getByText('@fernandkiln is disconnected. Its history is kept.').waitFor();
  await mine.waitFor({ state: 'detached' });
  assert.deepEqual(seen.errors, []);
  await context.close();
});

test('a token that Meta refuses is said so, and another one mends it', async () => {
  const { page, seen, context } = await accounts();
  await simulate('/tokens', { token: 'token-of-yesterday', dead: 460 });
  await connectByForm(page, { id: '17841400000000502', username: 'saturday.market', token: 'token-of-yesterday' });
  const refused = page.locator('[data-level="bad"]');
  await refused.getByText('Meta no longer accepts the token').waitFor();
  await page.getByText('1 thing left to do').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Continue' }).getAttribute('aria-disabled'), 'true');
  await assertAccessible(page, 'a refused token');
  const { searchParams } = new URL(page.url());

  await refused.getByRole('button', { name: 'Reconnect' }).click();
  await page.getByRole('heading', { name: 'Reconnect @saturday.market' }).waitFor();
  assert.equal(await page.getByLabel('Instagram Account ID').inputValue(), '17841400000000502');
  await page.getByLabel('Page Access Token').fill('token-of-today');
  await page.getByRole('button', { name: 'Connect Account' }).click();
  await step(page, 'is it ready?').waitFor();
  await card(page, '@saturday.market: Active').waitFor();
  await refused.waitFor({ state: 'detached' });
  assert.equal(new URL(page.url()).searchParams.get('connected'), searchParams.get('connected'), 'the same account');

  // Meta refuses the token while somebody is looking: the card says so by itself, and what waits is counted.
  const { id: customer } = await simulate('/customers', { account_id: '17841400000000502', name: 'Bo Lind' });
  await server.customerWrites(customer, 'Hello?');
  await card(page, '@saturday.market: Active').locator('time').waitFor();
  await simulate('/tokens', { token: 'token-of-today', dead: 460 });
  await page.evaluate(async (igsid) => {
    await fetch('/api/messages/send', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ igsid, text: 'Good morning' }),
    });
  }, customer);
  const stopped = card(page, '@saturday.market: Disconnected');
  await stopped.getByText('Refused by Meta').waitFor();
  await stopped.getByRole('link', { name: '1 in the outbox' }).waitFor();
  assert.deepEqual(seen.errors, []);
  await context.close();
});

test('a login at Meta comes back with a choice, or says that it was cancelled', async () => {
  const { page, seen, context } = await accounts();
  await page.getByRole('button', { name: 'Connect New Facebook Page' }).click();
  await page.getByRole('radio', { name: /Facebook Login/ }).check();
  await page.getByRole('button', { name: 'Log in with Facebook' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('alert').filter({ hasText: 'the login was cancelled at Meta' }).waitFor();
  await page.getByRole('heading', { name: 'Connect a Facebook Page' }).waitFor();

  await page.getByRole('radio', { name: /Facebook Login/ }).check();
  await page.getByRole('button', { name: 'Log in with Facebook' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Which accounts?' }).waitFor();
  await page.getByRole('checkbox', { name: /100000000000123/ }).check();
  await assertAccessible(page, 'the choice');
  await page.getByRole('button', { name: 'Connect 1 account' }).click();
  await step(page, 'is it ready?').waitFor();
  const page123 = card(page, 'Fern & Kiln: Active');
  await page123.waitFor();
  await page123.getByRole('switch', { name: 'Sending' }).click();
  await page123.getByText('Everything still comes in, and nothing leaves.').waitFor();
  assert.deepEqual(seen.errors, []);
  await context.close();
});

test('one click connects a simulated account and opens its phone, on a phone as well', async () => {
  const { page, seen, context } = await accounts();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole('button', { name: 'Connect New Instagram Account' }).click();
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Connect a simulated account' }).click();
  const phone = await opened;
  assert.equal(new URL(phone.url()).origin, server.simulator);
  await phone.close();
  await step(page, 'is it ready?').waitFor();
  await checked(page);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, 'nothing sticks out');
  await assertAccessible(page, 'the wizard on a phone');
  await page.getByRole('button', { name: 'Close, what is done stays' }).click();
  await page.getByRole('button', { name: 'Facebook', exact: true }).click();
  await page.getByRole('button', { name: 'Connect New Facebook Page' }).waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Manage Instagram' }).isVisible(), false);
  assert.deepEqual(seen.errors, []);
  await context.close();
});

test('an agent is sent to the inbox', async () => {
  const { page, context } = await openPage(browser);
  await logIn(page, server.origin, 'agent1@ticklegram.com');
  assert.equal(await page.getByRole('link', { name: 'Manage Instagram' }).count(), 0);
  await page.goto(`${server.origin}/accounts?connect=instagram`);
  await page.waitForURL('**/inbox');
  await context.close();
});

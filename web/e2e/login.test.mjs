import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, launch, logIn, openPage } from './support/browser.mjs';
import { Line } from './support/line.mjs';
import { REAL, Server } from './support/server.mjs';
import { call } from './support/tools.mjs';
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

const path = (page) => new URL(page.url()).pathname;

async function fill(page, fields) {
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(text);
}

test('the first admin is made by the link that the server prints, once', async () => {
  const real = await Server.start(REAL);
  try {
    let link;
    await until(() => {
      link = /\S+(\/setup\?token=\S+)/.exec(real.output)?.[1];
      return link !== undefined;
    }, 'the server prints a link');
    const { page } = await openPage(browser);
    await page.goto(`${real.origin}/setup`);
    await page.getByText('This address has no set-up token.').waitFor();
    await page.goto(`${real.origin}/setup?token=made-up`);
    await fill(page, { Name: 'Ines', Email: 'ines@example.com', Password: 'seven green lamps' });
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await assertAccessible(page, 'a set-up link that is not right');

    await page.goto(`${real.origin}${link}`);
    await until(() => page.getByLabel('Name').evaluate((field) => field === document.activeElement), 'one can write');
    await page.getByRole('button', { name: 'Make the admin and go in' }).click();
    assert.equal(await page.getByText('This is needed.').count(), 2);
    await fill(page, { Name: 'Ines', Email: 'ines', Password: 'seven green lamps' });
    await page.keyboard.press('Enter');
    await page.getByText('must look like name@example.com').waitFor();
    assert.equal(await page.locator(':focus').getAttribute('type'), 'email');
    await page.getByLabel('Email').fill('ines@example.com');
    await page.getByLabel('Password', { exact: true }).fill('password');
    await page.keyboard.press('Enter');
    await page.getByText('among the first that anybody would try').waitFor();
    await page.getByLabel('Password', { exact: true }).fill('seven green lamps');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/accounts');
    await page.getByRole('button', { name: 'Your account: Ines' }).waitFor();

    const { page: late } = await openPage(browser);
    await late.goto(`${real.origin}/login`);
    await late.getByRole('heading', { name: 'Log in to TickleGram' }).waitFor();
    assert.equal(await late.getByText('New here? Sign up').count(), 0);
    await late.goto(`${real.origin}/signup`);
    await late.getByText('Signing up is switched off here.').waitFor();
    await late.goto(`${real.origin}${link}`);
    await fill(late, { Name: 'Eve', Email: 'eve@example.com', Password: 'eight green lamps' });
    await late.keyboard.press('Enter');
    await late.getByText('The first admin is there already.').waitFor();
  } finally {
    await real.remove();
  }
});

test('somebody signs up and is an agent; an address that is taken says so beside it', async () => {
  const { page, seen } = await openPage(browser);
  await page.goto(`${server.origin}/login`);
  await page.getByRole('link', { name: 'New here? Sign up' }).waitFor();
  await assertAccessible(page, 'the login');
  await page.getByRole('link', { name: 'New here? Sign up' }).click();
  await fill(page, { Name: 'Tom', Email: 'agent1@ticklegram.com', Password: 'seven green lamps' });
  await page.keyboard.press('Enter');
  await page.getByText('Email already registered').waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
  await assertAccessible(page, 'signing up with an address that is taken');
  await page.getByLabel('Email').fill('tom@example.com');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/inbox');
  await page.getByRole('button', { name: 'Your account: Tom Agent' }).waitFor();
  // Back leads nowhere where one would have to sign up again.
  await page.goBack();
  assert.notEqual(path(page), '/signup');
  assert.deepEqual(seen.errors, []);
});

test('a wrong password, no server, and then the way back to where one was going', async () => {
  const line = await Line.start(server.port);
  try {
    const { page } = await openPage(browser);
    await page.goto(`${line.origin}/settings`);
    await page.waitForURL('**/login?next=%2Fsettings');
    await fill(page, { Email: 'admin@ticklegram.com', Password: 'Admin123' });
    await page.keyboard.press('Enter');
    await page.getByText('Incorrect email or password.').waitFor();
    line.cut();
    await page.getByLabel('Password', { exact: true }).fill('admin123');
    await page.keyboard.press('Enter');
    await page.getByText('The server did not answer.').waitFor();
    line.mend();
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await page.waitForURL('**/settings');
    // Who is in already sees no login, and an address elsewhere is not gone to.
    await page.goto(`${line.origin}/login?next=%2Freports`);
    await page.waitForURL('**/inbox');
    await page.getByRole('button', { name: 'Your account:' }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.waitForURL(`${line.origin}/login`);
    await page.goto(`${line.origin}/login?next=%2F%2Fevil.example`);
    await fill(page, { Email: 'admin@ticklegram.com', Password: 'admin123' });
    await page.keyboard.press('Enter');
    await page.waitForURL(`${line.origin}/inbox`);
  } finally {
    await line.close();
  }
});

test('a login that ends comes back to the same place; one that is left does not', async () => {
  const { page, context } = await openPage(browser);
  await logIn(page, server.origin);
  await page.goto(`${server.origin}/templates`);
  // Nothing that is still on its way may meet the end of the login before the keys do.
  await page.getByText('No templates yet').waitFor();
  await page.locator('[data-connection="live"]').waitFor();
  await page.waitForLoadState('networkidle');
  await context.clearCookies();
  await page.locator('body').press('g');
  await page.keyboard.press('r');
  await page.waitForURL('**/login?next=%2Freports**');
  await page.getByRole('button', { name: 'admin@ticklegram.com' }).click();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/reports**');
  await page.getByRole('button', { name: 'Your account:' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await page.waitForURL(`${server.origin}/login`);
});

test('a password for one time leads to one of one’s own, and to nowhere before', async () => {
  const { page: admin } = await openPage(browser);
  await logIn(admin, server.origin);
  const made = await call(admin, 'POST', '/api/users', { name: 'Grace', email: 'grace@example.com' });
  const { page } = await openPage(browser);
  await page.goto(`${server.origin}/login`);
  await fill(page, { Email: 'grace@example.com', Password: made.one_time_password });
  await page.keyboard.press('Enter');
  await page.waitForURL('**/password');
  await page.goto(`${server.origin}/settings`);
  await page.waitForURL('**/password');
  await fill(page, { 'New password': 'short' });
  await page.keyboard.press('Enter');
  await assertAccessible(page, 'a password that is too short');
  await fill(page, { 'New password': 'eight green lamps' });
  await page.keyboard.press('Enter');
  await page.waitForURL('**/inbox');
  // It is chosen once; from now on it is changed in the settings.
  await page.goto(`${server.origin}/password`);
  await page.waitForURL('**/inbox');

  const again = await call(admin, 'POST', `/api/users/${made.id}/reset-password`, {});
  await page.goto(`${server.origin}/login`);
  await fill(page, { Email: 'grace@example.com', Password: again.one_time_password });
  await page.keyboard.press('Enter');
  await page.waitForURL('**/password');
  await page.getByRole('button', { name: 'Log in as somebody else' }).click();
  await page.waitForURL(`${server.origin}/login`);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, launch, logIn, openPage } from './support/browser.mjs';
import { Line } from './support/line.mjs';
import { Server } from './support/server.mjs';
import { customer } from './support/tools.mjs';
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

async function settings({ email, origin = server.origin, ...options } = {}) {
  const opened = await openPage(browser, options);
  await logIn(opened.page, origin, email);
  await opened.page.goto(`${origin}/settings`);
  await opened.page.getByRole('heading', { name: 'Profile' }).waitFor();
  return opened;
}

const section = (page, name) => page.getByRole('region', { name, exact: true });
const change = (page, action) => page.getByRole('button', { name: `Change the key for: ${action}` });
const keysOf = (page, action) =>
  page
    .getByRole('listitem')
    .filter({ has: change(page, action) })
    .locator('kbd')
    .allTextContents();

// Before those that change the agents' addresses and passwords.
test('keys: another one, one that is taken, a swap, Ctrl, and none for those who dictate', async () => {
  const { page, context } = await settings({ email: 'admin@ticklegram.com' });
  await page.locator('body').press('?');
  await page.getByRole('dialog').getByRole('link', { name: 'Change the keys' }).click();
  await page.waitForURL('**/settings#keyboard');
  await change(page, 'Next chat').click();
  await page.keyboard.press('k');
  await page.getByText('That key belongs to “Previous chat”.').waitFor();
  await assertAccessible(page, 'a key that is taken');
  await page.getByRole('button', { name: 'Swap the two' }).click();
  assert.deepEqual([await keysOf(page, 'Next chat'), await keysOf(page, 'Previous chat')], [['K'], ['J']]);
  await change(page, 'Search').first().click();
  await page.keyboard.press('Escape');
  await change(page, 'Go to reports').click();
  await page.keyboard.press('z');
  await page.keyboard.press('r');
  await until(async () => (await keysOf(page, 'Go to reports')).join() === 'Z,R', 'two keys, one after the other');
  await change(page, 'Search or jump').click();
  await page.keyboard.press('Control+c');
  await page.getByText('Browsers keep that key for themselves.').waitFor();
  await change(page, 'Search or jump').click();
  await page.keyboard.press('Control+j');
  await until(async () => (await keysOf(page, 'Search or jump')).join() === 'Ctrl J', 'a key with Ctrl');
  await page.getByLabel('Name').press('Control+j');
  await page.getByRole('combobox', { name: 'Search or jump' }).press('Control+j');
  await page.getByRole('combobox', { name: 'Search or jump' }).waitFor({ state: 'detached' });

  // Out of the field, in which the palette had been opened.
  await change(page, 'Next chat').focus();
  await page.keyboard.press('z');
  await page.keyboard.press('r');
  await page.waitForURL('**/reports');
  await page.goto(`${server.origin}/settings`);
  await page.getByRole('switch', { name: 'Single-letter shortcuts' }).click();
  await page.locator('body').press('z');
  await page.keyboard.press('r');
  await page.keyboard.press('Control+j');
  await page.getByRole('combobox', { name: 'Search or jump' }).waitFor();
  assert.equal(new URL(page.url()).pathname, '/settings');
  await page.keyboard.press('Escape');

  // A colleague at the same computer has their own keys.
  await context.clearCookies();
  await logIn(page, server.origin, 'agent2@ticklegram.com');
  await page.goto(`${server.origin}/settings`);
  await page.getByRole('heading', { name: 'Keyboard' }).waitFor();
  assert.deepEqual(await keysOf(page, 'Next chat'), ['J']);
  assert.equal(await change(page, 'Go to people').count(), 0);
  await page.evaluate(() => fetch('/api/auth/logout', { method: 'POST' }));
});

test('name and address: what is wrong stands beside it, and the new name at once everywhere', async () => {
  const { page } = await settings({ email: 'agent1@ticklegram.com' });
  const profile = section(page, 'Profile');
  await profile.getByLabel('Name').fill('Agent Uno');
  await profile.getByRole('button', { name: 'Save' }).click();
  await profile.getByText('Saved').waitFor();
  await page.getByRole('button', { name: 'Your account: Agent Uno' }).waitFor();
  await profile.getByLabel('E-mail').fill('admin@ticklegram.com');
  await profile.getByRole('button', { name: 'Save' }).click();
  await profile.getByText('This is needed.').waitFor();
  await profile.getByLabel('Current password').fill('wrong');
  await page.keyboard.press('Enter');
  await profile.getByText('The current password is not right.').waitFor();
  await profile.getByLabel('Current password').fill('agent123');
  await page.keyboard.press('Enter');
  await profile.getByText('Email already registered').waitFor();
  assert.equal(await page.locator(':focus').getAttribute('type'), 'email');
  await assertAccessible(page, 'an address that is taken');
  await profile.getByLabel('E-mail').fill('uno@ticklegram.com');
  await page.keyboard.press('Enter');
  await profile.getByText('Saved').waitFor();
  await page.reload();
  assert.equal(await profile.getByLabel('E-mail').inputValue(), 'uno@ticklegram.com');
});

test('logins are ended one by one and all together; a new password ends them as well', async () => {
  const { page } = await settings({ email: 'agent2@ticklegram.com' });
  const others = [];
  for (let index = 0; index < 3; index += 1) {
    const opened = await openPage(browser);
    await logIn(opened.page, server.origin, 'agent2@ticklegram.com');
    others.push(opened.page);
  }
  await page.reload();
  const logins = section(page, 'Logins');
  const ends = logins.getByRole('button', { name: /^End the login of / });
  await until(async () => (await ends.count()) === 3, 'the three others are listed');
  await ends.first().click();
  await until(async () => (await ends.count()) === 2, 'one of them has ended');
  assert.equal(await page.locator(':focus').count(), 1, 'the focus stays on the list');
  await logins.getByRole('button', { name: 'End all others' }).click();
  await until(async () => (await ends.count()) === 0, 'all others have ended');
  for (const other of others) await other.waitForURL('**/login**');

  const { page: left } = await openPage(browser);
  await logIn(left, server.origin, 'agent2@ticklegram.com');
  const password = section(page, 'Password');
  await password.getByLabel('Current password').fill('wrong');
  await password.getByLabel('New password').fill('seven green lamps');
  await page.keyboard.press('Enter');
  await password.getByText('The current password is not right.').waitFor();
  await password.getByLabel('Current password').fill('agent123');
  await page.keyboard.press('Enter');
  await password.getByText('Changed. Your other logins have ended.').waitFor();
  await left.waitForURL('**/login**');
});

test('without a server the words say so, and what was written stays', async () => {
  const line = await Line.start(server.port);
  try {
    const { page } = await settings({ origin: line.origin });
    const profile = section(page, 'Profile');
    await profile.getByLabel('Name').fill('Adele');
    line.cut();
    await page.keyboard.press('Enter');
    await profile.getByText('The server did not answer. Check the connection and try again.').waitFor();
    assert.equal(await profile.getByLabel('Name').inputValue(), 'Adele');
  } finally {
    await line.close();
  }
});

test('theme, density and language act at once, here and on another page of the same browser', async () => {
  const { page, context } = await settings();
  const second = await context.newPage();
  await second.goto(`${server.origin}/settings`);
  const html = (one) => one.locator('html');
  await page.getByRole('group', { name: 'Theme' }).getByRole('button', { name: 'As the system' }).click();
  await page.emulateMedia({ colorScheme: 'light' });
  await until(async () => (await html(page).getAttribute('data-theme')) === 'light', 'the system is followed');
  await page.getByRole('group', { name: 'Density' }).getByRole('button', { name: 'Compact' }).click();
  await until(async () => (await html(second).getAttribute('data-density')) === 'compact', 'the other page follows');
  await page.getByLabel('Language').selectOption('ar');
  await until(async () => (await html(page).getAttribute('dir')) === 'rtl', 'it reads from the right');
  await page.getByRole('heading', { name: 'لوحة المفاتيح' }).waitFor();
  await assertAccessible(page, 'the settings in Arabic');
  await page.reload();
  await page.getByRole('heading', { name: 'لوحة المفاتيح' }).waitFor();
  assert.equal(await html(page).getAttribute('data-density'), 'compact');
});

test('a message is told of while one looks elsewhere, by one page alone, and a click opens it', async () => {
  const { page, context } = await settings();
  await context.grantPermissions(['notifications'], { origin: server.origin });
  await context.addInitScript(() => {
    window.shown = [];
    window.Notification = class {
      static permission = 'granted';
      static requestPermission = async () => 'granted';
      constructor(title, options) {
        window.shown.push({ title, ...options, click: () => this.onclick() });
      }
      close() {}
    };
    window.looking = true;
    document.hasFocus = () => window.looking;
  });
  await page.reload();
  await page.getByRole('switch', { name: 'Desktop notifications' }).click();
  await page.getByRole('button', { name: 'Show one now' }).click();
  assert.equal(await page.evaluate(() => window.shown.length), 1);
  await page.getByRole('switch', { name: 'Quiet hours' }).click();
  await page.getByLabel('From').fill('22:00');
  await page.getByLabel('to', { exact: true }).fill('22:00');
  await page.getByText('The two are the same, so there are none.').waitFor();
  await assertAccessible(page, 'quiet hours');
  await page.getByRole('switch', { name: 'Quiet hours' }).click();

  const second = await context.newPage();
  await second.goto(`${server.origin}/settings`);
  const pages = [page, second];
  for (const one of pages) await one.locator('[data-connection="live"]').waitFor();
  const look = (one, looking) =>
    one.evaluate((value) => {
      window.looking = value;
      window.dispatchEvent(new Event(value ? 'focus' : 'blur'));
      window.shown.length = 0;
    }, looking);
  const heard = async () =>
    (await Promise.all(pages.map((one) => one.evaluate(() => window.shown.map(({ body }) => body))))).flat();
  for (const one of pages) await look(one, false);
  const maya = await customer(server, 'Maya Nair');
  await server.customerWrites(maya, 'Is the blue one left?');
  await until(async () => (await heard()).length > 0, 'one of two pages tells of it');
  assert.deepEqual(await heard(), ['Is the blue one left?']);
  const [teller, other] = (await page.evaluate(() => window.shown.length)) === 1 ? pages : [second, page];
  await teller.evaluate(() => window.shown[0].click());
  await teller.waitForURL('**/inbox/*');

  // While one page is looked at, the other says nothing; then it is told of again.
  await look(other, true);
  await look(teller, false);
  await server.customerWrites(maya, 'Hello?');
  await teller.getByRole('article').filter({ hasText: 'Hello?' }).waitFor();
  await look(other, false);
  await server.customerWrites(maya, 'Anybody there?');
  await until(async () => (await heard()).length > 0, 'it is told of again');
  assert.deepEqual(await heard(), ['Anybody there?']);
});

test('on a phone the sections are reached from a row, and nothing scrolls sideways', async () => {
  const { page } = await settings({ viewport: { width: 360, height: 740 } });
  await page
    .getByRole('navigation', { name: 'Sections of the settings' })
    .getByRole('link', { name: 'Keyboard' })
    .click();
  await until(
    () => page.getByRole('heading', { name: 'Keyboard' }).evaluate((one) => one.getBoundingClientRect().top < 300),
    'the section is in view',
  );
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(wide <= room, `${wide} px wide in ${room}`);
  assert.deepEqual(await keysOf(page, 'Next chat'), ['J']);
  await assertAccessible(page, 'the settings on a phone');
});

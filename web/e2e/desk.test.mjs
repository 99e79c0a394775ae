import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, launch, logIn, openPage } from './support/browser.mjs';
import { Server } from './support/server.mjs';
import { call, customer } from './support/tools.mjs';

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

const row = (page, text) => page.getByRole('option').filter({ hasText: text });
const bubble = (page, text) => page.getByRole('article').filter({ hasText: text });
const reply = (page) => page.getByRole('textbox', { name: 'Reply' });

/** A small real picture. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function inbox(email) {
  const opened = await openPage(browser);
  await logIn(opened.page, server.origin, email);
  await opened.page.locator('[data-connection="live"]').waitFor();
  return opened;
}

async function write(name, text) {
  await server.customerWrites(await customer(server, name), text);
}

test('two people see each other’s work: a note, a label, who has answered', async () => {
  const { page: ines } = await inbox();
  const { page: tom } = await inbox();
  await write('Alva Strand', 'Is the blue one left?');
  for (const page of [ines, tom]) await row(page, 'Is the blue one left?').click();
  await ines.getByRole('button', { name: 'Private note' }).click();
  await ines.getByRole('textbox', { name: 'Private note' }).fill('She gets ten per cent.');
  await ines.getByRole('button', { name: 'Add note' }).click();
  await bubble(tom, 'She gets ten per cent.').waitFor();
  await assertAccessible(tom, 'a thread with a private note');
  await ines.getByRole('button', { name: 'Add a label' }).click();
  await ines.getByRole('combobox', { name: 'Add a label' }).fill('wholesale');
  await ines.keyboard.press('Enter');
  await tom.getByRole('button', { name: 'Take off wholesale' }).waitFor();
  // Both belong to one person here, so the answer of the other browser is one's own, and nobody is asked.
  await ines.getByRole('group', { name: 'Whom it is for' }).getByRole('button', { name: 'Reply' }).click();
  await reply(ines).fill('Yes, two.');
  await ines.keyboard.press('Control+Shift+Enter');
  await bubble(tom, 'Yes, two.').waitFor();
  await tom.getByRole('button', { name: 'Reopen' }).waitFor();
  await row(tom, 'Yes, two.').waitFor({ state: 'detached' });
  // The customer brings it back.
  await write('Alva Strand', 'And the green one?');
  await row(tom, 'And the green one?').waitFor();
});

test('a colleague’s answer is known before a second one goes out', async () => {
  const { page: admin } = await inbox();
  const { page: agent } = await inbox('agent1@ticklegram.com');
  await write('Leo Brandt', 'Where is my parcel?');
  await row(admin, 'Where is my parcel?').click();
  await admin.getByRole('button', { name: 'Assignment:' }).click();
  await admin.getByRole('menuitemcheckbox', { name: /Agent One/ }).click();
  await row(agent, 'Where is my parcel?').click();
  await reply(admin).fill('It left');
  await reply(agent).fill('It is in Lisbon.');
  await agent.keyboard.press('Enter');
  await bubble(admin, 'It is in Lisbon.').waitFor();
  await reply(admin).press('Enter');
  await admin.getByText('Agent One answered', { exact: false }).waitFor();
  await assertAccessible(admin, 'the question before a second answer');
  await admin.getByRole('button', { name: 'Keep writing' }).click();
  assert.equal(await bubble(admin, 'It left').count(), 0);
});

test('a saved reply by its slash, a file from this device, and what is refused', async () => {
  const { page } = await inbox();
  await call(page, 'POST', '/api/templates', {
    name: 'Thanks',
    content: 'Thank you, {username}! Order {order} is on its way.',
    category: 'shipping',
    platform: 'INSTAGRAM',
  });
  await write('Maya Nair', 'I have ordered');
  await row(page, 'I have ordered').click();
  await reply(page).fill('/tha');
  await page.getByRole('option', { name: /Thanks/ }).waitFor();
  await assertAccessible(page, 'the list of saved replies');
  await page.keyboard.press('Enter');
  await page.getByLabel('order').fill('2214');
  await page.keyboard.press('Enter');
  assert.match(await reply(page).inputValue(), /^Thank you, .+! Order 2214 is on its way\.$/);
  await page.setInputFiles('[data-testid=attach-input]', { name: 'mug.png', mimeType: 'image/png', buffer: PICTURE });
  const files = page.getByRole('list', { name: 'Files that go with it' });
  await files.getByText('mug.png').waitFor();
  await files.getByRole('progressbar').waitFor({ state: 'detached' });
  await reply(page).press('Enter');
  await bubble(page, 'Order 2214').waitFor();
  await page.getByRole('button', { name: 'Open photo from You' }).waitFor();
  await page.setInputFiles('[data-testid=attach-input]', {
    name: 'empty.png',
    mimeType: 'image/png',
    buffer: Buffer.alloc(0),
  });
  await page.getByRole('alert').waitFor();
  await page.getByRole('button', { name: 'Remove empty.png' }).click();
});

test('keys: put aside, back again, the palette, and a key of one’s own', async () => {
  const { page } = await inbox();
  await write('Sam Whitlock', 'Saturday market?');
  await row(page, 'Saturday market?').click();
  await page.getByRole('log').focus();
  await page.keyboard.press('s');
  await page.getByRole('menuitem', { name: /Until the customer writes/ }).click();
  await row(page, 'Saturday market?').waitFor({ state: 'detached' });
  await page.getByRole('log').focus();
  await page.keyboard.press('e');
  await row(page, 'Saturday market?').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or jump' }).fill('settings');
  await assertAccessible(page, 'the palette');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/settings');
  await page.getByRole('button', { name: 'Change the key for: Resolve, or open again' }).click();
  await page.keyboard.press('j');
  await page.getByText('That key belongs to “Next chat”.').waitFor();
  await page.getByRole('button', { name: 'Change the key for: Resolve, or open again' }).click();
  await page.keyboard.press('y');
  await page.getByRole('button', { name: 'All as they were' }).waitFor();
  await page.locator('body').press('g');
  await page.keyboard.press('i');
  await row(page, 'Saturday market?').click();
  await page.getByRole('log').focus();
  await page.keyboard.press('y');
  await page.getByRole('button', { name: 'Reopen' }).waitFor();
});

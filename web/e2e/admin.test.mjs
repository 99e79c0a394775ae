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

async function open(path, email) {
  const opened = await openPage(browser);
  await logIn(opened.page, server.origin, email);
  await opened.page.goto(`${server.origin}${path}`);
  return opened;
}

test('a template is written, found and deleted by its name', async () => {
  const { page } = await open('/templates');
  await page.getByRole('button', { name: 'New template' }).click();
  await page.getByLabel('Name').fill('Opening hours');
  await page.getByLabel('Text', { exact: true }).fill('Hello {username}, we are open until {hour}.');
  await assertAccessible(page, 'the form of a template');
  await page.getByRole('button', { name: 'Save' }).click();
  const card = page.getByRole('listitem').filter({ hasText: 'Opening hours' });
  await card.getByText('{hour}').waitFor();
  await page.getByRole('searchbox').fill('nothing like that');
  await page.getByText('No template fits').waitFor();
  await page.getByRole('searchbox').fill('');
  await card.getByRole('button', { name: 'Delete Opening hours' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('No templates yet').waitFor();
});

test('an agent has no admin’s screens, and settings of their own', async () => {
  const { page } = await open('/people', 'agent1@ticklegram.com');
  await page.waitForURL('**/inbox');
  await page.goto(`${server.origin}/deliveries`);
  await page.waitForURL('**/inbox');
  await page.goto(`${server.origin}/settings`);
  await page.getByLabel('Name').fill('Agent Uno');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved').waitFor();
  await page.getByRole('button', { name: 'Light', exact: true }).click();
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'light');
  await page.getByLabel('Current password').fill('wrong');
  await page.getByLabel('New password').fill('seven green lamps');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.locator('input[aria-invalid="true"]').waitFor();
  await assertAccessible(page, 'settings');
  await page.reload();
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'light');
  await page.goto(`${server.origin}/signup`);
  await page.getByRole('button', { name: 'Sign up' }).waitFor();
  await assertAccessible(page, 'signing up');
});

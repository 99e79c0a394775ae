import { after, before, test } from 'node:test';
import { assertAccessible, launch, logIn, openPage } from './support/browser.mjs';
import { Server } from './support/server.mjs';
import { call, fault } from './support/tools.mjs';

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
  const opened = await openPage(browser, { acceptDownloads: true });
  await logIn(opened.page, server.origin, email);
  await opened.page.goto(`${server.origin}${path}`);
  return opened;
}

test('a conversion is recorded, taken and counted; one that Meta refuses is sent again', async () => {
  const { page } = await open('/conversions');
  await page.getByText('No conversions yet').waitFor();
  await page.getByRole('button', { name: 'Record a conversion' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Record a conversion' }).click();
  await form.getByText('A purchase needs its value.').waitFor();
  await form.getByLabel('Value').fill('42,50');
  await form.getByLabel('E-mail').fill('maya@example.com');
  await form.getByRole('button', { name: 'Record a conversion' }).click();
  // Without a dataset the server says what is missing, and the form what to do.
  await form.getByRole('alert').filter({ hasText: 'PIXEL_ID' }).waitFor();
  await assertAccessible(page, 'the form of a conversion');
  await page.keyboard.press('Escape');
  const { chat_ids: chats } = await call(page, 'POST', '/api/mock/generate-chats?count=1&platform=instagram');
  const event = (name) => ({
    event_name: name,
    event_time: Math.floor(Date.now() / 1000),
    chat_id: chats[0],
    value: 42.5,
    currency: 'EUR',
  });
  await call(page, 'POST', '/api/marketing/events', event('Purchase'));
  const purchase = page.getByRole('listitem').filter({ hasText: 'Purchase' });
  await purchase.getByText('Taken', { exact: true }).waitFor();
  await purchase.getByRole('button').first().click();
  await purchase.getByText('Meta has taken it.').waitFor();
  await assertAccessible(page, 'conversions');
  await fault(server, 'POST */events', 1, { error: { code: 100, message: 'Invalid parameter' } });
  await call(page, 'POST', '/api/marketing/events', event('AddToCart'));
  const cart = page.getByRole('listitem').filter({ hasText: 'AddToCart' });
  await cart.getByText('Failed', { exact: true }).waitFor();
  await cart.getByRole('button').first().click();
  await cart.getByRole('button', { name: 'Retry' }).click();
  await cart.getByText('Taken', { exact: true }).waitFor();
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, logIn, openPage } from './support/browser.mjs';
import { Server } from './support/server.mjs';
import { customer } from './support/tools.mjs';

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

const SCREENS = [
  ['inbox', 'Inbox'],
  ['comments', 'Comments'],
  ['mentions', 'Mentions'],
  ['insights', 'Insights'],
  ['conversions', 'Conversions'],
  ['reports', 'Reports'],
  ['accounts', 'Accounts'],
  ['deliveries', 'Deliveries'],
  ['templates', 'Templates'],
  ['people', 'People'],
  ['settings', 'Settings'],
];

for (const [width, height] of [
  [360, 740],
  [768, 1024],
  [1440, 900],
  [1920, 1080],
]) {
  test(`every screen fits a window ${width} px wide`, async () => {
    const { page, context, seen } = await openPage(browser, { viewport: { width, height } });
    await logIn(page, server.origin);
    for (const [path, title] of SCREENS) {
      await page.goto(`${server.origin}/${path}`);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await page.locator('[data-connection="live"]').waitFor();
      const [wide, room] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      assert.ok(wide <= room, `${path} is ${wide} px wide in ${room}`);
    }
    assert.deepEqual(seen.errors, []);
    await context.close();
  });
}

test('on a slow line an answer stands in the thread at once, and goes out once', async () => {
  const someone = await customer(server, 'Lene Holm');
  await server.customerWrites(someone, 'Is anybody there?');
  const { page, context } = await openPage(browser);
  await logIn(page, server.origin);
  await page.getByRole('option').filter({ hasText: 'Is anybody there?' }).click();
  await page.getByRole('article').filter({ hasText: 'Is anybody there?' }).waitFor();
  const line = await context.newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 2_000,
    downloadThroughput: 6_000,
    uploadThroughput: 3_000,
  });
  let answered = false;
  page.on('response', (response) => {
    if (response.url().endsWith('/message')) answered = true;
  });
  await page.getByRole('textbox', { name: 'Reply' }).fill('Yes, with little line');
  await page.keyboard.press('Enter');
  const answer = page.getByRole('article').filter({ hasText: 'Yes, with little line' });
  await answer.waitFor();
  assert.equal(answered, false, 'it did not wait for the server');
  await answer.filter({ hasText: /Sent|Delivered|Seen/ }).waitFor();
  assert.equal(await answer.count(), 1);
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  await context.close();
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, launch, logIn, openPage } from './support/browser.mjs';
import { Server } from './support/server.mjs';
import { call, fault, sim } from './support/tools.mjs';

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

const DAY = 86_400_000;

async function open(path, email, options) {
  const opened = await openPage(browser, { acceptDownloads: true, ...options });
  await logIn(opened.page, server.origin, email);
  await opened.page.goto(`${server.origin}${path}`);
  return opened;
}

/** Something the demo account posts some days ago. */
function posts(kind, caption, daysAgo) {
  return sim(server, '/_sim/accounts/mock_ig_123/media', { kind, caption, posted_at: Date.now() - daysAgo * DAY });
}

function visits(id, people, did, daysAgo) {
  return sim(server, `/_sim/media/${id}/visits`, { people, did, at: Date.now() - daysAgo * DAY });
}

async function csv(page, within = page) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    within.getByRole('button', { name: 'Export as CSV' }).click(),
  ]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const card = (page, name) =>
  page.getByLabel('Figures', { exact: true }).locator('div').filter({ hasText: name }).first();

test('an account: figures against the period before, day by day, as a file, and as old as they are', async () => {
  const reel = await posts('reel', 'Centring, in forty seconds', 40);
  await visits(reel.id, 10, ['view', 'like'], 35);
  await visits(reel.id, 200, ['view', 'like', 'follow'], 3);
  await visits(reel.id, 12, ['view', 'follow'], 2);
  const { page, seen } = await open('/insights');
  await card(page, 'Reach').filter({ hasText: '200' }).filter({ hasText: 'from 10' }).waitFor();
  await page.getByText('From Meta').waitFor();
  await page.getByText('How you answered').waitFor();
  await page.getByText('Germany').waitFor();
  await assertAccessible(page, 'the figures of an account');

  const plot = page.getByRole('figure', { name: 'Reach', exact: true });
  await plot.getByRole('button', { name: 'Show the figures as a table' }).click();
  await plot.getByRole('columnheader', { name: 'This period' }).waitFor();
  assert.equal(await plot.getByRole('row').count(), 29, 'a row for each of the 28 days');
  await assertAccessible(page, 'the figures as a table');

  const file = await csv(page);
  assert.match(file, /reach,total,,200,10,/);
  assert.match(file, /reach,day,\d{4}-\d\d-\d\d,200,,/);
  assert.match(file, /follows_and_unfollows,follow_type,follower,\d+,,/);
  // Meta gives new followers by day only; the figure is their sum.
  const followers = [...file.matchAll(/follower_count,day,[\d-]+,(\d+)/g)].reduce(
    (sum, [, day]) => sum + Number(day),
    0,
  );
  assert.ok(followers > 200, `new followers: ${followers}`);
  await card(page, 'New followers')
    .filter({ hasText: String(followers) })
    .waitFor();

  await page.getByRole('checkbox', { name: 'Compare with before' }).uncheck();
  await plot.getByRole('columnheader', { name: 'Before' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '7 days' }).click();
  await page.reload();
  assert.equal(await page.getByRole('button', { name: '7 days' }).getAttribute('aria-pressed'), 'true');
  // What Meta gives for whole periods only is plotted from what is kept here.
  await page.getByLabel('Figure', { exact: true }).selectOption({ label: 'Views' });
  await page.getByText('Meta gives this figure for whole periods only.').waitFor();
  assert.deepEqual(seen.errors, []);
});

test('figures that do not come: said in words, what came before stays, and the next try brings them', async () => {
  const down = { error: { code: 2, message: 'Down', status: 500 } };
  const { page } = await open('/insights');
  await card(page, 'Reach').waitFor();
  await fault(server, 'GET *insights*', 40, down);
  await page.getByRole('button', { name: 'Fetch now' }).click();
  await page.getByRole('alert').filter({ hasText: 'What is shown is what came before.' }).waitFor();
  await card(page, 'Reach').waitFor();
  // Fourteen days nobody has asked for yet: there is nothing to fall back on.
  await page.getByRole('button', { name: '14 days' }).click();
  await page.getByText('The figures did not come').waitFor();
  await assertAccessible(page, 'figures that did not come');
  await fetch(`${server.simulator}/_sim/faults`, { method: 'DELETE' });
  await page.getByRole('button', { name: 'Try again' }).click();
  await card(page, 'Reach').waitFor();
});

test('posts and stories: in order, with what Meta withholds, and how they grew', async () => {
  const photo = await posts('image', 'Moss mugs, out of the kiln', 10);
  const album = await posts('carousel', 'Six vases for one stem', 5);
  await visits(photo.id, 25, ['view', 'save'], 4);
  await visits(album.id, 9, ['view'], 4);
  const story = await posts('story', 'Glaze day', 0.1);
  await visits(story.id, 40, ['view', 'tap_forward', 'tap_exit'], 0);
  const { page, seen } = await open('/insights?scope=media', 'agent1@ticklegram.com');
  await page.getByText('No posts known yet').waitFor();
  await assertAccessible(page, 'posts that are not known yet');
  for (const { id } of [photo, album]) await call(page, 'GET', `/api/insights/media?media_id=${id}`);
  // The stream tells of new figures; nothing is loaded again.
  await page.getByRole('row', { name: /Moss mugs/ }).waitFor();
  await page.getByRole('row', { name: /Six vases/ }).waitFor();
  const rows = () => page.locator('tbody tr').allInnerTexts();
  assert.match((await rows())[0], /Six vases/, 'the newest first');
  await page.getByLabel('Order').selectOption({ label: 'Most: Reach' });
  await page.locator('tbody tr').first().filter({ hasText: 'Moss mugs' }).waitFor();
  await assertAccessible(page, 'posts by reach');
  assert.match(await csv(page), /Moss mugs, out of the kiln/);

  await page.getByRole('button', { name: /Moss mugs/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Moss mugs, out of the kiln' });
  await dialog.getByText('From the second time on').waitFor();
  await assertAccessible(page, 'one post');
  assert.match(await csv(page, dialog), /saved,total,,25,/);
  await page.goBack();
  await dialog.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Stories' }).click();
  await call(page, 'GET', `/api/insights/story?story_id=${story.id}`);
  await page.getByRole('button', { name: /Glaze day/ }).click();
  const opened = page.getByRole('dialog', { name: 'Glaze day' });
  await opened.getByText('Taps and swipes by direction').waitFor();
  await opened.getByText('Closed').waitFor();
  await page.keyboard.press('Escape');

  // Of a story that hardly anybody saw Meta tells nothing, and each figure says so in its place.
  const quiet = await posts('story', 'Seen by two', 0.05);
  await visits(quiet.id, 2, ['view'], 0);
  await call(page, 'GET', `/api/insights/story?story_id=${quiet.id}`);
  await page.getByRole('button', { name: /Seen by two/ }).click();
  const silent = page.getByRole('dialog', { name: 'Seen by two' });
  await silent
    .getByLabel('Figures', { exact: true })
    .getByText(/too few|fewer than/i)
    .first()
    .waitFor();
  await assertAccessible(page, 'figures that Meta withholds');
  assert.deepEqual(seen.errors, []);
});

test('a phone: no sideways scrolling, the figures under the words', async () => {
  const { page } = await open('/insights?scope=media', 'admin@ticklegram.com', {
    viewport: { width: 360, height: 780 },
    hasTouch: true,
  });
  await page.getByText(/Reach 25 · Views/).waitFor();
  for (const path of ['/insights?scope=media', '/insights']) {
    await page.goto(`${server.origin}${path}`);
    await page.getByText('Moss mugs, out of the kiln').first().waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    assert.equal(wide, false, `no sideways scrolling of ${path} at 360 px`);
  }
  await assertAccessible(page, 'insights on a phone');
});

import assert from 'node:assert/strict';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Two cores under load are slow; what takes longer than this is broken. */
const ACTION_WITHIN_MS = 20_000;

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
}

/** A page that remembers what went wrong in it, what it asked for, and what came over the socket. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(ACTION_WITHIN_MS);
  const seen = { errors: [], requests: [], frames: [] };
  page.on('pageerror', (error) => seen.errors.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) seen.errors.push(message.text());
  });
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) seen.requests.push(`${request.method()} ${pathname}`);
  });
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => seen.frames.push(JSON.parse(payload.toString())));
  });
  return { context, page, seen };
}

/** Logs in by a click on one of mock mode's ready-made accounts. */
export async function logIn(page, origin, email = 'admin@ticklegram.com') {
  await page.goto(`${origin}/`);
  await page.getByRole('button', { name: email }).click();
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await page.waitForURL('**/inbox');
}

/** No finding of axe on the page as it is now, in both themes. */
export async function assertAccessible(page, where) {
  for (const theme of ['dark', 'light']) {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    // Colours change over 90 ms; in between, contrast is anybody's guess.
    await page.evaluate(() =>
      Promise.all(
        document
          .getAnimations()
          .filter((one) => one instanceof CSSTransition)
          // One that is cancelled has ended as well.
          .map((one) => one.finished.catch(() => undefined)),
      ),
    );
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run());
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
    assert.deepEqual(found, [], `axe on ${where}, ${theme} theme`);
  }
  await page.evaluate(() => {
    document.documentElement.dataset.theme = 'dark';
  });
}

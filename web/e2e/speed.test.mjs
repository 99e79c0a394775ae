import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, logIn, openPage } from './support/browser.mjs';
import { Server } from './support/server.mjs';
import { customer } from './support/tools.mjs';

/** How many chats the list holds at once; `SPEED_CHATS=100000` for the figure in the notes. */
const CHATS = Number(process.env.SPEED_CHATS ?? 20_000);
const SCROLLED_FRAMES = 180;
const MESSAGES = 20;

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

const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** The list answers with the chats that there are and very many more, all on one page. */
async function withManyChats(page) {
  await page.route('**/api/chats?*', async (route) => {
    const answer = await route.fetch();
    const there = await answer.json();
    const more = Array.from({ length: CHATS - there.length }, (_, at) => ({
      ...there.at(-1),
      id: `many-${at}`,
      username: `Customer ${at}`,
      last_message: `What the customer said last, number ${at}`,
    }));
    const headers = answer.headers();
    delete headers.link;
    await route.fulfill({ status: 200, headers, body: JSON.stringify([...there, ...more]) });
  });
}

/** Gaps between frames, in ms, while `each` is called once a frame. */
const FRAMES = `(frames, each) => new Promise((done) => {
  const gaps = [];
  let last = performance.now();
  const tick = (now) => {
    gaps.push(now - last);
    last = now;
    each(gaps.length);
    if (gaps.length >= frames) done(gaps.slice(1)); else requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})`;

test(`${CHATS} chats scroll as calmly as an empty page stands still`, async (t) => {
  const someone = await customer(server, 'Noor Haddad');
  await server.customerWrites(someone, 'One chat to make many of');
  const { page, seen, context } = await openPage(browser);
  await withManyChats(page);
  await logIn(page, server.origin);
  await page.getByRole('option').first().waitFor();
  const idle = await page.evaluate(`(${FRAMES})(${SCROLLED_FRAMES}, () => {})`);
  const scrolling = await page.evaluate(`(() => {
    const list = document.querySelector('[role="listbox"]');
    return (${FRAMES})(${SCROLLED_FRAMES}, () => { list.scrollTop += 160; });
  })()`);
  const shown = await page.getByRole('option').count();
  const at = await page.evaluate(() => document.querySelector('[role="listbox"]').scrollTop);
  const slow = (gaps) => gaps.filter((gap) => gap > 1.5 * middle(idle)).length;
  t.diagnostic(
    `a frame lasts ${middle(idle).toFixed(1)} ms; ${slow(idle)} of ${idle.length} late at rest, ` +
      `${slow(scrolling)} of ${scrolling.length} while scrolling; longest ${Math.max(...scrolling).toFixed(0)} ms`,
  );
  assert.ok(at > SCROLLED_FRAMES * 100, 'the list was scrolled');
  assert.ok(shown < 60, `only what is in sight exists in the page, not ${shown} rows`);
  assert.deepEqual(seen.errors, []);
  await context.close();
});

test('a message is in the page within a frame of its event', async (t) => {
  const someone = await customer(server, 'Ines Duarte');
  await server.customerWrites(someone, 'Message 0');
  const { page, context } = await openPage(browser);
  await page.addInitScript(() => {
    // How many frames, and how long, from a frame on the socket until its text is in the page.
    const waiting = new Map();
    window.drawn = [];
    let frames = 0;
    const count = () => {
      frames += 1;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    window.WebSocket = class extends WebSocket {
      constructor(...args) {
        super(...args);
        this.addEventListener('message', ({ data }) => {
          const frame = JSON.parse(data);
          if (frame.type === 'new_message') {
            waiting.set(frame.message.content, { frames, at: performance.now() });
          }
        });
      }
    };
    new MutationObserver(() => {
      for (const [text, since] of waiting) {
        const articles = [...document.querySelectorAll('article')];
        if (!articles.some((one) => one.textContent.includes(text))) continue;
        waiting.delete(text);
        window.drawn.push({ frames: frames - since.frames, ms: performance.now() - since.at });
      }
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  await withManyChats(page);
  await logIn(page, server.origin);
  await page.getByRole('option').filter({ hasText: 'Message 0' }).click();
  await page.getByRole('article').filter({ hasText: 'Message 0' }).waitFor();
  for (let number = 1; number <= MESSAGES; number += 1) {
    const text = `Message ${number} of many`;
    await server.customerWrites(someone, text);
    await page.getByRole('article').filter({ hasText: text }).waitFor();
  }
  const drawn = await page.evaluate(() => window.drawn);
  assert.equal(drawn.length, MESSAGES, 'each was seen coming');
  const times = drawn.map((one) => one.ms);
  const frames = drawn.map((one) => one.frames);
  t.diagnostic(
    `from the event to the page: ${middle(times).toFixed(1)} ms in the middle, ${Math.max(...times).toFixed(1)} ms at most; ` +
      `frames between: ${middle(frames)} in the middle, ${Math.max(...frames)} at most`,
  );
  assert.ok(middle(frames) <= 1, `in the middle ${middle(frames)} frames, of ${frames}`);
  await context.close();
});

// Makes docs/screens/ from the built server: starts it in mock mode with a fresh folder, lets customers write through the
// simulator, and takes the pictures. Needs Chromium (CHROMIUM names another one).
//
//   node scripts/screens.mjs [path of ticklegram]

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const { chromium } = createRequire(join(root, 'web/package.json'))('playwright-core');
const binary = resolve(process.argv[2] ?? join(root, 'target/quick/ticklegram'));
const out = join(root, 'docs/screens');
const data = mkdtempSync(join(tmpdir(), 'ticklegram-screens-'));
const [SERVER, SIMULATOR] = ['127.0.0.1:18061', '127.0.0.1:18062'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function call(url, body) {
  const init = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...auth },
    body: JSON.stringify(body),
  };
  const answer = await fetch(url, init || { headers: auth });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

let auth = {};
async function change(path, body) {
  const init = { method: 'PATCH', headers: { 'content-type': 'application/json', ...auth }, body: JSON.stringify(body) };
  const answer = await fetch(`http://${SERVER}/api/${path}`, init);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

const sim = (path, body) => call(`http://${SIMULATOR}/_sim/${path}`, body);
const api = (path, body) => call(`http://${SERVER}/api/${path}`, body);

async function until(what, look) {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await look().catch(() => undefined);
    if (found) return found;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`gave up waiting for ${what}`);
}

const chatOf = (customer) =>
  until(`a chat of ${customer.name}`, async () => {
    const chats = await api('chats');
    return chats.find((chat) => chat.instagram_user_id === customer.id);
  });

async function scene() {
  const people = await sim('customers');
  const person = (name) => people.find((p) => p.name.startsWith(name));
  const write = (who, message) => sim(`customers/${who.id}/messages`, message);
  const [maya, devon, priya, jonas, sam] = ['Maya', 'Devon', 'Priya', 'Jonas', 'Sam'].map(person);
  await write(sam, { text: 'Can I change the delivery address?' });
  await write(devon, { text: 'Do you ship to Kerala? And how long does it take?' });
  await write(jonas, { text: 'Is the workshop on Saturday full?' });
  await write(jonas, { text: 'I would bring a friend' });
  await write(priya, { text: 'How much is the green one?', story: {} }).catch(() =>
    write(priya, { text: 'How much is the green one?' }),
  );
  const chat = await write(maya, { text: 'Hello! Four mugs came today 🎉' }).then(() => chatOf(maya));
  const second = await write(maya, { text: 'They are beautiful, but one arrived chipped' });
  const reply = (content) => api(`chats/${chat.id}/message`, { content });
  const status = (wanted) =>
    until(`a ${wanted} message`, async () => {
      const thread = await api(`chats/${chat.id}`);
      return thread.messages.some((m) => m.delivery_status === wanted);
    });
  await until('the second message', async () => (await api(`chats/${chat.id}`)).messages.length === 2);
  const me = await api('auth/me');
  await api(`chats/${chat.id}/assign`, { agent_id: me.id });
  await reply('I am so sorry, Maya. A new one can leave today. Please keep the chipped one: it makes a good pen pot.');
  await status('read');
  await sim(`customers/${maya.id}/actions`, { action: 'react', mid: second.mid, reaction: 'love', emoji: '❤️' });
  await write(maya, { text: 'Could the new one be ochre instead?' });
  await until('the question', async () => (await api(`chats/${chat.id}`)).messages.length === 4);
  await sim('faults', [{ match: 'POST */messages', times: 1, then: 'accept_then_5xx' }, { match: 'POST */messages', then: 'no_echo' }]);
  await reply('Of course. Ochre it is, and it leaves with today’s post.');
  await until('the answer to be on its way', async () => {
    const { messages } = await api(`chats/${chat.id}`);
    return messages.every((m) => !['queued', 'sending'].includes(m.delivery_status));
  });
  await api(`chats/${chat.id}/notes`, { text: 'A café owner. The last order was for twelve.' });
  await change(`chats/${chat.id}`, { labels: ['Wholesale', 'VIP'] });
  await others(people, person, me);
  return chat;
}

/** What the other screens show: comments, a mention, saved replies, answers, conversions, deliveries, figures. */
async function others(people, person, me) {
  const moss = await sim('accounts/mock_ig_123/media', {
    kind: 'image',
    caption: 'Moss mugs, out of the kiln. Twelve sets of four, thrown in September.',
  });
  const vases = await sim('accounts/mock_ig_123/media', { kind: 'image', caption: 'Six vases for one stem' });
  const says = (who, text, media) => sim(`customers/${who.id}/comments`, { text, ...(media && { media_id: media.id }) });
  await says(person('Priya'), 'How tall is the second from the left?', vases);
  await says(person('Maya'), 'Is this the glaze from the spring class? It turned out so much deeper than mine', moss);
  await says(person('Devon'), 'Would buy eight for the café if there is a trade price', moss);
  await says(person('Maya'), 'do you ship to Portugal? and are they dishwasher safe', moss);
  const onPage = people.find((one) => one.account_id === 'mock_fb_123');
  if (onPage) await says(onPage, 'Are the seconds still at the Saturday market?');
  await sim(`customers/${person('Devon').id}/mentions`, { text: 'breakfast is served in @demo_shop’s bowls' });
  await sim(`media/${moss.id}/visits`, { people: 640, did: ['view', 'like', 'save'] });
  await sim(`media/${vases.id}/visits`, { people: 210, did: ['view', 'like', 'share'] });
  for (const [name, category, content] of [
    ['Thanks', 'orders', 'Thank you, {username}! Your order {order} leaves today.'],
    ['Opening hours', 'general', 'We are in the studio from Tuesday to Saturday, 10 to 18.'],
    ['Care', 'products', 'All our mugs are dishwasher safe; the gold rims are not.'],
    ['Workshop', 'workshops', 'The workshop on {day} has {places} places left. Shall I keep one for you?'],
  ]) {
    await api('templates', { name, category, content, platform: 'INSTAGRAM' });
  }
  await api('templates', {
    name: 'Order update',
    category: 'orders',
    content: 'Hello {username}, your order {order} is on its way.',
    platform: 'FACEBOOK',
  });
  for (const [name, text] of [
    ['Devon', 'Yes, to Kerala as well: eight to ten days.'],
    ['Jonas', 'Two places are left. Shall I keep them?'],
  ]) {
    const chat = await chatOf(person(name));
    await api(`chats/${chat.id}/message`, { content: text });
    await api('marketing/events', {
      event_name: name === 'Devon' ? 'Purchase' : 'LeadSubmitted',
      event_time: Math.floor(Date.now() / 1000) - 3_600,
      chat_id: chat.id,
      value: name === 'Devon' ? 184.5 : 42,
      currency: 'EUR',
    });
    await change(`chats/${chat.id}`, { state: 'resolved' });
  }
  await fetch(`http://${SERVER}/webhook`, { method: 'POST', body: '{"object":"instagram","entry":[{"id":"1784140' });
  const at = Date.now();
  const message = { sender: { id: '77' }, recipient: { id: '555' }, timestamp: at, message: { mid: 'm.77', text: 'hi' } };
  const parked = { object: 'instagram', entry: [{ id: '555', time: at, messaging: [message] }] };
  await fetch(`http://${SERVER}/webhook`, { method: 'POST', body: JSON.stringify(parked) });
  await api('users', { name: 'Yuki Tanaka', email: 'yuki@example.com' });
  return me;
}

/** Every screen: its name, its address, what shows that it is there, and what is opened first. */
const SCREENS = [
  ['inbox', '/inbox', 'option', (page) => page.getByRole('option').filter({ hasText: 'maya' }).click()],
  ['comments', '/comments', 'listitem', (page) => page.getByRole('button', { name: /Portugal/ }).click()],
  ['mentions', '/mentions', 'listitem'],
  ['templates', '/templates', 'listitem'],
  ['insights', '/insights', 'figure'],
  ['conversions', '/conversions', 'table'],
  ['reports', '/reports', 'figure'],
  ['accounts', '/accounts', 'article'],
  ['deliveries', '/deliveries', 'listitem', (page) => page.getByRole('listitem').getByRole('button', { name: /Parked/ }).click()],
  ['people', '/people', 'listitem'],
  ['settings', '/settings', 'textbox'],
];
/** Web fonts, pictures and plots need no longer once nothing is asked for any more. */
const quiet = (page) => page.waitForLoadState('networkidle', { timeout: 4_000 }).catch(() => undefined);

async function pictures(browser) {
  for (const theme of ['dark', 'light']) {
    for (const [name, width, height] of [
      ['', 1440, 900],
      ['-phone', 390, 844],
    ]) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, locale: 'en-GB' });
      await context.addInitScript((chosen) => localStorage.setItem('tg.theme', chosen), theme);
      const page = await context.newPage();
      const shoot = (screen) => page.screenshot({ path: join(out, `${screen}-${theme}${name}.png`) });
      await page.goto(`http://${SERVER}/`);
      await page.getByText('admin@ticklegram.com').first().click();
      await quiet(page);
      await shoot('login');
      await page.locator('button[type=submit]').click();
      await page.waitForURL('**/inbox');
      for (const [screen, path, role, open] of SCREENS) {
        await page.goto(`http://${SERVER}${path}`);
        await page.getByRole('main').getByRole(role).first().waitFor();
        await page.locator('[data-connection="live"]').waitFor();
        await open?.(page);
        await quiet(page);
        await shoot(screen);
      }
      await context.close();
    }
  }
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
  await page.goto(`http://${SIMULATOR}/`);
  await page.getByTestId('person-item').filter({ hasText: 'Maya' }).click();
  await page.getByTestId('bubble').last().waitFor();
  await page.screenshot({ path: join(out, 'simulator-dark.png') });
}

mkdirSync(out, { recursive: true });
const env = { PATH: process.env.PATH, HOME: data, SIM_LISTEN: SIMULATOR, INSTAGRAM_WEBHOOK_TIMEOUT: '5' };
const server = spawn(binary, ['serve', '--listen', SERVER, '--data', data], { cwd: data, env, stdio: 'ignore' });
try {
  await until('the server', async () => (await fetch(`http://${SERVER}/readyz`)).ok);
  const login = { email: 'admin@ticklegram.com', password: 'admin123' };
  auth = { authorization: `Bearer ${(await api('auth/login', login)).access_token}` };
  await scene();
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
  await pictures(browser);
  await browser.close();
} finally {
  server.kill();
  rmSync(data, { recursive: true, force: true });
}

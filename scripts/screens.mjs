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
  return chat;
}

async function pictures(browser) {
  for (const theme of ['dark', 'light']) {
    for (const [name, width, height] of [['', 1440, 900], ['-phone', 390, 844]]) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme });
      const page = await context.newPage();
      await page.goto(`http://${SERVER}/`);
      await page.getByText('admin@ticklegram.com').first().click();
      await page.locator('button[type=submit]').click();
      const row = page.getByRole('option').filter({ hasText: 'maya' });
      await row.waitFor();
      await page.evaluate((chosen) => {
        document.documentElement.dataset.theme = chosen;
      }, theme);
      await row.click();
      await page.getByRole('log').waitFor();
      await page.waitForLoadState('networkidle').catch(() => undefined);
      await page.screenshot({ path: join(out, `inbox-${theme}${name}.png`) });
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

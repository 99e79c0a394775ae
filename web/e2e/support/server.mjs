import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { until } from './wait.mjs';

const BIN = resolve(
  process.env.TICKLEGRAM_BIN ?? new URL('../../../target/quick/ticklegram', import.meta.url).pathname,
);

/** A first start makes a database and its users; a restart is much quicker. */
const READY_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 15_000;

/** A port that is free now. */
async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

/** What real mode asks for before it starts. Nothing of it reaches Meta: no account is connected. */
export const REAL = {
  INSTAGRAM_MODE: 'real',
  FACEBOOK_APP_ID: '1',
  FACEBOOK_APP_SECRET: 'an app secret of the tests',
  FACEBOOK_WEBHOOK_VERIFY_TOKEN: 'a verify token of the tests',
};

/** The built server, in mock mode with its simulator unless said otherwise, on its own ports and in its own folder. */
export class Server {
  /** `env` is what an operator would set besides. */
  static async start(env = {}) {
    const server = new Server();
    server.env = env;
    server.port = await freePort();
    server.simPort = await freePort();
    server.data = await mkdtemp(join(tmpdir(), 'ticklegram-e2e-'));
    await server.up();
    return server;
  }

  get origin() {
    return `http://127.0.0.1:${this.port}`;
  }

  get simulator() {
    return `http://127.0.0.1:${this.simPort}`;
  }

  async up() {
    // Nothing of the caller's environment may turn this into another kind of server.
    const env = {
      PATH: process.env.PATH,
      HOME: this.data,
      INSTAGRAM_MODE: 'mock',
      SIM_LISTEN: `127.0.0.1:${this.simPort}`,
      ...this.env,
    };
    const args = ['serve', '--listen', `127.0.0.1:${this.port}`, '--data', this.data];
    const child = spawn(BIN, args, { env, cwd: this.data, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    this.output = '';
    const keep = (chunk) => {
      this.output = (this.output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    this.exited = new Promise((done) => {
      child.once('exit', done);
      child.once('error', (error) => {
        keep(`${error}\n`);
        done(error);
      });
    });
    const ready = until(async () => (await fetch(`${this.origin}/readyz`)).ok, 'the server is ready', READY_WITHIN_MS);
    const died = this.exited.then((code) => {
      throw new Error(`The server ended (${code}) before it was ready:\n${this.output}`);
    });
    await Promise.race([ready, died]);
    // From now on an exit is the test's business.
    died.catch(() => undefined);
  }

  /** Asks it to stop and waits until it has. */
  async down() {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await this.exited;
    clearTimeout(timer);
  }

  async remove() {
    await this.down();
    await rm(this.data, { recursive: true, force: true });
  }

  /** What a customer writes, by the simulator's control API. */
  async customerWrites(customerId, text) {
    const answer = await fetch(`${this.simulator}/_sim/customers/${encodeURIComponent(customerId)}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
    });
    if (!answer.ok) throw new Error(`The simulator refused "${text}": ${answer.status} ${await answer.text()}`);
  }
}

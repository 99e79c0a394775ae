import { connect, createServer } from 'node:net';

/** Stands between browser and server, and can take the line away. */
export class Line {
  static async start(target) {
    const line = new Line();
    line.target = target;
    line.pairs = new Set();
    line.up = true;
    line.server = createServer((client) => line.join(client));
    await new Promise((done) => line.server.listen(0, '127.0.0.1', done));
    return line;
  }

  get origin() {
    return `http://127.0.0.1:${this.server.address().port}`;
  }

  join(client) {
    if (!this.up) {
      client.destroy();
      return;
    }
    const upstream = connect(this.target, '127.0.0.1');
    const pair = [client, upstream];
    this.pairs.add(pair);
    const end = () => {
      client.destroy();
      upstream.destroy();
      this.pairs.delete(pair);
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    client.pipe(upstream).pipe(client);
  }

  /** Drops every connection and lets none through. */
  cut() {
    this.up = false;
    for (const pair of this.pairs) for (const socket of pair) socket.destroy();
  }

  mend() {
    this.up = true;
  }

  async close() {
    this.cut();
    await new Promise((done) => this.server.close(done));
  }
}

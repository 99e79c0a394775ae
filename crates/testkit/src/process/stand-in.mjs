#!/usr/bin/env node
// Stands in for `ticklegram serve --listen ADDRESS --data FOLDER` in the tests of testkit::process.
import { appendFileSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import process, { argv, env, exit } from 'node:process';

const [, , , , listen, , data] = argv;
mkdirSync(data, { recursive: true });
appendFileSync(`${data}/starts`, 'x');
console.log('variables:', Object.keys(env).sort().join(' '));
if (env.REFUSE) {
  console.error('refused:', env.REFUSE);
  exit(3);
}
createServer((_request, response) => response.end('{}')).listen(Number(listen.split(':')[1]), '127.0.0.1');
process.on('SIGTERM', () => {
  console.log('asked to end');
  exit(0);
});

// The runner of scripts/test, with made-up stages: a check of checks must fail when it should.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const STAGES = fileURLToPath(new URL('../stages.sh', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'stages-'));
after(() => rmSync(scratch, { recursive: true }));

/** Runs stages and the summary; gives the exit code, all lines, and the last line. */
function run(script, environment = {}) {
  const program = `set -uo pipefail; . "${STAGES}"; LOGS="${scratch}"; ${script}; sum_up`;
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...environment },
  });
  assert.equal(stderr, '');
  const lines = stdout.trimEnd().split('\n');
  return { status, lines, text: stdout, last: lines.at(-1) };
}

test('stages without tests count as one each', () => {
  const { status, last } = run('stage a - true; stage b a true');
  assert.equal(last, '2 passed, 0 failed, 0 skipped');
  assert.equal(status, 0);
});

test('a failure fails the whole, and only what needs it is left out', () => {
  const { status, last, text } = run('stage a - false; stage b a echo b-ran; stage c - echo c-ran');
  assert.equal(status, 1);
  assert.equal(last, '1 passed, 1 failed, 1 skipped');
  assert.ok(!text.includes('b-ran') && text.includes('c-ran'));
  assert.ok(text.includes('SKIPPED b: needs "a", which did not pass'));
});

test('a skip is said in the last lines, and fails on a build machine', () => {
  const script = "stage a - true; skip_stage b 'missing: a browser'";
  const here = run(script);
  assert.equal(here.status, 0);
  assert.equal(here.last, '1 passed, 0 failed, 1 skipped');
  assert.ok(here.lines.slice(-3).some((line) => line === 'SKIPPED b: missing: a browser'));
  assert.equal(run(script, { CI: 'true' }).status, 1);
});

const RUNNERS = {
  nextest: ['     Summary [   4.191s] 15 tests run: 12 passed (1 slow), 2 failed, 1 timed out, 7 skipped', '12 passed, 3 failed, 0 skipped'],
  'nextest, one test': ['     Summary [   0.1s] 1 test run: 1 passed, 0 skipped', '1 passed, 0 failed, 0 skipped'],
  'cargo test': [
    'test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out\ntest result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out',
    '7 passed, 0 failed, 1 skipped',
  ],
  vitest: [' Test Files  2 passed (2)\n      Tests  1 failed | 12 passed | 2 skipped (15)', '12 passed, 1 failed, 2 skipped'],
  'vitest in colour': ['\u001b[2m      Tests \u001b[22m \u001b[1m\u001b[32m5 passed\u001b[39m\u001b[22m (5)', '5 passed, 0 failed, 0 skipped'],
  'node, tap': ['# tests 5\n# pass 4\n# fail 0\n# cancelled 1\n# skipped 0\n# todo 0', '4 passed, 1 failed, 0 skipped'],
  'node, spec': ['ℹ tests 3\nℹ pass 2\nℹ fail 0\nℹ skipped 1', '2 passed, 0 failed, 1 skipped'],
};

for (const [runner, [output, sum]] of Object.entries(RUNNERS)) {
  test(`counts the tests of ${runner}`, () => {
    const { status, last } = run("stage tests - printf '%s\\n' \"$OUTPUT\"", { OUTPUT: output });
    assert.equal(last, sum);
    assert.equal(status, sum.includes(' 0 failed') ? 0 : 1, 'named failures fail, whatever the exit code says');
  });
}

test('a runner that dies without naming a test is one failure', () => {
  const { status, last } = run("stage tests - bash -c 'echo \"test result: ok. 3 passed; 0 failed; 0 ignored;\"; exit 101'");
  assert.equal(last, '3 passed, 1 failed, 0 skipped');
  assert.equal(status, 1);
});

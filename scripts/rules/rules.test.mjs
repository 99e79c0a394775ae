// Every rule is shown a small bad tree that it must refuse and a good one that it must let through.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { dependencyRules, satisfied } from './dependencies.mjs';
import { textRules } from './text.mjs';

const SCRIPT = fileURLToPath(new URL('../rules.mjs', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'rules-'));
after(() => rmSync(scratch, { recursive: true }));

/** Runs the script with one rule on a tree of the given files. */
function run(rule, files) {
  const root = mkdtempSync(join(scratch, 'tree-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return spawnSync(process.execPath, [SCRIPT, '--root', root, '--rule', rule], { encoding: 'utf8' });
}

/** What cargo would say of a workspace: `edges` are [from, to, kind], crates with a licence come from outside. */
function metadata(edges, licences = {}) {
  const names = [...new Set(edges.flatMap(([from, to]) => [from, to]).concat(Object.keys(licences)))];
  return {
    packages: names.map((name) => ({ id: name, name, version: '1.0.0', license: licences[name] ?? null, source: name in licences ? 'elsewhere' : null })),
    resolve: {
      nodes: names.map((id) => ({
        id,
        deps: edges.filter(([from]) => from === id).map(([, pkg, kind = null]) => ({ pkg, dep_kinds: [{ kind }] })),
      })),
    },
  };
}

const lock = (...crates) => crates.map(([name, version]) => `[[package]]\nname = "${name}"\nversion = "${version}"\n`).join('\n');
const npm = (packages) => ({ lockfileVersion: 3, packages: { '': { name: 'x' }, ...packages } });

// rule: [bad tree, word that the answer must hold][]
const BAD = {
  length: [[{ 'web/src/long.ts': 'x\n'.repeat(601) }, '601 lines']],
  'machine-paths': [
    [{ 'docs/a.md': 'see /work/notes\n' }, 'docs/a.md:1'],
    [{ 'crates/a/src/lib.rs': 'const P: &str = "/root/x";\n' }, 'lib.rs:1'],
    [{ 'scripts/build': 'cd /home/anna/project\n' }, 'scripts/build:1'],
  ],
  'registry-hosts': [[{ 'web/.npmrc': 'registry=https://registry.npmjs.org/\n' }, '.npmrc:1']],
  unfinished: [
    [{ 'crates/a/src/lib.rs': '// TODO later\n' }, 'lib.rs:1'],
    [{ 'crates/a/src/lib.rs': 'fn f() { todo!() }\n' }, 'lib.rs:1'],
    [{ Makefile: 'x: # FIXME\n' }, 'Makefile:1'],
  ],
  'skipped-tests': [
    [{ 'crates/a/src/lib.rs': '#[ignore = "slow"]\n' }, 'lib.rs:1'],
    [{ 'web/src/a.test.ts': "it.only('x', () => {})\n" }, 'a.test.ts:1'],
    [{ 'web/e2e/a.test.mjs': "test('x', { skip: true }, () => {})\n" }, 'a.test.mjs:1'],
  ],
  'bare-allow': [
    [{ 'crates/a/src/lib.rs': '#![allow(dead_code)]\n' }, 'lib.rs:1'],
    [{ 'crates/a/src/lib.rs': '#[cfg_attr(test, allow(unused))]\n' }, 'lib.rs:1'],
  ],
  sql: [
    [{ 'crates/server/src/a.rs': 'let q = "SELECT 1 FROM t";\n' }, 'a.rs:1'],
    [{ 'crates/server/src/a.rs': 'use sqlx::Row;\n' }, 'a.rs:1'],
    [{ 'crates/domain/src/a.rs': 'let q = r#"DELETE FROM t"#;\n' }, 'a.rs:1'],
  ],
  'schema-names': [
    [
      {
        'crates/a/src/a.rs': '#[derive(Serialize, utoipa::ToSchema)]\n#[serde(untagged)]\npub struct Login {}\n',
        'crates/a/src/b.rs': '/// Another.\n#[derive(ToSchema)]\npub enum Login {}\n',
      },
      'b.rs:2: Login stands at crates/a/src/a.rs:1 too',
    ],
  ],
  licences: [
    [{ 'cargo-metadata.json': metadata([], { gnu: 'GPL-3.0' }) }, 'gnu 1.0.0: GPL-3.0'],
    [{ 'cargo-metadata.json': metadata([], { half: 'MIT AND GPL-3.0' }) }, 'half'],
    [{ 'web/package-lock.json': npm({ 'node_modules/a': { license: 'MPL-2.0' } }) }, 'node_modules/a'],
    [{ 'web/package-lock.json': npm({ 'node_modules/a': { dev: true } }) }, 'no licence named'],
  ],
  bans: [
    [{ 'cargo-tree.txt': 'a v0.1.0 (/x/a)\nring v0.17.8\n' }, 'ring 0.17.8 is banned'],
    [{ 'cargo-tree.txt': 'hyper v0.14.1\nhyper v1.0.0\nhyper v1.0.0 (*)\n' }, 'hyper is there more than once: 0.14.1, 1.0.0'],
  ],
  pins: [
    [{ 'Cargo.toml': '[workspace.dependencies]\nserde = "1"\n', 'Cargo.lock': lock(['serde', '1.0.2']) }, 'serde = "1"'],
    [{ 'Cargo.toml': '[workspace.dependencies]\na = { version = "1.0.1" }\n', 'Cargo.lock': lock(['a', '1.0.2']) }, '1.0.2'],
    [{ 'Cargo.toml': '[workspace.dependencies]\na = "1.0.1"\n', 'Cargo.lock': '' }, 'a is used by nobody'],
    [{ 'web/package.json': { dependencies: { react: '^19.0.0' } } }, 'react'],
  ],
  walls: [
    [{ 'cargo-metadata.json': metadata([['domain', 'tokio']]) }, 'domain depends on tokio'],
    [{ 'cargo-metadata.json': metadata([['meta-sim', 'x'], ['x', 'domain']]) }, 'meta-sim depends on domain'],
    [{ 'cargo-metadata.json': metadata([['store', 'meta-sim']]) }, 'store depends on meta-sim'],
  ],
};

const GOOD = {
  length: { 'web/src/ok.ts': 'x\n'.repeat(600), 'web/src/api/schema.d.ts': 'x\n'.repeat(900) },
  'machine-paths': { 'docs/a.md': 'a /workshop, GET /api/root/x, ~/work/x, and https://example.org/work/\n' },
  'registry-hosts': { 'web/package-lock.json': '{"resolved":"https://registry.npmjs.org/x"}', 'docs/a.md': 'an npm registry\n' },
  unfinished: { 'crates/a/src/lib.rs': '// nothing left to do, TODOS is a word\n' },
  'skipped-tests': { 'crates/a/src/lib.rs': 'let x = items.iter().skip(1);\n', 'web/src/a.test.ts': "it('x', () => list.skip(1))\n" },
  'bare-allow': { 'crates/a/src/lib.rs': '#[expect(dead_code, reason = "x")]\n' },
  sql: {
    'crates/store/src/a.rs': 'let q = "SELECT 1 FROM t";\n',
    'crates/cli/tests/crash.rs': 'let q = "SELECT 1 FROM t";\n',
    'crates/server/src/a.rs': '// "SELECT " is not for us\nlet select = "Select a chat";\n',
  },
  'schema-names': {
    'crates/a/src/a.rs': '#[derive(ToSchema)]\npub struct Login {}\n#[derive(Serialize)]\npub struct Other {}\n',
    'crates/a/src/b.rs': '#[derive(ToSchema)]\n#[schema(as = OpenLogin)]\npub struct Login {}\n#[derive(ToSchema)]\npub struct Other {}\n',
  },
  licences: {
    'cargo-metadata.json': metadata([], { a: 'MIT/Apache-2.0', b: '(MIT OR GPL-2.0) AND Unicode-3.0', c: 'Apache-2.0 WITH LLVM-exception' }),
    'web/package-lock.json': npm({ 'node_modules/a': { license: 'MPL-2.0', dev: true }, 'node_modules/b': { license: '(MIT OR X)' } }),
  },
  bans: { 'cargo-tree.txt': 'rustls v0.23.1\nrustls v0.23.1 (*)\nbase64 v0.21.0\nbase64 v0.22.0\nspring v1.0.0\n' },
  pins: {
    'Cargo.toml': '[workspace.dependencies]\nown = { path = "x" }\na = "1.0.2"\nb = { version = "=2.0.0" }\n\n[profile.dev]\nopt-level = 0\n',
    'Cargo.lock': lock(['a', '1.0.2'], ['b', '2.0.0+build']),
    'web/package.json': { devDependencies: { vite: '8.3.8' } },
  },
  walls: { 'cargo-metadata.json': metadata([['meta-sim', 'testkit', 'dev'], ['domain', 'serde'], ['server', 'meta-sim'], ['domain', 'tokio', 'dev']]) },
};

for (const { name } of [...textRules, ...dependencyRules]) {
  test(`${name} refuses what is bad`, () => {
    assert.ok(BAD[name]?.length > 0, 'every rule has a bad example');
    for (const [files, word] of BAD[name]) {
      const { status, stdout, stderr } = run(name, files);
      assert.equal(status, 1, `${JSON.stringify(files)}\n${stdout}${stderr}`);
      assert.ok(stdout.includes(word), `${word} in:\n${stdout}`);
    }
  });
  test(`${name} lets good pass`, () => {
    const { status, stdout, stderr } = run(name, GOOD[name]);
    assert.equal(status, 0, stdout + stderr);
  });
}

test('licence expressions', () => {
  const allowed = new Set(['A', 'B', 'A WITH E']);
  for (const good of ['A', 'A OR X', 'X OR A', 'A AND B', '(X OR A) AND B', 'A/X', 'A WITH E', 'X OR A AND B']) {
    assert.ok(satisfied(good, allowed), good);
  }
  for (const bad of ['X', 'A AND X', '(X OR Y) AND A', 'A WITH F', 'X WITH E', '', 'A B']) {
    assert.ok(!satisfied(bad, allowed), bad);
  }
});

// What a browser must load before anything shows, gzipped, against the budget; and every other piece for comparison.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** 130 kB: about a second on a slow mobile line, which is what a person will wait for a page. */
const ENTRY_BUDGET_KB = 130;

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

const sizes = (file) => {
  const body = readFileSync(new URL(file, dist));
  return { gz: gzipSync(body, { level: 9 }).length / 1000, br: brotliCompressSync(body).length / 1000 };
};
const withImports = (key, seen = new Set()) => {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) withImports(next, seen);
  return seen;
};
const kb = (size) => `${size.toFixed(1).padStart(7)} kB`;
const line = (name, { gz, br }) => process.stdout.write(`${name.padEnd(44)} ${kb(gz)} gz ${kb(br)} br\n`);

const entryKey = Object.keys(manifest).find((key) => manifest[key].isEntry);
const entry = withImports(entryKey);
let total = { gz: 0, br: 0 };
for (const key of Object.keys(manifest)) {
  const { file } = manifest[key];
  if (!file.endsWith('.js')) continue;
  const size = sizes(file);
  if (entry.has(key)) total = { gz: total.gz + size.gz, br: total.br + size.br };
  line(`${entry.has(key) ? '* ' : '  '}${file}`, size);
}
for (const css of manifest[entryKey].css ?? []) line(`  ${css}`, sizes(css));
line(`* entry, budget ${ENTRY_BUDGET_KB} kB gz`, total);
if (total.gz > ENTRY_BUDGET_KB) {
  process.stderr.write(`The entry bundle is ${(total.gz - ENTRY_BUDGET_KB).toFixed(1)} kB over its budget.\n`);
  process.exit(1);
}

#!/usr/bin/env node
// Rules of the repository that no compiler or linter knows, checked offline with nothing but Node.
//
//     node scripts/rules.mjs [--root FOLDER] [--rule NAME]
//
// Every rule is an object { name, why, check(tree) } in scripts/rules/; `check` gives one line per fault. A self test
// shows each of them a small bad tree that it must refuse (scripts/rules/rules.test.mjs). Cargo answers from what
// `make deps` has fetched.
import { exit } from 'node:process';
import { parseArgs } from 'node:util';
import { dependencyRules } from './rules/dependencies.mjs';
import { textRules } from './rules/text.mjs';
import { openTree } from './rules/tree.mjs';

const { values } = parseArgs({
  options: { root: { type: 'string', default: '.' }, rule: { type: 'string' } },
});

const rules = [...textRules, ...dependencyRules];
const chosen = values.rule === undefined ? rules : rules.filter((rule) => rule.name === values.rule);
if (chosen.length === 0) {
  console.error(`no rule is called ${values.rule}; there are: ${rules.map((rule) => rule.name).join(', ')}`);
  exit(2);
}

const tree = openTree(values.root);
let faults = 0;
for (const rule of chosen) {
  const found = rule.check(tree);
  faults += found.length;
  if (found.length > 0) {
    console.log(`${rule.name}: ${rule.why}`);
    for (const line of found) console.log(`  ${line}`);
  }
}
console.log(faults === 0 ? `rules: ${chosen.length} kept, ${tree.files.length} files` : `rules: ${faults} faults`);
exit(faults === 0 ? 0 : 1);

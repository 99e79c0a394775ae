import { expect, it } from 'vitest';
import { accounts } from './accounts';
import { en } from './en';

const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!./**'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

function keysOf(part: object, prefix = ''): string[] {
  return Object.entries(part).flatMap(([name, value]) =>
    typeof value === 'object' ? keysOf(value, `${prefix}${name}.`) : [`${prefix}${name}`],
  );
}

/** Keys that the code puts together from a value of the API or a list of its own. */
const COMPUTED = [
  /^delivery\.(received|queued|sending|sent|delivered|read|failed|unknown)$/,
  /^nav\.(inbox|mine|soon|accounts)$/,
  /^inbox\.(mine|unassigned|all)$/,
  /^person\.(open|snoozed|resolved)$/,
  /^accounts\.(active|expiring|reconnect|paused|step[1-5]|pageStep[1-4]|copy|copied|copyFailed)$/,
  /^composer\.(image|video|audio|file|bytes|characters)(Label)?$/,
];

it('holds no text that nothing shows', () => {
  const code = Object.values(sources).join('\n');
  const unused = keysOf({ ...en, accounts })
    .map((key) => key.replace(/_(one|other)$/, ''))
    .filter((key) => !COMPUTED.some((pattern) => pattern.test(key)) && !code.includes(`'${key}'`));
  expect(unused).toEqual([]);
});

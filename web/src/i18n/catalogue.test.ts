import { expect, it } from 'vitest';
import { LANGUAGES } from './languages';

const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!./**', '!../**/*.test.*', '!../api/schema.d.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

const catalogues = import.meta.glob<{ words: object }>(['./{en,ar,hi}/*.ts', '!./*/all.ts'], { eager: true });

function textsOf(part: object, prefix = ''): [string, string][] {
  return Object.entries(part).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${prefix}${name}`, value]] : textsOf(value, `${prefix}${name}.`),
  );
}

function catalogue(language: string): Map<string, string> {
  const files = Object.entries(catalogues).filter(([file]) => file.startsWith(`./${language}/`));
  return new Map(files.flatMap(([, { words }]) => textsOf(words)));
}

const PLURAL = /_(zero|one|two|few|many|other)$/;
const english = catalogue('en');

/** Keys that the code puts together: every key under a prefix that stands in a template literal. */
const computed = [
  ...Object.values(sources)
    .join('\n')
    .matchAll(/`([a-z]\w*(?:\.\w+)*\.?\w*)\$\{/g),
]
  .map((match) => match[1] ?? '')
  .filter((prefix) => prefix.includes('.'));

it('holds no text that nothing shows', () => {
  const code = Object.values(sources).join('\n');
  const unused = [...english.keys()]
    .map((key) => key.replace(PLURAL, ''))
    .filter((key) => !code.includes(`'${key}'`) && !computed.some((prefix) => key.startsWith(prefix)));
  expect(unused).toEqual([]);
});

const others = LANGUAGES.map(({ code }) => code);

it.each(others)('has every text in %s, in each of its plural forms', (language) => {
  const words = catalogue(language);
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const wanted = [...english.keys()].flatMap((key) => {
    if (!PLURAL.test(key)) return [key];
    return forms.map((form) => key.replace(PLURAL, `_${form}`));
  });
  expect([...words.keys()].sort()).toEqual([...new Set(wanted)].sort());
});

it.each(others)('fills the same blanks in %s as in English', (language) => {
  const blanks = (text: string) => [...new Set(text.match(/\{\{\w+\}\}|<\/?b>/g) ?? [])].sort();
  const words = catalogue(language);
  for (const [key, text] of words) {
    const original = english.get(key) ?? english.get(key.replace(PLURAL, '_other')) ?? '';
    // A form for one or two may leave the number out.
    const wanted = blanks(original).filter((blank) => !PLURAL.test(key) || blank !== '{{count}}');
    const found = blanks(text).filter((blank) => !PLURAL.test(key) || blank !== '{{count}}');
    expect(found, `${language} ${key}`).toEqual(wanted);
  }
});

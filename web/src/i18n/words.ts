import i18next from 'i18next';
import { LANGUAGES, type Language, type Part } from './languages';

/** Read as text in tests, so only the parts themselves are listed here. */
const files = import.meta.glob<{ words: object }>('./{en,ar,hi}/*.ts');

/** Parts that screens have asked for: a change of language fetches each of them. */
const asked = new Set<Part>(['core']);

async function load(language: string, part: Part): Promise<void> {
  const file = files[`./${language}/${part}.ts`];
  if (file === undefined) return;
  const { words } = await file();
  i18next.addResourceBundle(language, 'translation', words, true, true);
}

/** The words of one part, in the language shown now. */
export async function words(part: Part): Promise<void> {
  if (asked.has(part)) return;
  await load(i18next.language, part);
  asked.add(part);
}

function dirOf(language: string): 'ltr' | 'rtl' {
  return LANGUAGES.find((one) => one.code === language)?.dir ?? 'ltr';
}

/** Shows everything in another language, once its words are there. */
export async function setLanguage(language: Language): Promise<void> {
  await Promise.all([...asked].map((part) => load(language, part)));
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = dirOf(language);
}

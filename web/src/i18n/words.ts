import i18next from 'i18next';
import { LANGUAGES, type Language } from './languages';

/** Each other language comes whole, when it is chosen. */
const others: Record<Exclude<Language, 'en'>, () => Promise<{ words: object }>> = {
  ar: () => import('./ar/all'),
  hi: () => import('./hi/all'),
};

/** Adds the English words of a screen; they come with the screen itself. */
export function addWords(words: object): void {
  i18next.addResourceBundle('en', 'translation', words, true, true);
}

/** Shows everything in another language, once its words are there. */
export async function setLanguage(language: Language): Promise<void> {
  if (language !== 'en') {
    const { words } = await others[language]();
    i18next.addResourceBundle(language, 'translation', words, true, true);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = LANGUAGES.find((one) => one.code === language)?.dir ?? 'ltr';
}

import { keep, local, readKept } from '@/lib/storage';
import { LANGUAGES, type Language } from './languages';

const KEY = 'tg.language';

const known = (code: string | null): Language | null => LANGUAGES.find((one) => one.code === code)?.code ?? null;

/** What was chosen here, else the first of the browser's languages that there is a catalogue for. */
export function preferredLanguage(): Language {
  const chosen = known(readKept(local, KEY));
  if (chosen !== null) return chosen;
  for (const one of navigator.languages) {
    const found = known(one.split('-')[0] ?? null);
    if (found !== null) return found;
  }
  return 'en';
}

export function rememberLanguage(language: Language): void {
  keep(local, KEY, language);
}

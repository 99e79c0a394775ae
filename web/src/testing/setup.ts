import '@/i18n/setup';
import { cleanup } from '@testing-library/react';
import i18next from 'i18next';
import { afterEach } from 'vitest';

const parts = import.meta.glob<{ words: object }>('../i18n/en/*.ts', { eager: true });
for (const { words } of Object.values(parts)) i18next.addResourceBundle('en', 'translation', words, true, true);

afterEach(() => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
});

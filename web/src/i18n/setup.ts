import i18next from 'i18next';
import { words } from './en/core';

void i18next.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: words } },
  // React escapes what it renders.
  interpolation: { escapeValue: false },
  initAsync: false,
});

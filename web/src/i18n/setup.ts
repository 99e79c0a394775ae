import i18next from 'i18next';
import { words } from './en/core';
import { isolate } from './isolate';

void i18next.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: words } },
  // React escapes what it renders; a value only has to keep to its own direction.
  interpolation: { escape: (value) => (i18next.dir() === 'rtl' ? isolate(value) : value) },
  initAsync: false,
});

/** The languages there are catalogues for, each by its own name. English is complete; the others must have its keys. */
export const LANGUAGES = [
  { code: 'en', name: 'English', dir: 'ltr' },
  { code: 'ar', name: 'العربية', dir: 'rtl' },
  { code: 'hi', name: 'हिन्दी', dir: 'ltr' },
] as const;

export type Language = (typeof LANGUAGES)[number]['code'];

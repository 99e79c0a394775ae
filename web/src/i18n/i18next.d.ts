import type { accounts } from './accounts';
import type { en } from './en';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en & { accounts: typeof accounts } };
  }
}

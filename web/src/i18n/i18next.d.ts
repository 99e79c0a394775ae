import type { words as accounts } from './en/accounts';
import type { words as comments } from './en/comments';
import type { words as conversions } from './en/conversions';
import type { words as core } from './en/core';
import type { words as deliveries } from './en/deliveries';
import type { words as frame } from './en/frame';
import type { words as inbox } from './en/inbox';
import type { words as insights } from './en/insights';
import type { words as login } from './en/login';
import type { words as palette } from './en/palette';
import type { words as people } from './en/people';
import type { words as reports } from './en/reports';
import type { words as settings } from './en/settings';
import type { words as templates } from './en/templates';

type Words = typeof core &
  typeof accounts &
  typeof comments &
  typeof conversions &
  typeof deliveries &
  typeof frame &
  typeof inbox &
  typeof insights &
  typeof login &
  typeof palette &
  typeof people &
  typeof reports &
  typeof settings &
  typeof templates;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Words };
  }
}

import { words as accounts } from './accounts';
import { words as comments } from './comments';
import { words as conversions } from './conversions';
import { words as core } from './core';
import { words as deliveries } from './deliveries';
import { words as frame } from './frame';
import { words as inbox } from './inbox';
import { words as insights } from './insights';
import { words as login } from './login';
import { words as palette } from './palette';
import { words as people } from './people';
import { words as reports } from './reports';
import { words as settings } from './settings';
import { words as templates } from './templates';

/** Every screen's words. */
export const words = {
  ...core,
  ...frame,
  ...login,
  ...palette,
  ...inbox,
  ...comments,
  ...insights,
  ...conversions,
  ...reports,
  ...deliveries,
  ...templates,
  ...people,
  ...settings,
  ...accounts,
};

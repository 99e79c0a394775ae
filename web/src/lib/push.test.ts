import { expect, it } from 'vitest';
import { DEFAULT_PREFS } from './notify';
import { serverPrefs } from './push';

it('tells the server the same wishes that hold on this page', () => {
  const prefs = { ...DEFAULT_PREFS, onlyMine: true, quiet: { from: 1320, to: 420 } };
  expect(serverPrefs(prefs, 'Europe/Berlin')).toEqual({
    only_mine: true,
    show_text: true,
    quiet_from: 1320,
    quiet_to: 420,
    tz: 'Europe/Berlin',
  });
  expect(serverPrefs(DEFAULT_PREFS, 'UTC')).toMatchObject({ quiet_from: null, quiet_to: null });
});

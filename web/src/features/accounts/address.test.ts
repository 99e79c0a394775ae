import { describe, expect, it } from 'vitest';
import { keepLogin, keptLogin, toConnect, toStep, wizardOf } from './address';

describe('wizardOf', () => {
  it('is closed while the address says nothing', () => {
    expect(wizardOf({}, { platform: 'FACEBOOK', reconnect: null })).toBeNull();
    expect(wizardOf({ connect: 'myspace', step: 'test' }, null)).toBeNull();
  });

  it('opens for what the dashboard itself writes', () => {
    expect(wizardOf(toConnect('FACEBOOK'), null)).toEqual({ kind: 'new', platform: 'FACEBOOK', error: null });
    expect(wizardOf(toStep('a1', 'test'), null)).toEqual({ kind: 'after', id: 'a1', step: 'test' });
    expect(wizardOf({ reconnect: 'a1' }, null)).toEqual({ kind: 'reconnect', id: 'a1', error: null });
  });

  it('reads what the server writes after a login', () => {
    expect(wizardOf({ connected: 'a1' }, null)).toEqual({ kind: 'after', id: 'a1', step: 'checks' });
    expect(wizardOf({ choose: 123 }, null)).toEqual({ kind: 'choose', choice: '123' });
  });

  it('shows a refused login where it was begun', () => {
    const refused = { login_error: 'Nothing was connected.' };
    const error = 'Nothing was connected.';
    expect(wizardOf(refused, null)).toEqual({ kind: 'new', platform: 'INSTAGRAM', error });
    expect(wizardOf(refused, { platform: 'FACEBOOK', reconnect: null })).toMatchObject({ platform: 'FACEBOOK', error });
    expect(wizardOf(refused, { platform: 'FACEBOOK', reconnect: 'a1' })).toEqual({
      kind: 'reconnect',
      id: 'a1',
      error,
    });
  });

  it('takes an unknown step for the first one after connecting', () => {
    expect(wizardOf({ connected: 'a1', step: 'connect' }, null)).toMatchObject({ step: 'checks' });
  });
});

describe('the kept login', () => {
  it('comes back as it was, or not at all', () => {
    expect(keptLogin()).toBeNull();
    keepLogin({ platform: 'FACEBOOK', reconnect: 'a1' });
    expect(keptLogin()).toEqual({ platform: 'FACEBOOK', reconnect: 'a1' });
    sessionStorage.setItem('tg.login', '{"platform":"MYSPACE"}');
    expect(keptLogin()).toBeNull();
    sessionStorage.setItem('tg.login', 'not json');
    expect(keptLogin()).toBeNull();
  });
});

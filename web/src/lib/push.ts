import { api, read } from '@/api/client';
import { type NotifyPrefs, notifyPrefs } from './notify';
import { Store } from './store';

/** `missing`: this browser, or a page without HTTPS, has none. */
export type PushState = 'missing' | 'off' | 'on' | 'unknown';

export const pushState = new Store<PushState>('unknown');

export function pushPossible(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && typeof Notification !== 'undefined';
}

/** What the server is to know of the person's wishes. */
export function serverPrefs(prefs: NotifyPrefs, tz: string) {
  return {
    only_mine: prefs.onlyMine,
    show_text: prefs.showText,
    quiet_from: prefs.quiet?.from ?? null,
    quiet_to: prefs.quiet?.to ?? null,
    tz,
  };
}

async function tellServer(subscription: PushSubscription): Promise<void> {
  const { endpoint, keys } = subscription.toJSON();
  const { p256dh, auth } = keys ?? {};
  if (endpoint === undefined || p256dh === undefined || auth === undefined) throw new Error('no keys');
  const tz = Intl.DateTimeFormat().resolvedOptions().timeZone;
  await read(
    api.POST('/api/push/subscriptions', {
      body: { endpoint, keys: { p256dh, auth }, prefs: serverPrefs(notifyPrefs.get(), tz) },
    }),
  );
}

async function current(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration('/');
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Looks how it stands, and tells the server again: the login may be another one, the wishes may have changed. */
export async function refreshPush(): Promise<void> {
  if (!pushPossible()) return pushState.set('missing');
  const subscription = await current();
  if (subscription === null) return pushState.set('off');
  await tellServer(subscription);
  pushState.set('on');
}

/** Subscribes this browser. The permission has been given already. */
export async function enablePush(): Promise<void> {
  const { public_key } = await read(api.GET('/api/push/key'));
  await navigator.serviceWorker.register('/sw.js', { scope: '/' });
  const registration = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: public_key };
  await tellServer(await registration.pushManager.subscribe(options));
  pushState.set('on');
}

export async function disablePush(): Promise<void> {
  const subscription = await current();
  if (subscription !== null) {
    await read(api.DELETE('/api/push/subscriptions', { body: { endpoint: subscription.endpoint } }));
    await subscription.unsubscribe();
  }
  pushState.set('off');
}

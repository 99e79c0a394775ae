export type Notice = { readonly chat: string; readonly title: string; readonly body: string };

/** Whether notices of the system can be shown now, as far as the browser and its owner are concerned. */
export function noticesAllowed(): boolean {
  return typeof Notification !== 'undefined' && Notification.permission === 'granted';
}

/** Shows a notice of the system; the next one of the same chat takes its place. */
export async function showNotice({ chat, title, body }: Notice, onClick: () => void): Promise<void> {
  const options = { body, tag: chat, renotify: true, icon: '/icons/192.png' };
  try {
    const shown = new Notification(title, options);
    shown.onclick = () => {
      window.focus();
      onClick();
      shown.close();
    };
  } catch {
    // Phones show only what a service worker shows; a click on it opens the chat there.
    await navigator.serviceWorker.register('/sw.js', { scope: '/' });
    const registration = await navigator.serviceWorker.ready;
    await registration.showNotification(title, { ...options, data: { chat } });
  }
}

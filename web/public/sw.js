// Shows notices while no page of ours is open, and opens the chat when one is clicked. It keeps nothing and serves
// nothing: pages always come from the server, so that none is ever old.

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

const windows = () => self.clients.matchAll({ type: 'window', includeUncontrolled: true });

self.addEventListener('push', (event) => {
  const notice = read(event.data);
  if (notice === null) return;
  event.waitUntil(
    windows().then((open) => {
      // Somebody who looks at the inbox sees the message there.
      if (open.some((client) => client.focused && client.visibilityState === 'visible')) return;
      return self.registration.showNotification(notice.title || 'TickleGram', {
        body: notice.body,
        tag: notice.chat_id,
        renotify: true,
        icon: '/icons/192.png',
        badge: '/icons/192.png',
        data: { chat: notice.chat_id },
      });
    }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const path = `/inbox/${encodeURIComponent(event.notification.data.chat)}`;
  event.waitUntil(
    windows().then(async (open) => {
      const here = open[0];
      if (here === undefined) return self.clients.openWindow(path);
      await here.focus();
      here.postMessage({ type: 'open', path });
    }),
  );
});

/** What the server sent, or null for anything else. */
function read(data) {
  try {
    const { title, body, chat_id } = data.json();
    if (typeof chat_id !== 'string') return null;
    return { title: String(title ?? ''), body: String(body ?? ''), chat_id };
  } catch {
    return null;
  }
}

import { getRouteApi } from '@tanstack/react-router';
import { SessionShell } from '@/app/SessionShell';
import { words } from '@/i18n/en/frame';
import { addWords } from '@/i18n/words';

addWords(words);

const route = getRouteApi('/session');

export function SessionRoute() {
  const { session } = route.useRouteContext();
  return <SessionShell session={session} />;
}

import { getRouteApi } from '@tanstack/react-router';
import { SessionShell } from '@/app/SessionShell';

const route = getRouteApi('/session');

export function SessionRoute() {
  const { session } = route.useRouteContext();
  return <SessionShell session={session} />;
}

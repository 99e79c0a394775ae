import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo } from 'react';
import { agentsQuery } from '@/api/people';
import type { Chat } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { filterOf, type InboxSearch, parseInboxSearch } from '@/lib/inbox-search';
import { customerName, shortId } from '@/lib/names';
import { useSession } from '@/lib/session';
import { adopt, changeChat, postMessage } from './api';
import { Outbox } from './outbox';

/** The inbox's place in the address: which list, which chat, which pane. */
export function useInboxPlace() {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const { chatId = null } = useParams({ strict: false });
  const navigate = useNavigate();
  const address = JSON.stringify(parseInboxSearch(raw));
  const search = useMemo(() => JSON.parse(address) as InboxSearch, [address]);
  const filter = useMemo(() => filterOf(search), [search]);
  const open = useCallback(
    (id: string | null) => {
      const { person: _, ...rest } = search;
      if (id === null) void navigate({ to: '/inbox', search: rest });
      else void navigate({ to: '/inbox/$chatId', params: { chatId: id }, search: rest });
    },
    [navigate, search],
  );
  const change = useCallback(
    (next: InboxSearch, replace = false) => void navigate({ to: '.', search: next, replace }),
    [navigate],
  );
  return { chatId, search, filter, open, change };
}

/** One per session, kept while the page is open: leaving the inbox must not stop what is being sent. */
const outboxes = new WeakMap<QueryClient, { userId: string; outbox: Outbox }>();

export function useSessionOutbox(): Outbox {
  const queryClient = useQueryClient();
  const { me } = useSession();
  const outbox = useMemo(() => {
    const known = outboxes.get(queryClient);
    if (known?.userId === me.id) return known.outbox;
    const made = new Outbox({
      userId: me.id,
      post: postMessage,
      // What could not be closed stays open, where it is seen.
      resolve: (chatId) => void changeChat(chatId, { state: 'resolved' }).catch(() => undefined),
      adopt: (chatId, messages) => adopt(queryClient, chatId, messages),
    });
    outboxes.set(queryClient, { userId: me.id, outbox: made });
    return made;
  }, [queryClient, me.id]);
  useEffect(() => {
    const wake = () => outbox.wake();
    wake();
    window.addEventListener('online', wake);
    return () => window.removeEventListener('online', wake);
  }, [outbox]);
  return outbox;
}

/** The customer's name in words, also while it is not known. */
export function useCustomerName(): (chat: Pick<Chat, 'username' | 'instagram_user_id'>) => string {
  const { t } = useTranslation();
  return useCallback((chat) => customerName(chat) ?? t('inbox.noName', { id: shortId(chat.instagram_user_id) }), [t]);
}

/** Names of colleagues by id; those who are not known (any more) are colleagues all the same. */
export function usePeople(): (id: string) => string {
  const { t } = useTranslation();
  const { me } = useSession();
  const { data } = useQuery(agentsQuery);
  return useCallback(
    (id) => (id === me.id ? me : data?.find((user) => user.id === id))?.name ?? t('thread.colleague'),
    [data, me, t],
  );
}

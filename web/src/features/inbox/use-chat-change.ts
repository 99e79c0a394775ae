import { useMutation, useQueryClient } from '@tanstack/react-query';
import { threadKey } from '@/lib/live/live';
import type { Thread } from '@/lib/live/model';
import { type ChatChange, changeChat } from './api';

/** Changes a chat's state or labels. The thread shows it at once and goes back when the server refuses. */
export function useChatChange(chatId: string) {
  const queryClient = useQueryClient();
  const key = threadKey(chatId);
  return useMutation({
    mutationFn: (change: ChatChange) => changeChat(chatId, change),
    onMutate: (change) => {
      const before = queryClient.getQueryData<Thread>(key)?.chat;
      queryClient.setQueryData<Thread>(
        key,
        (thread) => thread && { ...thread, chat: { ...thread.chat, value: { ...thread.chat.value, ...change } } },
      );
      return before;
    },
    onError: (_, __, before) => {
      if (before === undefined) return;
      // An event that came meanwhile knows better than what was remembered.
      queryClient.setQueryData<Thread>(key, (thread) =>
        thread !== undefined && thread.chat.seq === before.seq ? { ...thread, chat: before } : thread,
      );
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['labels'] }),
  });
}

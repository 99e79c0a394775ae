import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import type { Platform } from '@/api/types';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { randomId } from '@/lib/id';
import { appName } from '@/lib/names';
import { writeComment } from './api';

/** A comment of one's own under the post. */
export function WriteBox({ media, account, platform }: { media: string; account: string; platform: Platform }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const [key, setKey] = useState(randomId);
  const write = useMutation({
    mutationFn: () => writeComment(media, account, key, text.trim()),
    onSuccess: async (sent) => {
      setKey(randomId());
      if (sent.kind === 'sent') setText('');
      await queryClient.invalidateQueries({ queryKey: ['comments'] });
    },
  });
  const submit = () => {
    if (text.trim() !== '' && !write.isPending) write.mutate();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };
  return (
    <form
      className="flex-none border-t border-line px-3 py-2.5 pane:px-5"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="mx-auto grid grid-cols-[minmax(0,1fr)] max-w-[760px] gap-2">
        {write.isError && (
          <Say tone="bad" alert>
            {write.error.message}
          </Say>
        )}
        {write.data?.kind === 'unknown' && (
          <Say tone="warn" alert>
            {t('comments.unknown', { app: appName(platform) })}
          </Say>
        )}
        <div className="flex gap-2">
          <div className="field flex-1">
            <input
              value={text}
              dir="auto"
              aria-label={t('comments.write')}
              placeholder={t('comments.write')}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={onKeyDown}
            />
          </div>
          <button type="submit" className="btn" aria-disabled={text.trim() === '' || write.isPending}>
            {t('comments.post')}
          </button>
        </div>
      </div>
    </form>
  );
}

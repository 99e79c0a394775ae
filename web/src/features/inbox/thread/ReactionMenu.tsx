import { useMutation } from '@tanstack/react-query';
import { SmilePlus } from 'lucide-react';
import type { Message } from '@/api/types';
import { Menu, MenuItem } from '@/components/ui/Menu';
import { useTranslation } from '@/i18n/use-translation';
import { tell } from '@/lib/toast';
import { react } from '../api';
import { REACTIONS } from '../composer/emoji';

const HEART = '❤️';

/** Reacts to what the customer wrote. Instagram takes the heart alone, under Meta's name for it. */
export function ReactionMenu({ message, className }: { message: Message; className: string }) {
  const { t } = useTranslation();
  const ours = message.reactions.some((reaction) => reaction.from === 'business');
  const choices = message.platform === 'INSTAGRAM' ? [HEART] : REACTIONS;
  const mutation = useMutation({
    mutationFn: (reaction: string | null) => react(message, reaction),
    onError: (error) => tell(t('thread.reactFailed', { reason: error.message })),
  });
  return (
    <Menu
      side="top"
      trigger={
        <button type="button" className={className} aria-label={t('thread.react')} title={t('thread.react')}>
          <SmilePlus size={14} aria-hidden />
        </button>
      }
    >
      {choices.map((emoji) => (
        <MenuItem key={emoji} onSelect={() => mutation.mutate(emoji === HEART ? 'love' : emoji)}>
          <span role="img" aria-label={t('thread.reactWith', { emoji })} className="text-[18px]">
            {emoji}
          </span>
        </MenuItem>
      ))}
      {ours && <MenuItem onSelect={() => mutation.mutate(null)}>{t('thread.unreact')}</MenuItem>}
    </Menu>
  );
}

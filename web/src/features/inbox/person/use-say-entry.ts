import type { Entry } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { money } from '@/lib/numbers';

type Said = { readonly text: string; readonly under: string | null };

/** One entry of the timeline in words. */
export function useSayEntry(): (entry: Entry) => Said {
  const { t, language } = useTranslation();
  const plain = (text: string): Said => ({ text, under: null });
  return (entry) => {
    switch (entry.kind) {
      case 'message': {
        const content = entry.message.content === '' ? t('timeline.file') : entry.message.content;
        return plain(entry.message.direction === 'inbound' ? content : t('timeline.youWrote', { text: content }));
      }
      case 'comment':
        return plain(t('timeline.comment', { text: entry.comment.text }));
      case 'mention': {
        const words = entry.mention.text ?? entry.mention.caption;
        return plain(words === null ? t('timeline.mention') : t('timeline.mentionText', { text: words }));
      }
      case 'referral': {
        const { ad_title, ad_id, ref } = entry.referral;
        return ad_id == null
          ? { text: t('timeline.link'), under: ref ?? null }
          : { text: t('timeline.ad', { name: ad_title ?? ad_id }), under: ref ?? null };
      }
      case 'conversion': {
        const { event_name: name, value, currency, status } = entry.conversion;
        const under = t(`timeline.conversionState.${status}`);
        if (value == null || currency == null) return { text: t('timeline.conversion', { name }), under };
        return { text: t('timeline.conversionValue', { name, value: money(value, currency, language) }), under };
      }
      case 'note':
        return plain(t('timeline.note', { name: entry.note.author.name, text: entry.note.text }));
    }
  };
}

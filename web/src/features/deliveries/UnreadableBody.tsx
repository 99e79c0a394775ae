import { useTranslation } from '@/i18n/use-translation';
import { cutAt, placeIn } from './elements';

/** A body that is no JSON, as it came; where the reason names a place, that is marked. */
export function UnreadableBody({ text, reason }: { text: string; reason: string | null }) {
  const { t } = useTranslation();
  const place = placeIn(reason);
  const [before, after] = place === null ? [text, null] : cutAt(text, place);
  return (
    <pre className="px-3 whitespace-pre-wrap [overflow-wrap:anywhere]">
      {before === '' && after === null ? <span className="text-3">{t('deliveries.noBody')}</span> : before}
      {after !== null && (
        <>
          <span className="chip chip-bad mx-1 font-sans select-none" data-mark>
            {t('deliveries.upToHere')}
          </span>
          <span className="bg-bad-soft text-bad-text">{after}</span>
        </>
      )}
    </pre>
  );
}

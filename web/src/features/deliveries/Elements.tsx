import { Link } from '@tanstack/react-router';
import type { Delivery } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { OUTCOMES } from './api';
import { OutcomeChip } from './OutcomeChip';
import { useWhat } from './use-what';

type Props = { items: Delivery['items']; onShow: (index: number) => void };

/** What became of each element, with the ways to where it stands now. */
export function Elements({ items, onShow }: Props) {
  const { t } = useTranslation();
  const what = useWhat();
  return (
    <section>
      <h3 className="mb-1.5 text-fs2 font-medium text-3">{t('deliveries.became')}</h3>
      <ol className="grid grid-cols-[minmax(0,1fr)] rounded-control border border-line">
        {items.map((item) => (
          <li key={item.index} className="border-b border-line px-3 py-2 last:border-b-0">
            <p className="flex items-center gap-2">
              <span className="num text-3">{item.index + 1}</span>
              <span className="cut flex-1 font-medium" title={item.kind}>
                {what(item.kind)}
              </span>
              <OutcomeChip outcome={OUTCOMES.find((one) => one === item.outcome) ?? 'new'} />
            </p>
            {item.reason !== null && (
              <p className="mt-1 text-fs2 text-2 [overflow-wrap:anywhere] first-letter:uppercase">
                <bdi>{item.reason}</bdi>
              </p>
            )}
            <p className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-fs2">
              <button type="button" className="text-accent-text underline" onClick={() => onShow(item.index)}>
                {t('deliveries.show')}
              </button>
              {item.chat_id !== null && (
                <Link to="/inbox/$chatId" params={{ chatId: item.chat_id }} className="text-accent-text underline">
                  {t('deliveries.openChat')}
                </Link>
              )}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

import { ExternalLink } from 'lucide-react';
import type { Rich } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';

const PILL = 'rounded-full border border-line-strong px-2.5 py-0.5 text-fs2 text-2';

/** What went with a text: answers to choose from, buttons, or cards side by side, as the customer sees them. */
export function RichView({ rich }: { rich: Rich }) {
  const { t } = useTranslation();
  switch (rich.kind) {
    case 'quick_replies':
      return (
        <ul aria-label={t('message.choices')} className="mt-1 flex max-w-full flex-wrap justify-end gap-1">
          {rich.replies.map((reply) => (
            <li key={reply.payload} className={PILL}>
              {reply.title}
            </li>
          ))}
        </ul>
      );
    case 'buttons':
      return <Buttons buttons={rich.buttons} />;
    case 'cards':
      return (
        <ul aria-label={t('message.cards')} className="flex max-w-full gap-2 overflow-x-auto pb-1">
          {rich.cards.map((card) => (
            <li key={card.title} className="w-52 flex-none overflow-hidden rounded-card border border-line bg-panel">
              {card.image_url != null && (
                <img src={card.image_url} alt="" loading="lazy" className="aspect-[1.91] w-full object-cover" />
              )}
              <div className="p-2.5">
                <p className="font-semibold">{card.title}</p>
                {card.subtitle != null && <p className="text-fs2 text-2">{card.subtitle}</p>}
                {card.buttons !== undefined && card.buttons.length > 0 && <Buttons buttons={card.buttons} />}
              </div>
            </li>
          ))}
        </ul>
      );
  }
}

type ButtonList = Extract<Rich, { kind: 'buttons' }>['buttons'];

function Buttons({ buttons }: { buttons: ButtonList }) {
  const { t } = useTranslation();
  return (
    <ul aria-label={t('message.buttons')} className="mt-1 grid w-full max-w-64 gap-1">
      {buttons.map((button) => (
        <li
          key={button.title}
          className="rounded-control border border-line-strong px-3 py-1 text-center text-fs2 font-medium"
        >
          {button.type === 'web_url' ? (
            <a href={button.url} target="_blank" rel="noreferrer noopener nofollow" className="inline-flex gap-1.5">
              {button.title}
              <ExternalLink size={12} className="mt-0.5" aria-hidden />
            </a>
          ) : (
            button.title
          )}
        </li>
      ))}
    </ul>
  );
}

import { useParams } from '@tanstack/react-router';
import clsx from 'clsx';
import { Ellipsis } from 'lucide-react';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { MeMenu } from './MeMenu';
import { NavLink } from './NavLink';
import { ADMIN, MESSAGES } from './nav';

const TAB =
  'grid min-h-12 justify-items-center gap-0.5 pt-2 pb-1.5 text-fs1 font-medium text-3 data-current:text-accent-text';

/** The phone's navigation. It gives way to an open chat, which needs the height. */
export function TabBar({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation();
  const { me } = useSession();
  const { chatId } = useParams({ strict: false });
  const items = me.role === 'admin' ? [...MESSAGES, ...ADMIN] : MESSAGES;
  return (
    <nav
      aria-label={t('app.sections')}
      className={clsx(
        'grid auto-cols-fr grid-flow-col border-t border-line bg-page pb-[env(safe-area-inset-bottom)] pane:hidden',
        chatId !== undefined && 'max-pane:hidden',
      )}
    >
      {items.map((item) => {
        const Icon = item.icon;
        return (
          <NavLink key={item.key} item={item} className={TAB}>
            <Icon size={20} aria-hidden />
            {t(`nav.${item.key}`)}
          </NavLink>
        );
      })}
      <MeMenu
        onHelp={onHelp}
        align="end"
        trigger={
          <button type="button" className={TAB}>
            <Ellipsis size={20} aria-hidden />
            {t('nav.more')}
          </button>
        }
      />
    </nav>
  );
}

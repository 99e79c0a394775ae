import { useNavigate, useParams } from '@tanstack/react-router';
import clsx from 'clsx';
import { Ellipsis } from 'lucide-react';
import { MenuItem, MenuLine } from '@/components/ui/Menu';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { MeMenu } from './MeMenu';
import { NavLink } from './NavLink';
import { groupsFor, type NavItem } from './nav';

const TAB =
  'grid min-h-12 min-w-0 justify-items-center gap-0.5 pt-2 pb-1.5 text-fs1 font-medium text-3 data-current:text-accent-text';

/** What a thumb needs most; everything else is one tap further. */
const FIRST: readonly NavItem['key'][] = ['inbox', 'mine', 'soon', 'comments'];

/** The phone's navigation. It gives way to an open chat, which needs the height. */
export function TabBar({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation();
  const { me } = useSession();
  const navigate = useNavigate();
  const { chatId } = useParams({ strict: false });
  const items = groupsFor(me.role).flatMap((group) => group.items);
  return (
    <nav
      aria-label={t('app.sections')}
      className={clsx(
        'grid auto-cols-fr grid-flow-col border-t border-line bg-page pb-[env(safe-area-inset-bottom)] pane:hidden',
        chatId !== undefined && 'max-pane:hidden',
      )}
    >
      {items
        .filter((item) => FIRST.includes(item.key))
        .map((item) => {
          const Icon = item.icon;
          return (
            <NavLink key={item.key} item={item} className={TAB}>
              <Icon size={20} aria-hidden />
              <span className="cut max-w-full px-1">{t(`nav.${item.key}`)}</span>
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
      >
        {items
          .filter((item) => !FIRST.includes(item.key))
          .map((item) => {
            const Icon = item.icon;
            return (
              <MenuItem
                key={item.key}
                icon={<Icon size={16} aria-hidden />}
                onSelect={() => void navigate({ to: item.to })}
              >
                {t(`nav.${item.key}`)}
              </MenuItem>
            );
          })}
        <MenuLine />
      </MeMenu>
    </nav>
  );
}

import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { Face } from '@/components/ui/Face';
import { Mark } from '@/components/ui/Mark';
import { Shortcut } from '@/components/ui/Shortcut';
import { useTranslation } from '@/i18n/use-translation';
import { bindings, keyOf } from '@/lib/bindings';
import { useSession } from '@/lib/session';
import { useStore } from '@/lib/store';
import { ariaKeysOf } from '@/lib/strokes';
import { MeMenu } from './MeMenu';
import { NavLink } from './NavLink';
import { groupsFor, type NavGroup } from './nav';

/** The way between the screens. Below 1180 px only icons, below 760 px the tab bar takes over. */
export function Rail({ onHelp, onJump }: { onHelp: () => void; onJump: () => void }) {
  const { t } = useTranslation();
  const { me } = useSession();
  const chosen = useStore(bindings);
  return (
    <nav aria-label={t('app.main')} className="flex min-h-0 flex-col overflow-y-auto px-2 pb-2 max-pane:hidden">
      <Link
        to="/inbox"
        className="flex h-[var(--bar)] flex-none items-center gap-2.5 px-2 text-[15px] font-semibold tracking-tight max-desk:justify-center max-desk:px-0"
      >
        <Mark />
        <span className="max-desk:sr-only">{t('app.name')}</span>
      </Link>
      <button
        type="button"
        className="ease-colour mb-1 flex h-8 flex-none items-center gap-2.5 rounded-control border border-line bg-card px-2 text-2 hover:border-line-strong hover:text-1 max-desk:justify-center max-desk:px-0"
        aria-keyshortcuts={ariaKeysOf(keyOf('app.palette', chosen))}
        onClick={onJump}
      >
        <Search size={14} aria-hidden />
        <span className="cut grow text-fs2 max-desk:sr-only">{t('nav.jump')}</span>
        <span className="max-desk:hidden">
          <Shortcut action="app.palette" />
        </span>
      </button>
      {groupsFor(me.role).map((group) => (
        <Group key={group.title} group={group} />
      ))}
      <div className="mt-auto pt-2">
        <MeMenu
          onHelp={onHelp}
          align="start"
          trigger={
            <button
              type="button"
              className="ease-colour flex w-full items-center gap-2.5 rounded-control px-2 py-1.5 hover:bg-hover max-desk:justify-center max-desk:px-0"
            >
              <Face id={me.id} name={me.name} size={28} ground="page" />
              <span className="sr-only">{t('nav.me')}</span>
              <span className="min-w-0 max-desk:sr-only">
                <span className="cut block font-medium">{me.name}</span>
                <span className="block text-fs1 text-3">
                  {t(me.role === 'admin' ? 'nav.roleAdmin' : 'nav.roleAgent')}
                </span>
              </span>
            </button>
          }
        />
      </div>
    </nav>
  );
}

function Group({ group }: { group: NavGroup }) {
  const { t } = useTranslation();
  return (
    <>
      <h2 className="px-2 pt-3.5 pb-1 text-fs1 font-medium text-3 first-of-type:pt-1 max-desk:sr-only">
        {t(group.title)}
      </h2>
      <ul className="max-desk:border-t max-desk:border-line max-desk:pt-1.5 max-desk:pb-1.5">
        {group.items.map((item) => {
          const Icon = item.icon;
          const name = t(`nav.${item.key}`);
          return (
            <li key={item.key} title={name}>
              <NavLink
                item={item}
                className="ease-colour group flex h-8 items-center gap-2.5 rounded-row px-2 font-medium text-2 hover:bg-hover hover:text-1 data-current:bg-accent-soft data-current:text-1 max-desk:h-9 max-desk:justify-center max-desk:px-0"
              >
                <Icon size={16} className="group-data-current:text-accent-text" aria-hidden />
                <span className="max-desk:sr-only">{name}</span>
              </NavLink>
            </li>
          );
        })}
      </ul>
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useMatchRoute, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import clsx from 'clsx';
import { Moon, Sun } from 'lucide-react';
import { statsQuery } from '@/api/people';
import type { Platform } from '@/api/types';
import { Mark } from '@/components/ui/Mark';
import { PlatformGlyph } from '@/components/ui/Platform';
import { useTranslation } from '@/i18n/use-translation';
import { parseInboxSearch } from '@/lib/inbox-search';
import { useSession } from '@/lib/session';
import { useStore } from '@/lib/store';
import { setTheme, theme } from '@/lib/theme';
import { ConnectionPill } from './ConnectionPill';
import { groupsFor } from './nav';

/** Screens that show both platforms, and one of them when asked. */
const WITH_PLATFORM = ['/comments', '/templates', '/reports'];

function titleOf(pathname: string) {
  if (pathname === '/settings') return 'menu.settings' as const;
  const item = groupsFor('admin')
    .flatMap((group) => group.items)
    .find((one) => one.to === pathname);
  return item === undefined ? null : (`nav.${item.key}` as const);
}

export function TopBar() {
  const { t } = useTranslation();
  const { me } = useSession();
  const inInbox = useMatchRoute()({ to: '/inbox', fuzzy: true }) !== false;
  const { chatId } = useParams({ strict: false });
  const pathname = useLocation({ select: (location) => location.pathname });
  const title = titleOf(pathname);
  return (
    <header
      className={clsx(
        'flex h-[var(--bar)] min-w-0 flex-none items-center gap-3 px-3 pane:pe-2 pane:ps-1',
        chatId !== undefined && 'max-pane:hidden',
      )}
    >
      <Link to="/inbox" className="pane:hidden" aria-label={t('app.name')}>
        <Mark />
      </Link>
      {inInbox ? (
        <>
          <PlatformFilter />
          <Stats />
        </>
      ) : (
        <>
          <h1 className="cut text-fs5">{title === null ? '' : t(title)}</h1>
          {WITH_PLATFORM.includes(pathname) && <PlatformFilter />}
        </>
      )}
      <div className="ms-auto flex flex-none items-center gap-1.5">
        <ConnectionPill />
        <ThemeSwitch />
        {me.role === 'admin' && (
          <>
            <Manage platform="INSTAGRAM" tone="text-ig-text" words={t('bar.manageInstagram')} />
            <Manage platform="FACEBOOK" tone="text-fb-text" words={t('bar.manageFacebook')} />
          </>
        )}
      </div>
    </header>
  );
}

/** Words beside the glyph where there is room for two such buttons. */
function Manage({ platform, tone, words }: { platform: Platform; tone: string; words: string }) {
  return (
    <Link to="/accounts" hash={platform.toLowerCase()} className={clsx('btn max-pane:hidden', tone)} title={words}>
      <PlatformGlyph platform={platform} size={16} />
      <span className="max-desk:sr-only">{words}</span>
    </Link>
  );
}

function ThemeSwitch() {
  const { t } = useTranslation();
  const shown = useStore(theme);
  const label = t(shown === 'dark' ? 'bar.toLight' : 'bar.toDark');
  const Icon = shown === 'dark' ? Sun : Moon;
  return (
    <button
      type="button"
      className="btn btn-ghost btn-icon max-pane:hidden"
      aria-label={label}
      title={label}
      onClick={() => setTheme(shown === 'dark' ? 'light' : 'dark')}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
}

const PLATFORMS: readonly { value: Platform | null; text: 'bar.all' | 'bar.instagram' | 'bar.facebook' }[] = [
  { value: null, text: 'bar.all' },
  { value: 'INSTAGRAM', text: 'bar.instagram' },
  { value: 'FACEBOOK', text: 'bar.facebook' },
];

function PlatformFilter() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const search = parseInboxSearch(raw);
  const choose = (platform: Platform | null) => {
    // What else stands in the address belongs to the screen, and stays.
    const { platform: _, ...rest } = raw;
    void navigate({ to: '.', search: platform === null ? rest : { ...rest, platform } });
  };
  return (
    <fieldset
      aria-label={t('bar.platform')}
      className="flex flex-none gap-0.5 rounded-control border border-line bg-card p-0.5 light:border-transparent light:bg-[#e6e6f0]"
    >
      {PLATFORMS.map(({ value, text }) => {
        const on = (search.platform ?? null) === value;
        return (
          <button
            key={text}
            type="button"
            aria-pressed={on}
            onClick={() => choose(value)}
            className={clsx(
              'flex h-[26px] items-center gap-1.5 rounded-row px-2.5 text-fs2 font-medium pointer-coarse:h-9',
              on ? 'bg-raised text-1 shadow-low' : 'text-2 hover:text-1',
            )}
          >
            {value !== null && <PlatformGlyph platform={value} />}
            <span className={clsx(value !== null && 'max-pane:sr-only')}>{t(text)}</span>
          </button>
        );
      })}
    </fieldset>
  );
}

function Stats() {
  const { t } = useTranslation();
  const { data } = useQuery(statsQuery);
  if (data === undefined) return null;
  const rows = [
    [t('bar.total'), data.total_chats],
    [t('bar.assigned'), data.assigned_chats],
    [t('bar.unassigned'), data.unassigned_chats],
    [t('bar.agents'), data.active_agents],
  ] as const;
  return (
    <dl aria-label={t('bar.glance')} className="ms-2 flex items-center max-desk:hidden">
      {rows.map(([name, value]) => (
        <div key={name} className="border-s border-line px-3.5 first:border-s-0 first:ps-1">
          <dt className="text-fs1 leading-[14px] whitespace-nowrap text-3">{name}</dt>
          <dd className="num text-[15px] leading-[18px] font-semibold">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

import { Dialog as Base } from '@base-ui/react/dialog';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import clsx from 'clsx';
import { type LucideIcon, Moon, Plug, Search, Settings, Sun } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useDeferredValue, useId, useState } from 'react';
import { api, read } from '@/api/client';
import type { Chat } from '@/api/types';
import { Face } from '@/components/ui/Face';
import { words } from '@/i18n/en/palette';
import { useTranslation } from '@/i18n/use-translation';
import { addWords } from '@/i18n/words';
import { customerName, shortId } from '@/lib/names';
import { useSession } from '@/lib/session';
import { setTheme, theme } from '@/lib/theme';
import { groupsFor } from './nav';
import { matches } from './palette';

addWords(words);

type Item = {
  readonly key: string;
  readonly icon: ReactNode;
  readonly text: string;
  readonly hint: string;
  readonly run: () => void;
};

/** Letters before customers and messages are searched: one would find everybody. */
const SEARCH_FROM = 2;
const FOUND = 6;

/** One field from which everything is reached: screens, chats, and what can be switched. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const items = useItems(text.trim(), onClose);
  const marked = Math.min(at, Math.max(0, items.length - 1));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setAt((marked + step + items.length) % Math.max(1, items.length));
    else if (event.key === 'Enter') items[marked]?.run();
    else return;
    event.preventDefault();
    document.getElementById(`${listId}-${marked + step}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-[var(--z-modal)] bg-scrim" />
        <Base.Popup className="pop fixed top-[12vh] left-1/2 z-[var(--z-modal)] flex max-h-[70vh] w-[min(560px,calc(100vw-24px))] -translate-x-1/2 flex-col overflow-hidden">
          <Base.Title className="sr-only">{t('palette.title')}</Base.Title>
          <div className="flex items-center gap-2.5 border-b border-line-strong px-4">
            <Search size={16} className="text-3" aria-hidden />
            <input
              value={text}
              role="combobox"
              aria-expanded
              aria-controls={listId}
              aria-activedescendant={items.length > 0 ? `${listId}-${marked}` : undefined}
              aria-label={t('palette.title')}
              placeholder={t('palette.placeholder')}
              onChange={(event) => {
                setText(event.target.value);
                setAt(0);
              }}
              onKeyDown={onKeyDown}
              className="h-12 min-w-0 flex-1 bg-transparent text-fs4 outline-none"
            />
          </div>
          <div
            id={listId}
            role="listbox"
            aria-label={t('palette.results')}
            className="min-h-0 flex-1 overflow-y-auto p-1.5"
          >
            {items.map((item, index) => (
              <div
                key={item.key}
                id={`${listId}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === marked}
                onPointerMove={() => setAt(index)}
                onClick={item.run}
                onKeyDown={onKeyDown}
                className={clsx(
                  'flex min-h-10 cursor-default items-center gap-3 rounded-row px-2.5',
                  index === marked && 'bg-selected',
                )}
              >
                {item.icon}
                <span dir="auto" className="cut along flex-1">
                  {item.text}
                </span>
                <span className="flex-none text-fs2 text-3">{item.hint}</span>
              </div>
            ))}
          </div>
          {items.length === 0 && (
            <p role="status" className="px-4 pb-4 text-2">
              {t('palette.nothing')}
            </p>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function useItems(text: string, onClose: () => void): readonly Item[] {
  const { t } = useTranslation();
  const { me, config } = useSession();
  const navigate = useNavigate();
  const asked = useDeferredValue(text);
  const chats = useQuery({
    queryKey: ['palette', asked],
    queryFn: () => read(api.GET('/api/chats', { params: { query: { q: asked, limit: FOUND } } })) as Promise<Chat[]>,
    enabled: asked.length >= SEARCH_FROM,
  });
  const closing = (run: () => void) => () => {
    onClose();
    run();
  };
  const icon = (Icon: LucideIcon) => <Icon size={16} className="text-3" aria-hidden />;
  const screens: Item[] = groupsFor(me.role)
    .flatMap((group) => group.items)
    .map((item) => ({
      key: item.key,
      icon: icon(item.icon),
      text: t(`nav.${item.key}`),
      hint: t('palette.go'),
      run: closing(() => void navigate(item.to === '/inbox' ? { to: item.to, search: item.search } : { to: item.to })),
    }));
  const dark = theme.get() === 'dark';
  const others: Item[] = [
    {
      key: 'settings',
      icon: icon(Settings),
      text: t('menu.settings'),
      hint: t('palette.go'),
      run: closing(() => void navigate({ to: '/settings' })),
    },
    {
      key: 'theme',
      icon: icon(dark ? Sun : Moon),
      text: t(dark ? 'bar.toLight' : 'bar.toDark'),
      hint: t('palette.do'),
      run: closing(() => setTheme(dark ? 'light' : 'dark')),
    },
  ];
  if (config.simulator_url !== null) {
    const url = config.simulator_url;
    others.push({
      key: 'simulator',
      icon: icon(Plug),
      text: t('menu.simulator'),
      hint: t('palette.go'),
      run: closing(() => window.open(url, '_blank', 'noopener')),
    });
  }
  const found: Item[] = (chats.data ?? []).map((chat) => {
    const name = customerName(chat) ?? shortId(chat.instagram_user_id);
    return {
      key: chat.id,
      icon: (
        <Face
          id={chat.instagram_user_id}
          name={name}
          picture={chat.profile_pic_url}
          platform={chat.platform}
          size={24}
        />
      ),
      text: `${name} · ${chat.last_message}`,
      hint: t('palette.chat'),
      run: closing(() => void navigate({ to: '/inbox/$chatId', params: { chatId: chat.id } })),
    };
  });
  return [...[...screens, ...others].filter((item) => matches(item.text, text)), ...found];
}

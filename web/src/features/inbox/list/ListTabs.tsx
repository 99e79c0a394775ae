import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import type { KeyboardEvent } from 'react';
import { statsQuery } from '@/api/people';
import { useTranslation } from '@/i18n/use-translation';
import { arrowStep } from '@/lib/arrows';
import { useInboxPlace } from '../use-inbox';
import { FilterMenu } from './FilterMenu';

const TABS = ['mine', 'unassigned', 'all'] as const;

export function ListTabs() {
  const { t } = useTranslation();
  const { filter, search, change } = useInboxPlace();
  const stats = useQuery(statsQuery).data;
  // The counters are of everything; beside a filtered list they would say something else than they mean.
  const whole =
    filter.platform === null &&
    filter.window === null &&
    !filter.unread &&
    filter.q === '' &&
    filter.state === null &&
    filter.label === null;
  const count = (tab: (typeof TABS)[number]): number | undefined => {
    if (!whole || tab === 'mine') return undefined;
    return tab === 'all' ? stats?.total_chats : stats?.unassigned_chats;
  };
  const pick = (tab: (typeof TABS)[number]) => {
    const { tab: _, ...rest } = search;
    change(tab === 'all' ? rest : { ...rest, tab });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by = arrowStep(event);
    const next = TABS[(TABS.indexOf(filter.tab) + by + TABS.length) % TABS.length];
    if (by === 0 || next === undefined) return;
    event.preventDefault();
    pick(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
  };
  return (
    <div className="flex flex-none items-center border-b border-line px-4">
      <div role="tablist" aria-label={t('inbox.whose')} className="flex min-w-0 flex-1 gap-4" onKeyDown={onKeyDown}>
        {TABS.map((tab) => {
          const on = filter.tab === tab;
          const number = count(tab);
          return (
            <button
              key={tab}
              type="button"
              role="tab"
              data-tab={tab}
              aria-selected={on}
              tabIndex={on ? 0 : -1}
              onClick={() => pick(tab)}
              className={clsx(
                'relative -mb-px flex h-[38px] items-center gap-1.5 font-medium whitespace-nowrap pointer-coarse:h-11',
                on
                  ? 'text-1 after:absolute after:inset-x-0 after:bottom-0 after:h-0.5 after:grad'
                  : 'text-2 hover:text-1',
              )}
            >
              {t(`inbox.${tab}`)}
              {number !== undefined && <span className="num text-fs2 text-3">{number}</span>}
            </button>
          );
        })}
      </div>
      <FilterMenu search={search} onChange={change} />
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { ListFilter as FilterIcon } from 'lucide-react';
import { Menu, MenuCheck, MenuHeading, MenuLine } from '@/components/ui/Menu';
import { useTranslation } from '@/i18n/use-translation';
import type { InboxSearch } from '@/lib/inbox-search';
import { labelsQuery } from '../api';
import { labelColour } from './ChatRow';

const STATES = ['open', 'snoozed', 'resolved', 'all'] as const;

type Props = { search: InboxSearch; onChange: (next: InboxSearch) => void };

/** What of the chats is listed. It is marked while it hides any but those that are done with. */
export function FilterMenu({ search, onChange }: Props) {
  const { t } = useTranslation();
  const labels = useQuery(labelsQuery).data ?? [];
  const on =
    search.unread === true || search.window !== undefined || search.state !== undefined || search.label !== undefined;
  const label = t(on ? 'inbox.filterOn' : 'inbox.filter');
  const without = <K extends keyof InboxSearch>(key: K): InboxSearch => {
    const { [key]: _, ...rest } = search;
    return rest;
  };
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={label}
          title={label}
          className={clsx('btn btn-ghost btn-icon btn-s -me-1.5', on && 'bg-accent-soft text-accent-text')}
        >
          <FilterIcon size={14} aria-hidden />
        </button>
      }
    >
      <MenuHeading>{t('inbox.states')}</MenuHeading>
      {STATES.map((state) => (
        <MenuCheck
          key={state}
          checked={(search.state ?? 'open') === state}
          onChange={() => onChange(state === 'open' ? without('state') : { ...search, state })}
        >
          {t(`inbox.state.${state}`)}
        </MenuCheck>
      ))}
      <MenuLine />
      <MenuCheck
        checked={search.unread === true}
        onChange={(checked) => onChange(checked ? { ...search, unread: true } : without('unread'))}
      >
        {t('inbox.onlyUnread')}
      </MenuCheck>
      <MenuCheck
        checked={search.window === 'closing'}
        onChange={(checked) => onChange(checked ? { ...search, window: 'closing' } : without('window'))}
      >
        {t('inbox.onlyClosing')}
      </MenuCheck>
      {labels.length > 0 && (
        <>
          <MenuLine />
          <MenuHeading>{t('inbox.labels')}</MenuHeading>
          {labels.map((name) => (
            <MenuCheck
              key={name}
              icon={<span className="size-2 rounded-[2px]" style={{ background: labelColour(name) }} />}
              checked={search.label === name}
              onChange={(checked) => onChange(checked ? { ...search, label: name } : without('label'))}
            >
              {name}
            </MenuCheck>
          ))}
        </>
      )}
    </Menu>
  );
}

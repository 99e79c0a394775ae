import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, KeyRound, ShieldCheck, UserCheck, User as UserIcon, UserX } from 'lucide-react';
import { useState } from 'react';
import type { Invited, User } from '@/api/types';
import { Confirm } from '@/components/ui/Confirm';
import { Face } from '@/components/ui/Face';
import { Menu, MenuItem } from '@/components/ui/Menu';
import { More } from '@/components/ui/More';
import { Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { dateOf } from '@/lib/time';
import { type Change, changePerson, peopleQuery, resetPassword } from './api';

type Props = { onPassword: (person: Invited) => void };

export function PeopleList({ onPassword }: Props) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(peopleQuery);
  if (query.data === undefined) {
    if (!query.isError) return <div className="skeleton after-a-while h-60 !rounded-card" />;
    return (
      <Failed
        title={t('people.failed')}
        text={t('common.failedHint')}
        retry={t('common.retry')}
        onRetry={() => void query.refetch()}
      />
    );
  }
  const people = query.data.pages.flatMap((page) => page.people);
  return (
    <>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
        {people.map((person) => (
          <Person key={person.id} person={person} onPassword={onPassword} />
        ))}
      </ul>
      <More of={query} />
    </>
  );
}

type Asking = 'deactivate' | 'reset';

function Person({ person, onPassword }: { person: User } & Props) {
  const { t, language } = useTranslation();
  const { me } = useSession();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState<Asking | null>(null);
  const again = () =>
    Promise.all(['people', 'agents', 'stats'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
  const change = useMutation({
    mutationFn: (wish: Change) => changePerson(person.id, wish),
    onSuccess: async () => {
      setAsking(null);
      await again();
    },
  });
  const reset = useMutation({
    mutationFn: () => resetPassword(person.id),
    onSuccess: (answer) => {
      setAsking(null);
      onPassword(answer);
    },
  });
  const problem = change.error ?? reset.error;
  const self = person.id === me.id;
  return (
    <li className="rounded-card border border-line bg-panel px-3.5 py-2.5">
      <div className="flex items-center gap-3">
        <Face id={person.id} name={person.name} size={36} />
        <div className="min-w-0 flex-1">
          <p className="flex items-center gap-2">
            <b className="cut font-semibold">{person.name}</b>
            {self && <span className="chip">{t('people.you')}</span>}
            {!person.is_active && <span className="chip chip-bad">{t('people.inactive')}</span>}
          </p>
          <p className="cut text-fs2 text-3">
            {person.email} · {t('people.since', { date: dateOf(Date.parse(person.created_at), language) })}
          </p>
        </div>
        <span className={person.role === 'admin' ? 'chip chip-accent' : 'chip'}>
          {t(`people.roles.${person.role}`)}
        </span>
        <Menu
          align="end"
          trigger={
            <button
              type="button"
              className="btn btn-ghost btn-icon"
              aria-label={t('people.actions', { name: person.name })}
            >
              <Ellipsis size={16} aria-hidden />
            </button>
          }
        >
          {person.role === 'agent' ? (
            <MenuItem icon={<ShieldCheck size={16} aria-hidden />} onSelect={() => change.mutate({ role: 'admin' })}>
              {t('people.makeAdmin')}
            </MenuItem>
          ) : (
            <MenuItem icon={<UserIcon size={16} aria-hidden />} onSelect={() => change.mutate({ role: 'agent' })}>
              {t('people.makeAgent')}
            </MenuItem>
          )}
          <MenuItem icon={<KeyRound size={16} aria-hidden />} onSelect={() => setAsking('reset')}>
            {t('people.reset')}
          </MenuItem>
          {person.is_active ? (
            <MenuItem icon={<UserX size={16} aria-hidden />} onSelect={() => setAsking('deactivate')}>
              {t('people.deactivate')}
            </MenuItem>
          ) : (
            <MenuItem icon={<UserCheck size={16} aria-hidden />} onSelect={() => change.mutate({ is_active: true })}>
              {t('people.activate')}
            </MenuItem>
          )}
        </Menu>
      </div>
      {problem !== null && asking === null && (
        <p role="alert" className="mt-1.5 text-fs2 text-bad-text">
          {problem.message}
        </p>
      )}
      {asking !== null && (
        <Confirm
          open
          onClose={() => setAsking(null)}
          title={t(`people.ask.${asking}.title`, { name: person.name })}
          action={t(`people.ask.${asking}.action`)}
          busy={change.isPending || reset.isPending}
          problem={problem?.message ?? null}
          onConfirm={() => (asking === 'reset' ? reset.mutate() : change.mutate({ is_active: false }))}
        >
          {t(`people.ask.${asking}.text`, { name: person.name })}
        </Confirm>
      )}
    </li>
  );
}

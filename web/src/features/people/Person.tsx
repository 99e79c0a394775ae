import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '@/api/problem';
import type { Invited, User } from '@/api/types';
import { Confirm } from '@/components/ui/Confirm';
import { Face } from '@/components/ui/Face';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { dateOf } from '@/lib/time';
import { type Change, changePerson, resetPassword } from './api';
import { EditForm } from './EditForm';
import { PersonMenu, type Wish } from './PersonMenu';
import { useReadAgain } from './use-read-again';

type Props = { person: User; onPassword: (person: Invited) => void };

/** What each wish changes; a new password is another call. */
const CHANGES = {
  admin: { role: 'admin' },
  agent: { role: 'agent' },
  deactivate: { is_active: false },
} as const satisfies Record<string, Change>;

/** Somebody who works here, and what an admin can do about them. */
export function Person({ person, onPassword }: Props) {
  const { t, language } = useTranslation();
  const { me } = useSession();
  const [wish, setWish] = useState<Exclude<Wish, 'activate'> | null>(null);
  const readAgain = useReadAgain();
  const done = async () => {
    setWish(null);
    await readAgain();
  };
  const change = useMutation({ mutationFn: (next: Change) => changePerson(person.id, next), onSuccess: done });
  const reset = useMutation({
    mutationFn: () => resetPassword(person.id),
    onSuccess: (answer) => {
      setWish(null);
      onPassword(answer);
    },
  });
  const error = change.error ?? reset.error;
  const problem = error === null ? null : error instanceof ApiError ? error.detail : t('common.unreachable');
  const self = person.id === me.id;
  const choose = (next: Wish) => {
    change.reset();
    reset.reset();
    // Nobody loses anything by coming back.
    if (next === 'activate') change.mutate({ is_active: true });
    else setWish(next);
  };
  return (
    <li className="rounded-card border border-line bg-panel px-3.5 py-2.5">
      <div className="flex items-center gap-3">
        <Face id={person.id} name={person.name} size={36} />
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-center gap-x-2">
            <b dir="auto" className="cut font-semibold" title={person.name}>
              {person.name}
            </b>
            {self && <span className="chip">{t('people.you')}</span>}
            {!person.is_active && <span className="chip chip-bad">{t('people.inactive')}</span>}
          </p>
          <p className="text-fs2 text-3 pane:flex pane:gap-2">
            <span className="cut block" title={person.email}>
              {person.email}
            </span>
            <span className="flex-none">
              {t('people.since', { date: dateOf(Date.parse(person.created_at), language) })}
            </span>
          </p>
        </div>
        <span className={person.role === 'admin' ? 'chip chip-accent' : 'chip'}>
          {t(`people.roles.${person.role}`)}
        </span>
        <PersonMenu person={person} self={self} onWish={choose} />
      </div>
      {problem !== null && wish === null && (
        <p role="alert" className="mt-1.5 text-fs2 text-bad-text">
          {problem}
        </p>
      )}
      {wish === 'edit' && <EditForm person={person} onClose={() => setWish(null)} />}
      {wish !== null && wish !== 'edit' && (
        <Confirm
          open
          onClose={() => setWish(null)}
          title={t(`people.ask.${wish}.title`, { name: person.name })}
          action={t(`people.ask.${wish}.action`)}
          tone={wish === 'admin' || wish === 'agent' ? 'plain' : 'bad'}
          busy={change.isPending || reset.isPending}
          problem={problem}
          onConfirm={() => (wish === 'reset' ? reset.mutate() : change.mutate(CHANGES[wish]))}
        >
          <p>{t(`people.ask.${wish}.text`, { name: person.name })}</p>
          {self && <p className="mt-2 text-warn-text">{t('people.askSelf')}</p>}
        </Confirm>
      )}
    </li>
  );
}

import { useInfiniteQuery } from '@tanstack/react-query';
import type { Invited } from '@/api/types';
import { More } from '@/components/ui/More';
import { Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { peopleQuery } from './api';
import { Person } from './Person';

type Props = { onPassword: (person: Invited) => void };

/** Everybody who works here, by name. */
export function PeopleList({ onPassword }: Props) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(peopleQuery);
  if (query.data === undefined) {
    if (!query.isError) return <Skeleton />;
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

function Skeleton() {
  return (
    <div className="after-a-while grid gap-2" aria-hidden>
      {[0, 1, 2].map((row) => (
        <div key={row} className="flex items-center gap-3 rounded-card border border-line bg-panel px-3.5 py-2.5">
          <div className="skeleton size-9 !rounded-full" />
          <div className="grid flex-1 gap-2">
            <div className="skeleton h-3 w-1/3" />
            <div className="skeleton h-3 w-1/2" />
          </div>
        </div>
      ))}
    </div>
  );
}

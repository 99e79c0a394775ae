import type { AuthConfig } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';

type DemoUser = AuthConfig['demo_users'][number];

/** Mock mode's ready-made accounts: a click fills the form. */
export function DemoUsers({ users, onPick }: { users: readonly DemoUser[]; onPick: (user: DemoUser) => void }) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="demo-users" className="mt-7 overflow-hidden rounded-card border border-line bg-panel">
      <h2 id="demo-users" className="flex items-center gap-2 px-3.5 pt-2.5 pb-2 text-fs2 font-medium text-2">
        <span className="chip chip-accent">{t('login.mock')}</span>
        {t('login.mockHint')}
      </h2>
      {users.map((user) => (
        <button
          key={user.email}
          type="button"
          onClick={() => onPick(user)}
          className="ease-colour grid w-full grid-cols-[minmax(0,1fr)_auto] items-center gap-3 border-t border-line px-3.5 py-2 hover:bg-hover focus-visible:-outline-offset-2"
        >
          <span className="min-w-0">
            <span className="block font-medium">{user.name}</span>
            <span className="cut block font-mono text-fs2 text-2">{user.email}</span>
          </span>
          <span className="font-mono text-fs2 text-2">{user.password}</span>
        </button>
      ))}
    </section>
  );
}

import type { Invited } from '@/api/types';
import { CopyButton } from '@/components/ui/CopyButton';
import { Dialog } from '@/components/ui/Dialog';
import { useTranslation } from '@/i18n/use-translation';
import { fullTime } from '@/lib/time';

/** The password for one login, shown this once. */
export function OneTimePassword({ person, onClose }: { person: Invited | null; onClose: () => void }) {
  const { t, language } = useTranslation();
  if (person === null) return null;
  const password = person.one_time_password ?? null;
  const until = person.one_time_password_until ?? null;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('people.passwordTitle', { name: person.name })}
      closeLabel={t('common.close')}
      stays
    >
      {password === null ? (
        <p className="text-2">{t('people.passwordGone', { name: person.name })}</p>
      ) : (
        <>
          <p className="text-2">
            {t('people.passwordText', { name: person.name, email: person.email, address: `${location.origin}/login` })}
          </p>
          <div className="my-3 flex items-center gap-3 rounded-control bg-sunken py-2 ps-3 pe-2">
            <code className="min-w-0 flex-1 font-mono text-fs5 select-all [overflow-wrap:anywhere]">{password}</code>
            <CopyButton text={password} label={t('people.copyPassword')} />
          </div>
          <p className="text-fs2 text-3">
            {t('people.passwordOnce')}
            {until !== null && ` ${t('people.passwordUntil', { time: fullTime(Date.parse(until), language) })}`}
          </p>
        </>
      )}
      <div className="mt-4 flex justify-end">
        <button type="button" className="btn" onClick={onClose}>
          {t('people.passwordDone')}
        </button>
      </div>
    </Dialog>
  );
}

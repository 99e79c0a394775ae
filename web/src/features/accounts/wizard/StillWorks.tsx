import type { Managed } from '@/api/accounts';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { useRepair } from '../use-repair';

/** In the form's place, while the server would refuse a pasted token. Looking now may find that it takes one after all. */
export function StillWorks({ account }: { account: Managed }) {
  const { t } = useTranslation();
  const look = useRepair(account.id);
  return (
    <div className="grid gap-3">
      <Say tone="info">
        <p>{t('accounts.wizard.pasteLater')}</p>
        <button
          type="button"
          className="btn btn-s btn-inherit mt-2"
          aria-disabled={look.isPending}
          onClick={() => look.isPending || look.mutate()}
        >
          {t(look.isPending ? 'accounts.asking' : 'accounts.wizard.lookNow')}
        </button>
      </Say>
      <div role="status">
        {look.isSuccess && account.status !== 'reconnect' && <Say tone="ok">{t('accounts.wizard.lookedWell')}</Say>}
      </div>
      {look.isError && (
        <Say tone="bad" alert>
          {look.error.message}
        </Say>
      )}
    </div>
  );
}

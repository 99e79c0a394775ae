import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Managed } from '@/api/accounts';
import { Dialog } from '@/components/ui/Dialog';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { disconnectAccount } from './api';

type Props = { account: Managed; open: boolean; onClose: () => void; onGone: () => void };

/** Asks before an account is let go, naming it and what stays. */
export function Disconnect({ account, open, onClose, onGone }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const disconnect = useMutation({
    mutationFn: () => disconnectAccount(account),
    onSuccess: async () => {
      onClose();
      onGone();
      await queryClient.invalidateQueries({ queryKey: ['accounts', account.platform] });
    },
  });
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('accounts.disconnectTitle', { name: account.name })}
      closeLabel={t('common.close')}
    >
      <p className="mb-4 text-2">{t('accounts.disconnectText')}</p>
      {disconnect.isError && (
        <div className="mb-3">
          <Say tone="bad" alert>
            {disconnect.error.message}
          </Say>
        </div>
      )}
      <div className="flex justify-end gap-2">
        <button type="button" className="btn btn-ghost" onClick={onClose}>
          {t('accounts.keep')}
        </button>
        <button
          type="button"
          className="btn btn-badfill"
          aria-disabled={disconnect.isPending}
          onClick={() => disconnect.isPending || disconnect.mutate()}
        >
          {t('accounts.disconnect')}
        </button>
      </div>
    </Dialog>
  );
}

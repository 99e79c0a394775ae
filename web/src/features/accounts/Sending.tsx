import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Managed, managedQuery } from '@/api/accounts';
import { Switch } from '@/components/ui/Field';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { letSend } from './api';

/** Whether anything may leave for a Page. Shown as chosen at once, and put back if the server refuses. */
export function Sending({ account }: { account: Managed }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { queryKey } = managedQuery(account.platform);
  const put = (sending: boolean) =>
    queryClient.setQueryData(queryKey, (all) => all?.map((one) => (one.id === account.id ? { ...one, sending } : one)));
  const change = useMutation({
    mutationFn: (on: boolean) => letSend(account.externalId, on),
    onMutate: (on) => put(on),
    onError: (_, on) => put(!on),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  return (
    <div className="border-t border-line pt-1">
      <Switch
        label={t('accounts.sending')}
        hint={t(account.sending ? 'accounts.sendingOn' : 'accounts.sendingOff')}
        on={account.sending}
        onChange={(on) => change.mutate(on)}
      />
      {change.isError && (
        <Say tone="bad" alert>
          {change.error.message}
        </Say>
      )}
    </div>
  );
}

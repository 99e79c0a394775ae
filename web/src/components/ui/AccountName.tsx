import type { Platform } from '@/api/types';
import { useAccounts } from '@/lib/use-accounts';
import { PlatformBadge } from './Platform';

type Props = {
  /** Meta's id or ours. */
  id: string;
  /** Where it is not connected and so not known. */
  platform?: Platform | null;
};

/** An account by its name; by its id when it is not connected. */
export function AccountName({ id, platform = null }: Props) {
  const account = useAccounts()(id);
  const app = account?.platform ?? platform;
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={account?.externalId ?? id}>
      {app !== null && <PlatformBadge platform={app} />}
      <bdi className="cut">{account?.name ?? id}</bdi>
    </span>
  );
}

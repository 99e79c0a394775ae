import { PlatformBadge } from '@/components/ui/Platform';
import type { Addressee } from './model';
import { useAccounts } from './use-accounts';

/** An account by its name; by Meta's id when it is not connected. */
export function AccountName({ of: { id, platform } }: { of: Addressee }) {
  const account = useAccounts()(id);
  const app = account?.platform ?? platform;
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={id}>
      {app !== null && <PlatformBadge platform={app} />}
      <span className="cut">{account?.name ?? id}</span>
    </span>
  );
}

import { FlaskConical } from 'lucide-react';
import { ApiError } from '@/api/problem';
import type { Platform } from '@/api/types';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { CopyBox } from '../CopyBox';
import { useConnect } from './ConnectForm';
import { madeUpAccount } from './made-up';

type Props = { platform: Platform; onConnected: (id: string) => void };

/** Everything can be tried without an account at Meta, and should be. */
export function SimulatorFirst({ platform, onConnected }: Props) {
  const { t } = useTranslation();
  const { config } = useSession();
  return (
    <section aria-labelledby="simulator-first" className="grid gap-2 rounded-control bg-accent-soft p-3">
      <h3 id="simulator-first" className="flex items-center gap-2 text-accent-text">
        <FlaskConical size={16} aria-hidden />
        {t('accounts.simulator.title')}
      </h3>
      {config.simulator_url === null ? (
        <>
          <p className="text-fs2 text-2">{t('accounts.simulator.elsewhere')}</p>
          <CopyBox label={t('accounts.simulator.command')} text={COMMAND} />
          <p className="text-fs2 text-2">{t('accounts.simulator.after')}</p>
        </>
      ) : (
        <Simulated platform={platform} phone={config.simulator_url} onConnected={onConnected} />
      )}
    </section>
  );
}

/** A second server beside this one, with its own data. */
const COMMAND = 'INSTAGRAM_MODE=mock ticklegram serve --listen 127.0.0.1:8011 --data ./try';

function Simulated({ platform, phone, onConnected }: Props & { phone: string }) {
  const { t } = useTranslation();
  const connect = useConnect(platform, onConnected);
  const begin = () => {
    if (connect.isPending) return;
    // Browsers let a page open another only within the click itself.
    window.open(phone, '_blank', 'noopener');
    connect.mutate(madeUpAccount(platform));
  };
  return (
    <>
      <p className="text-fs2 text-2">{t('accounts.simulator.text')}</p>
      {connect.isError && (
        <Say tone="bad" alert>
          {connect.error instanceof ApiError ? connect.error.detail : t('common.unreachable')}
        </Say>
      )}
      <button type="button" className="btn justify-self-start" aria-disabled={connect.isPending} onClick={begin}>
        {t(connect.isPending ? 'accounts.busy' : 'accounts.simulator.connect')}
      </button>
    </>
  );
}

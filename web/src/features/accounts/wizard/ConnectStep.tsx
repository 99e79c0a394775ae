import { useState } from 'react';
import type { Managed } from '@/api/accounts';
import type { Platform } from '@/api/types';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { keepLogin, toStep } from '../address';
import type { Go } from '../use-wizard';
import { ConnectForm } from './ConnectForm';
import { Frame } from './Frame';
import { LoginWay } from './LoginWay';
import { Prepared } from './Prepared';
import { SimulatorFirst } from './SimulatorFirst';
import { StillWorks } from './StillWorks';
import { Ways } from './Ways';
import { firstWay, takesPasted, type Way, waysOf } from './ways';

type Props = { platform: Platform; again: Managed | null; error: string | null; go: Go; onClose: () => void };

/** The way in: by a login at Meta or a pasted token, for a new account or one that needs a new token. */
export function ConnectStep({ platform, again, error, go, onClose }: Props) {
  const { t } = useTranslation();
  const { config } = useSession();
  const [way, setWay] = useState<Way>(() => firstWay(platform, again));
  const title = (() => {
    if (again !== null) return t('accounts.wizard.again', { name: again.name });
    return t(platform === 'INSTAGRAM' ? 'accounts.formTitle' : 'accounts.pageFormTitle');
  })();
  const connected = (id: string) => {
    keepLogin(null);
    go(toStep(id, 'checks'));
  };
  return (
    <Frame title={title} step="connect" onClose={onClose}>
      {error !== null && (
        <Say tone="bad" alert>
          {error}
        </Say>
      )}
      {again === null ? (
        <SimulatorFirst platform={platform} onConnected={connected} />
      ) : (
        <p className="text-2">{t('accounts.wizard.keeps')}</p>
      )}
      {again === null && config.mode === 'real' && <Prepared platform={platform} />}
      <Ways ways={waysOf(platform)} way={way} onWay={setWay} />
      {way === 'paste' && takesPasted(again) && (
        <ConnectForm platform={platform} again={again} onConnected={connected} onCancel={onClose} />
      )}
      {way === 'paste' && again !== null && !takesPasted(again) && <StillWorks account={again} />}
      {way !== 'paste' && <LoginWay at={way} login={{ platform, reconnect: again?.id ?? null }} />}
    </Frame>
  );
}

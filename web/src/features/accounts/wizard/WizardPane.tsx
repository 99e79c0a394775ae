import { Plug } from 'lucide-react';
import { Empty } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import type { Wizard } from '../address';
import { type Go, useManaged } from '../use-wizard';
import { AfterSteps } from './AfterSteps';
import { ChooseStep } from './ChooseStep';
import { ConnectStep } from './ConnectStep';
import { Frame } from './Frame';

type Props = { wizard: Wizard; go: Go; onClose: () => void };

/** Connecting an account from the first choice to the first message. A pane, so that the phone can be in one hand. */
export function WizardPane({ wizard, go, onClose }: Props) {
  const account = useManaged(wizard.kind === 'reconnect' || wizard.kind === 'after' ? wizard.id : null);
  switch (wizard.kind) {
    case 'new':
      return (
        <ConnectStep
          key={wizard.platform}
          platform={wizard.platform}
          again={null}
          error={wizard.error}
          go={go}
          onClose={onClose}
        />
      );
    case 'choose':
      return <ChooseStep choice={wizard.choice} go={go} onClose={onClose} />;
    case 'reconnect':
      if (account === undefined || account === null) break;
      return (
        <ConnectStep
          key={account.id}
          platform={account.platform}
          again={account}
          error={wizard.error}
          go={go}
          onClose={onClose}
        />
      );
    case 'after':
      if (account === undefined || account === null) break;
      return <AfterSteps key={account.id} account={account} step={wizard.step} go={go} onClose={onClose} />;
  }
  return <NoAccount known={account === null} onClose={onClose} />;
}

/** The address names an account that is not known yet, or not connected any more. */
function NoAccount({ known, onClose }: { known: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Frame title={t('accounts.wizard.account')} step="checks" onClose={onClose}>
      {known ? (
        <Empty icon={Plug} title={t('accounts.wizard.gone')} text={t('accounts.wizard.goneHint')} />
      ) : (
        <div className="skeleton after-a-while h-40 !rounded-card" />
      )}
    </Frame>
  );
}

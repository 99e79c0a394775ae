import { useLocation, useNavigate } from '@tanstack/react-router';
import clsx from 'clsx';
import { useRef } from 'react';
import type { Platform } from '@/api/types';
import { Choice } from '@/components/ui/Choice';
import { Page } from '@/components/ui/Page';
import { useTranslation } from '@/i18n/use-translation';
import { focusSoon } from '@/lib/focus';
import { platformName } from '@/lib/names';
import { useEscape } from '@/lib/shortcuts';
import type { AccountsSearch } from './address';
import { Manager } from './Manager';
import { useLastDeliveries } from './use-last-deliveries';
import { useWizard } from './use-wizard';
import { WizardPane } from './wizard/WizardPane';

const PLATFORMS: readonly Platform[] = ['INSTAGRAM', 'FACEBOOK'];

/** Manage Instagram beside Manage Facebook, the wizard as a third pane. With less room the wizard stands alone; on a phone one manager does. */
export function AccountsPage() {
  const { t } = useTranslation();
  const hash = useLocation({ select: (location) => location.hash });
  const { wizard, go, close } = useWizard();
  const open = wizard !== null;
  useLastDeliveries();
  // The focus comes back to what opened the wizard.
  const opener = useRef<Element | null>(null);
  const enter = (search: AccountsSearch) => {
    opener.current = document.activeElement;
    go(search);
  };
  const leave = () => {
    if (!open) return;
    close();
    focusSoon(() => (opener.current instanceof HTMLElement && opener.current.isConnected ? opener.current : null));
  };
  useEscape(leave);
  const shown = hash === 'facebook' ? 'FACEBOOK' : 'INSTAGRAM';
  return (
    <Page title={t('nav.accounts')} panes>
      <div
        className={clsx(
          'grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] pane:grid-rows-[minmax(0,1fr)]',
          open
            ? 'grid-rows-[minmax(0,1fr)] desk:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_clamp(384px,33vw,448px)]'
            : 'grid-rows-[auto_minmax(0,1fr)] pane:grid-cols-2',
        )}
      >
        {!open && <Pick shown={shown} />}
        {PLATFORMS.map((platform) => (
          <Manager
            key={platform}
            platform={platform}
            go={enter}
            className={clsx(open && 'max-desk:hidden', platform !== shown && 'max-pane:hidden')}
          />
        ))}
        {open && <WizardPane wizard={wizard} go={go} onClose={leave} />}
      </div>
    </Page>
  );
}

/** On a phone: which of the two managers. */
function Pick({ shown }: { shown: Platform }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <div className="border-b border-line px-3 py-2 pane:hidden">
      <Choice
        label={t('bar.platform')}
        value={shown}
        options={PLATFORMS.map((value) => ({ value, text: platformName(value) }))}
        onChange={(platform) => void navigate({ to: '/accounts', hash: platform.toLowerCase(), replace: true })}
      />
    </div>
  );
}

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import type { Platform } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';

/** What has to be done, and where Meta sends what happens (the guide's addresses; each takes both platforms). */
const PLATFORMS = {
  INSTAGRAM: { callback: '/api/webhooks/instagram', steps: ['step1', 'step2', 'step3', 'step4', 'step5'] },
  FACEBOOK: { callback: '/api/webhooks/facebook', steps: ['pageStep1', 'pageStep2', 'pageStep3', 'pageStep4'] },
} as const;

/** What has to be done at Meta, with what has to be typed there. */
export function SetupSteps({ platform }: { platform: Platform }) {
  const { t } = useTranslation();
  const { config } = useSession();
  const { callback: path, steps } = PLATFORMS[platform];
  const origin = config.webhook_url === null ? window.location.origin : new URL(config.webhook_url).origin;
  const heading = `setup-${platform.toLowerCase()}`;
  return (
    <section aria-labelledby={heading} className="rounded-card border border-line bg-panel p-4">
      <h3 id={heading}>{t('accounts.steps')}</h3>
      <ol className="mt-2 grid list-decimal gap-1.5 pl-5 text-fs2 leading-[18px] text-2 marker:text-3">
        {steps.map((step) => (
          <li key={step}>{t(`accounts.${step}`)}</li>
        ))}
      </ol>
      <CopyBox label={t('accounts.callback')} text={`${origin}${path}`} />
      <p className="mt-2 text-fs2 text-3">{t('accounts.callbackHint')}</p>
      <p className="mt-2 text-fs2 text-3">{t('accounts.verify')}</p>
    </section>
  );
}

function CopyBox({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation();
  const [state, setState] = useState<'copy' | 'copied' | 'copyFailed'>('copy');
  const copy = () => {
    // Only a secure page may write to the clipboard.
    if (navigator.clipboard === undefined) setState('copyFailed');
    else
      navigator.clipboard.writeText(text).then(
        () => setState('copied'),
        () => setState('copyFailed'),
      );
  };
  const Icon = state === 'copied' ? Check : Copy;
  return (
    <div className="mt-3 grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2 rounded-control bg-sunken py-2 pr-2 pl-3">
      <span className="text-fs1 text-3">{label}</span>
      <code className="col-start-1 cut font-mono text-fs2 select-all" title={text}>
        {text}
      </code>
      <button type="button" className="btn btn-s col-start-2 row-span-2 row-start-1" onClick={copy}>
        <Icon size={14} aria-hidden />
        <span role="status">{t(`accounts.${state}`)}</span>
      </button>
    </div>
  );
}

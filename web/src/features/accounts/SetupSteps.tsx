import type { Platform } from '@/api/types';
import { CopyButton } from '@/components/ui/CopyButton';
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
      <ol className="mt-2 grid list-decimal gap-1.5 ps-5 text-fs2 leading-[18px] text-2 marker:text-3">
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
  return (
    <div className="mt-3 grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2 rounded-control bg-sunken py-2 ps-3 pe-2">
      <div className="min-w-0">
        <span className="block text-fs1 text-3">{label}</span>
        <code className="cut block font-mono text-fs2 select-all" title={text}>
          {text}
        </code>
      </div>
      <CopyButton text={text} />
    </div>
  );
}

import type { Platform } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { CopyBox } from './CopyBox';
import { callbackOf } from './meta';

const STEPS = {
  INSTAGRAM: ['step1', 'step2', 'step3', 'step4', 'step5'],
  FACEBOOK: ['pageStep1', 'pageStep2', 'pageStep3', 'pageStep4'],
} as const;

/** What has to be done at Meta, with what has to be typed there. */
export function SetupSteps({ platform }: { platform: Platform }) {
  const { t } = useTranslation();
  const { config } = useSession();
  return (
    <details open className="rounded-card border border-line bg-card p-3.5">
      <summary className="cursor-pointer">
        <h3 className="inline">{t('accounts.steps')}</h3>
      </summary>
      <ol className="mt-2 mb-3 grid list-decimal gap-1.5 ps-5 text-fs2 leading-[18px] text-2 marker:text-3">
        {STEPS[platform].map((step) => (
          <li key={step}>{t(`accounts.${step}`)}</li>
        ))}
      </ol>
      <CopyBox label={t('accounts.callback')} text={callbackOf(config, platform)} />
      <p className="mt-2 text-fs2 text-3">{t('accounts.callbackHint')}</p>
      <p className="mt-2 text-fs2 text-3">{t('accounts.verify')}</p>
    </details>
  );
}

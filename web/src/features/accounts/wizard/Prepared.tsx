import type { Platform } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';

const THINGS = {
  INSTAGRAM: ['professional', 'page', 'access', 'mode', 'twoFactor'],
  FACEBOOK: ['admin', 'mode', 'twoFactor'],
} as const;

/** What has to be so at Meta before; nobody but the person can see it there. */
export function Prepared({ platform }: { platform: Platform }) {
  const { t } = useTranslation();
  return (
    <details className="rounded-control border border-line px-3 py-2.5">
      <summary className="cursor-pointer font-medium">{t('accounts.wizard.ready')}</summary>
      <ul className="mt-2 grid list-disc gap-1.5 ps-5 text-fs2 leading-[18px] text-2 marker:text-3">
        {THINGS[platform].map((thing) => (
          <li key={thing}>{t(`accounts.ready.${thing}`)}</li>
        ))}
      </ul>
    </details>
  );
}

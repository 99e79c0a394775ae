import type { ReactNode } from 'react';
import { Page } from '@/components/ui/Page';
import { useTranslation } from '@/i18n/use-translation';
import { Appearance } from './Appearance';
import { Keyboard } from './Keyboard';
import { Logins } from './Logins';
import { Notifications } from './Notifications';
import { Password } from './Password';
import { Profile } from './Profile';

const SECTIONS = ['profile', 'password', 'logins', 'appearance', 'notifications', 'keyboard'] as const;

const CONTENT: Readonly<Record<(typeof SECTIONS)[number], () => ReactNode>> = {
  profile: Profile,
  password: Password,
  logins: Logins,
  appearance: Appearance,
  notifications: Notifications,
  keyboard: Keyboard,
};

/** What a person sets for themselves. */
export function SettingsPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('settings.title')}>
      <div className="mx-auto grid max-w-[960px] grid-cols-[minmax(0,1fr)] gap-x-8 desk:grid-cols-[180px_minmax(0,1fr)]">
        <nav aria-label={t('settings.sections')} className="max-desk:hidden">
          <ul className="sticky top-0 grid gap-0.5">
            {SECTIONS.map((section) => (
              <li key={section}>
                <a
                  href={`#${section}`}
                  className="ease-colour flex h-8 items-center rounded-row px-2.5 font-medium text-2 hover:bg-hover hover:text-1"
                >
                  {t(`settings.section.${section}`)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          {SECTIONS.map((section) => {
            const Content = CONTENT[section];
            return (
              <section
                key={section}
                id={section}
                aria-labelledby={`${section}-title`}
                className="scroll-mt-4 rounded-card border border-line bg-panel p-4"
              >
                <h2 id={`${section}-title`} className="mb-3 text-fs5">
                  {t(`settings.section.${section}`)}
                </h2>
                <Content />
              </section>
            );
          })}
        </div>
      </div>
    </Page>
  );
}

import type { ReactNode } from 'react';
import { Page } from '@/components/ui/Page';
import { useTranslation } from '@/i18n/use-translation';
import { Appearance } from './Appearance';
import { Keyboard } from './Keyboard';
import { Logins } from './Logins';
import { Notifications } from './Notifications';
import { Password } from './Password';
import { Profile } from './Profile';
import { useCurrentSection } from './use-current-section';

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
        <Sections />
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

/** The way to a section: a column beside them, a row above them where there is no room. */
function Sections() {
  const { t } = useTranslation();
  const current = useCurrentSection(SECTIONS);
  return (
    <nav aria-label={t('settings.sections')} className="min-w-0 max-desk:mb-3">
      <ul className="flex gap-0.5 max-desk:overflow-x-auto max-desk:pb-1 desk:sticky desk:top-0 desk:flex-col">
        {SECTIONS.map((section) => (
          <li key={section} className="flex-none">
            <a
              href={`#${section}`}
              aria-current={section === current ? 'location' : undefined}
              className="ease-colour flex h-8 items-center rounded-row px-2.5 font-medium text-2 hover:bg-hover hover:text-1 focus-visible:-outline-offset-2 pointer-coarse:h-9 desk:aria-[current]:bg-accent-soft desk:aria-[current]:text-1"
            >
              {t(`settings.section.${section}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

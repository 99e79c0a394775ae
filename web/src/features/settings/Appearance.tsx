import { useState } from 'react';
import { Choice } from '@/components/ui/Choice';
import { Select } from '@/components/ui/Field';
import { Say } from '@/components/ui/Say';
import { LANGUAGES, type Language } from '@/i18n/languages';
import { rememberLanguage } from '@/i18n/preferred';
import { useTranslation } from '@/i18n/use-translation';
import { setLanguage } from '@/i18n/words';
import { useStore } from '@/lib/store';
import { density, setDensity, setTheme, themeChoice } from '@/lib/theme';

const THEMES = ['dark', 'light', 'system'] as const;
const DENSITIES = ['comfortable', 'compact'] as const;

export function Appearance() {
  const { t, language } = useTranslation();
  const theme = useStore(themeChoice);
  const dense = useStore(density);
  const [failed, setFailed] = useState(false);
  const choose = (next: Language) => {
    setFailed(false);
    setLanguage(next).then(
      () => rememberLanguage(next),
      () => setFailed(true),
    );
  };
  return (
    <div className="grid gap-3">
      <Line name={t('settings.theme')}>
        <Choice
          label={t('settings.theme')}
          value={theme}
          options={THEMES.map((one) => ({ value: one, text: t(`settings.themes.${one}`) }))}
          onChange={setTheme}
        />
      </Line>
      <Line name={t('settings.density')}>
        <Choice
          label={t('settings.density')}
          value={dense}
          options={DENSITIES.map((one) => ({ value: one, text: t(`settings.densities.${one}`) }))}
          onChange={setDensity}
        />
      </Line>
      <div className="max-w-72">
        <Select
          label={t('settings.language')}
          value={LANGUAGES.find((one) => one.code === language)?.code ?? 'en'}
          options={LANGUAGES.map((one) => ({ value: one.code, text: one.name }))}
          hint={t('settings.languageHint')}
          onChange={choose}
        />
      </div>
      {failed && (
        <Say tone="bad" alert>
          {t('settings.languageFailed')}
        </Say>
      )}
    </div>
  );
}

function Line({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <span className="font-medium">{name}</span>
      {children}
    </div>
  );
}

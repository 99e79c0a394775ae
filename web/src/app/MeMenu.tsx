import { useRouter } from '@tanstack/react-router';
import { Keyboard, LogOut, Moon, Settings, Smartphone, Sun } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useLogout } from '@/api/use-logout';
import { Menu, MenuItem, MenuLine } from '@/components/ui/Menu';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { useStore } from '@/lib/store';
import { setTheme, theme } from '@/lib/theme';

/** The person's own menu, on the rail and on the phone's tab bar. */
export function MeMenu({
  trigger,
  onHelp,
  align,
  children,
}: {
  trigger: ReactElement;
  onHelp: () => void;
  align: 'start' | 'end';
  /** What else the menu offers, above the person's own entries. */
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const { config } = useSession();
  const router = useRouter();
  const shown = useStore(theme);
  const logout = useLogout();
  return (
    <Menu trigger={trigger} side="top" align={align}>
      {children}
      {shown === 'dark' ? (
        <MenuItem icon={<Sun size={16} aria-hidden />} onSelect={() => setTheme('light')}>
          {t('menu.light')}
        </MenuItem>
      ) : (
        <MenuItem icon={<Moon size={16} aria-hidden />} onSelect={() => setTheme('dark')}>
          {t('menu.dark')}
        </MenuItem>
      )}
      <MenuItem icon={<Settings size={16} aria-hidden />} onSelect={() => void router.navigate({ to: '/settings' })}>
        {t('menu.settings')}
      </MenuItem>
      <MenuItem icon={<Keyboard size={16} aria-hidden />} onSelect={onHelp}>
        {t('menu.shortcuts')}
      </MenuItem>
      {config.simulator_url !== null && (
        <MenuItem
          icon={<Smartphone size={16} aria-hidden />}
          onSelect={() => window.open(config.simulator_url ?? '', '_blank', 'noopener')}
        >
          {t('menu.simulator')}
        </MenuItem>
      )}
      <MenuLine />
      <MenuItem icon={<LogOut size={16} aria-hidden />} onSelect={logout}>
        {t('menu.logout')}
      </MenuItem>
    </Menu>
  );
}

import { useNavigate } from '@tanstack/react-router';
import { Ellipsis, KeyRound, Pencil, Settings, ShieldCheck, UserCheck, User as UserIcon, UserX } from 'lucide-react';
import type { User } from '@/api/types';
import { Menu, MenuItem, MenuLine } from '@/components/ui/Menu';
import { useTranslation } from '@/i18n/use-translation';

/** What can be wished for somebody; all but the last is asked about first. */
export type Wish = 'edit' | 'admin' | 'agent' | 'reset' | 'deactivate' | 'activate';

type Props = { person: User; self: boolean; onWish: (wish: Wish) => void };

/**
 * The actions on one person. Name, address and password of one's own are changed in the settings: a new password by
 * this way would end the login that is to show it.
 */
export function PersonMenu({ person, self, onWish }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const name = person.name;
  return (
    <Menu
      align="end"
      trigger={
        <button type="button" className="btn btn-ghost btn-icon" aria-label={t('people.actions', { name })}>
          <Ellipsis size={16} aria-hidden />
        </button>
      }
    >
      {self ? (
        <MenuItem icon={<Settings size={16} aria-hidden />} onSelect={() => void navigate({ to: '/settings' })}>
          {t('people.ownSettings')}
        </MenuItem>
      ) : (
        <>
          <MenuItem icon={<Pencil size={16} aria-hidden />} onSelect={() => onWish('edit')}>
            {t('people.edit')}
          </MenuItem>
          <MenuItem icon={<KeyRound size={16} aria-hidden />} onSelect={() => onWish('reset')}>
            {t('people.reset')}
          </MenuItem>
        </>
      )}
      <MenuLine />
      {person.role === 'agent' ? (
        <MenuItem icon={<ShieldCheck size={16} aria-hidden />} onSelect={() => onWish('admin')}>
          {t('people.makeAdmin')}
        </MenuItem>
      ) : (
        <MenuItem icon={<UserIcon size={16} aria-hidden />} onSelect={() => onWish('agent')}>
          {t('people.makeAgent')}
        </MenuItem>
      )}
      {person.is_active ? (
        <MenuItem icon={<UserX size={16} aria-hidden />} onSelect={() => onWish('deactivate')}>
          {t('people.deactivate')}
        </MenuItem>
      ) : (
        <MenuItem icon={<UserCheck size={16} aria-hidden />} onSelect={() => onWish('activate')}>
          {t('people.activate')}
        </MenuItem>
      )}
    </Menu>
  );
}

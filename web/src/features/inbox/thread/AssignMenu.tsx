import { useMutation, useQuery } from '@tanstack/react-query';
import { ChevronDown, UserPlus, UserRound, UserX } from 'lucide-react';
import { agentsQuery } from '@/api/people';
import type { Chat } from '@/api/types';
import { Face } from '@/components/ui/Face';
import { Menu, MenuCheck, MenuItem, MenuLine } from '@/components/ui/Menu';
import { useTranslation } from '@/i18n/use-translation';
import { firstName } from '@/lib/names';
import { useSession } from '@/lib/session';
import { useShortcuts } from '@/lib/shortcuts';
import { assignChat } from '../api';
import { usePeople } from '../use-inbox';

const ASSIGN_BUTTON = 'assign-button';

/** Admins hand a chat to anybody; an agent takes a free one or gives back their own. */
export function AssignMenu({ chat }: { chat: Chat }) {
  const { t } = useTranslation();
  const { me } = useSession();
  const personName = usePeople();
  const agents = useQuery(agentsQuery).data ?? [];
  const assign = useMutation({ mutationFn: (agentId: string | null) => assignChat(chat.id, agentId) });
  const owner = chat.assigned_to;
  const name = owner === null ? t('assign.unassigned') : (chat.assigned_agent?.name ?? personName(owner));
  const mine = owner === me.id;
  useShortcuts({ 'chat.assign': () => document.getElementById(ASSIGN_BUTTON)?.click() });
  if (me.role === 'agent' && owner !== null && !mine) return null;
  return (
    <>
      {assign.isError && (
        <span role="alert" className="cut text-fs2 text-bad-text" title={assign.error.message}>
          {t('assign.failed', { reason: assign.error.message })}
        </span>
      )}
      <Menu
        align="end"
        trigger={
          <button id={ASSIGN_BUTTON} type="button" className="btn btn-s max-w-44" title={name}>
            <span className="sr-only">{t('assign.label')}</span>
            {owner === null ? <UserPlus size={14} aria-hidden /> : <Face id={owner} name={name} size={16} />}
            <span className="cut max-pane:sr-only">{owner === null ? name : firstName(name)}</span>
            <ChevronDown size={14} aria-hidden />
          </button>
        }
      >
        {me.role === 'agent' ? (
          <MenuItem
            icon={mine ? <UserX size={16} aria-hidden /> : <UserRound size={16} aria-hidden />}
            onSelect={() => assign.mutate(mine ? null : me.id)}
          >
            {t(mine ? 'assign.giveBack' : 'assign.take')}
          </MenuItem>
        ) : (
          <>
            {agents.map((agent) => (
              <MenuCheck
                key={agent.id}
                icon={<Face id={agent.id} name={agent.name} size={20} />}
                checked={agent.id === owner}
                onChange={() => assign.mutate(agent.id)}
              >
                {agent.name}
              </MenuCheck>
            ))}
            <MenuLine />
            <MenuItem icon={<UserX size={16} aria-hidden />} onSelect={() => assign.mutate(null)}>
              {t('assign.leave')}
            </MenuItem>
          </>
        )}
      </Menu>
    </>
  );
}

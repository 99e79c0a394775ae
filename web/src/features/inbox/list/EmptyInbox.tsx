import { useMutation } from '@tanstack/react-query';
import type { LucideIcon } from 'lucide-react';
import { Empty } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { generateChats } from '../api';

/** The first thing a newcomer sees: how to get a customer to write. */
export function EmptyInbox({ icon }: { icon: LucideIcon }) {
  const { t } = useTranslation();
  const { me, config } = useSession();
  const generate = useMutation({ mutationFn: generateChats });
  if (config.mode !== 'mock') return <Empty icon={icon} title={t('inbox.empty')} text={t('inbox.emptyHint')} />;
  return (
    <Empty icon={icon} title={t('inbox.emptyMock')} text={t('inbox.emptyMockHint')}>
      {config.simulator_url !== null && (
        <a href={config.simulator_url} target="_blank" rel="noreferrer" className="btn btn-s">
          {t('inbox.openSimulator')}
        </a>
      )}
      {me.role === 'admin' && (
        <button
          type="button"
          className="btn btn-s"
          aria-disabled={generate.isPending}
          onClick={() => !generate.isPending && generate.mutate()}
        >
          {t(generate.isPending ? 'inbox.generating' : 'inbox.generate')}
        </button>
      )}
      {generate.isError && (
        <p role="alert" className="text-fs2 text-bad-text">
          {t('inbox.generateFailed', { reason: generate.error.message })}
        </p>
      )}
    </Empty>
  );
}

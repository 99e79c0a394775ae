import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Managed } from '@/api/accounts';
import type { Health } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { type LaterStep, STEPS, toStep } from '../address';
import { healthQuery } from '../api';
import { blocking, checkOf, itemsOf, levelOf } from '../checks';
import type { Go } from '../use-wizard';
import { ChecksStep } from './ChecksStep';
import { DoneStep } from './DoneStep';
import { Frame } from './Frame';
import { TestStep } from './TestStep';
import { WebhooksStep } from './WebhooksStep';

/** While something stands in the way it is being mended elsewhere, so we look often; Meta counts our calls. */
const LOOK_AGAIN_MS = 15_000;

type Props = { account: Managed; step: LaterStep; go: Go; onClose: () => void };

/** What follows the connecting: is it ready, do the webhooks come, does a message arrive. */
export function AfterSteps({ account, step, go, onClose }: Props) {
  const { t } = useTranslation();
  const { config } = useSession();
  const left = (seen: Health | undefined) => leftToDo(step, seen, account, config);
  const health = useQuery({
    ...healthQuery(account.id),
    refetchOnMount: 'always',
    refetchInterval: ({ state }) => (left(state.data) > 0 ? LOOK_AGAIN_MS : false),
  });
  const undone = left(health.data);
  const place = STEPS.indexOf(step);
  const before = STEPS[place - 1];
  const next = STEPS[place + 1];
  const bodies: Record<LaterStep, () => ReactNode> = {
    checks: () => <ChecksStep account={account} health={health} go={go} />,
    webhooks: () => <WebhooksStep account={account} health={health.data} />,
    test: () => <TestStep account={account} />,
    done: () => <DoneStep account={account} />,
  };
  return (
    <Frame
      title={account.name}
      step={step}
      onClose={onClose}
      foot={
        <>
          {before !== undefined && before !== 'connect' && (
            <button type="button" className="btn btn-ghost" onClick={() => go(toStep(account.id, before))}>
              {t('accounts.wizard.back')}
            </button>
          )}
          <span role="status" className="ms-auto text-fs2 text-3">
            {undone > 0 && t('accounts.wizard.left', { count: undone })}
          </span>
          <button
            type="button"
            className="btn btn-primary"
            aria-disabled={undone > 0}
            onClick={() => {
              if (undone > 0) return;
              if (next === undefined || next === 'connect') onClose();
              else go(toStep(account.id, next));
            }}
          >
            {t(step === 'done' ? 'accounts.wizard.finish' : 'accounts.wizard.on')}
          </button>
        </>
      }
    >
      {bodies[step]()}
    </Frame>
  );
}

function leftToDo(
  step: LaterStep,
  health: Health | undefined,
  account: Managed,
  config: Parameters<typeof itemsOf>[0]['config'],
): number {
  if (step === 'checks') return blocking(itemsOf({ account, health, config }));
  const subscription = checkOf(health, 'subscription');
  if (step !== 'webhooks' || health === undefined || subscription === null) return 0;
  return blocking([{ level: levelOf(subscription, health.status) }]);
}

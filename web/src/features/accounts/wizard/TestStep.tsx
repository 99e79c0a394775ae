import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { Check, ExternalLink } from 'lucide-react';
import type { Managed } from '@/api/accounts';
import type { Delivery } from '@/api/types';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { appName } from '@/lib/names';
import { useSession } from '@/lib/session';
import { clock } from '@/lib/time';
import { saidQuery } from '../api';
import type { Heard } from '../heard';
import { useLiveTest } from '../use-live-test';

/** The live test: somebody writes to the account, and the light turns green when it has come all the way. */
export function TestStep({ account }: { account: Managed }) {
  const { t } = useTranslation();
  const { config } = useSession();
  const test = useLiveTest(account);
  return (
    <>
      <p className="text-2">
        {t(account.platform === 'INSTAGRAM' ? 'accounts.test.text' : 'accounts.test.textPage', { name: account.name })}
      </p>
      {config.simulator_url !== null && (
        <a className="btn justify-self-start" href={config.simulator_url} target="_blank" rel="noreferrer">
          {t('accounts.test.phone')}
          <ExternalLink size={14} aria-hidden />
        </a>
      )}
      <div
        role="status"
        data-heard={test.running ? test.heard.kind : 'stopped'}
        className="flex items-center gap-4 rounded-card border border-line bg-panel p-4"
      >
        <Light heard={test.heard} running={test.running} />
        <div className="min-w-0 flex-1">
          <Told heard={test.heard} running={test.running} account={account} />
        </div>
      </div>
      {test.heard.kind === 'message' ? (
        <Said {...test.heard} />
      ) : (
        <>
          <button
            type="button"
            className="btn btn-s justify-self-start"
            onClick={() => (test.running ? test.stop() : test.begin())}
          >
            {t(test.running ? 'accounts.test.stop' : 'accounts.test.begin')}
          </button>
          {test.problem !== null && (
            <Say tone="bad" alert>
              {test.problem}
            </Say>
          )}
          <Nothing account={account} />
        </>
      )}
    </>
  );
}

function Light({ heard, running }: { heard: Heard; running: boolean }) {
  const green = heard.kind === 'message';
  return (
    <span
      aria-hidden
      className={clsx(
        'grid size-9 flex-none place-items-center rounded-full',
        green ? 'bg-ok-soft text-ok-text' : 'border-[2px] border-dotted border-line-control',
        !green && running && 'spin border-accent-text',
      )}
    >
      {green && <Check size={20} />}
    </span>
  );
}

function Told({ heard, running, account }: { heard: Heard; running: boolean; account: Managed }) {
  const { t, language } = useTranslation();
  if (heard.kind === 'message') {
    return (
      <>
        <p className="font-medium text-ok-text">{t('accounts.test.arrived')}</p>
        <p className="text-fs2 text-2">
          {t('accounts.test.took', { time: clock(Date.parse(heard.delivery.received_at), language) })}
        </p>
      </>
    );
  }
  if (!running) return <p className="text-2">{t('accounts.test.stopped')}</p>;
  if (heard.kind === 'waiting') {
    return (
      <>
        <p className="font-medium">{t('accounts.test.waiting', { name: account.name })}</p>
        <p className="text-fs2 text-2">{t('accounts.test.waitingHint')}</p>
      </>
    );
  }
  return (
    <>
      <p className="font-medium text-warn-text">
        {t('accounts.test.other', { time: clock(Date.parse(heard.delivery.received_at), language) })}
      </p>
      {heard.reason !== null && <p className="along plain text-fs2 text-2">{heard.reason}</p>}
      <SeeDelivery delivery={heard.delivery} />
    </>
  );
}

function SeeDelivery({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation();
  return (
    <Link
      to="/deliveries"
      search={{ delivery: delivery.id }}
      className="text-fs2 text-accent-text underline underline-offset-2"
    >
      {t('accounts.test.see')}
    </Link>
  );
}

/** What the customer wrote, and the way to answer: the other half of the test. */
function Said({ chatId, messageId, delivery }: Extract<Heard, { kind: 'message' }>) {
  const { t } = useTranslation();
  const said = useQuery(saidQuery(chatId, messageId)).data;
  return (
    <div className="grid gap-3">
      {said?.message !== undefined && (
        <blockquote className="grid gap-1">
          <p className="text-fs2 text-3">{said.who}</p>
          <p dir="auto" className="bubble justify-self-start">
            {said.message.content === '' ? t('accounts.test.file') : said.message.content}
          </p>
        </blockquote>
      )}
      <p className="text-2">{t('accounts.test.answer')}</p>
      <div className="flex flex-wrap items-center gap-4">
        <Link to="/inbox/$chatId" params={{ chatId }} className="btn">
          {t('accounts.test.open')}
        </Link>
        <SeeDelivery delivery={delivery} />
      </div>
    </div>
  );
}

/** Why nothing may come although everything looks well. */
function Nothing({ account }: { account: Managed }) {
  const { t } = useTranslation();
  const { config } = useSession();
  if (config.mode === 'mock') return null;
  const reasons =
    account.platform === 'INSTAGRAM' ? (['access', 'mode', 'test'] as const) : (['mode', 'test'] as const);
  return (
    <details className="rounded-control border border-line px-3 py-2.5">
      <summary className="cursor-pointer font-medium">
        {t('accounts.test.nothing', { app: appName(account.platform) })}
      </summary>
      <ul className="mt-2 grid list-disc gap-1.5 ps-5 text-fs2 leading-[18px] text-2 marker:text-3">
        {reasons.map((reason) => (
          <li key={reason}>{t(`accounts.nothing.${reason}`)}</li>
        ))}
      </ul>
    </details>
  );
}

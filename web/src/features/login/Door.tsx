import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { configQuery } from '@/api/session';
import { Mark } from '@/components/ui/Mark';
import { useTranslation } from '@/i18n/use-translation';

type Props = { page: string; title: string; sub: string; children: ReactNode };

/** The one column of every page before somebody is in. */
export function Door({ page, title, sub, children }: Props) {
  const { t } = useTranslation();
  const config = useQuery(configQuery);
  useEffect(() => {
    document.title = `${page} · ${t('app.name')}`;
  }, [page, t]);
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    // There is nothing here but a form. On a phone the focus would bring its keyboard over half of it.
    if (matchMedia('(pointer: fine)').matches) main.current?.querySelector('input')?.focus();
  }, []);
  return (
    <div className="grid min-h-dvh grid-rows-[1fr_auto]">
      <main ref={main} className="grid place-items-center px-4 py-8">
        <div className="w-full max-w-[372px]">
          <div className="mb-5">
            <Mark size={52} />
          </div>
          <h1 className="text-[24px] leading-[30px] ltr:tracking-tight">{title}</h1>
          <p className="mt-1 mb-6 text-fs4 text-2">{sub}</p>
          {children}
        </div>
      </main>
      <footer className="flex flex-wrap items-center justify-center gap-x-5 gap-y-1 p-4 text-fs2 text-3">
        {!config.isPending && (
          <span className="flex items-center gap-[7px]">
            <span className={`size-2 rounded-full ${config.isError ? 'bg-bad' : 'bg-ok'}`} />
            {t(config.isError ? 'login.notReady' : 'login.ready')}
          </span>
        )}
        {typeof config.data?.simulator_url === 'string' && (
          <a href={config.data.simulator_url} target="_blank" rel="noreferrer" className="hover:underline">
            {t('login.simulator')}
          </a>
        )}
        <a href="/docs" className="hover:underline">
          {t('login.docs')}
        </a>
      </footer>
    </div>
  );
}

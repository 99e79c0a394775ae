import { type ReactNode, useEffect } from 'react';
import { useTranslation } from '@/i18n/use-translation';

type Props = {
  title: string;
  /** Filters and actions of the whole screen, in one line under the bar. */
  tools?: ReactNode;
  /** A screen of panes that scroll by themselves. */
  panes?: boolean;
  children: ReactNode;
};

/** The sheet of a screen other than the inbox: its tools stay while the content scrolls. */
export function Page({ title, tools, panes = false, children }: Props) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  return (
    <main
      id="main"
      aria-label={title}
      className="flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden border-line bg-card max-pane:border-t pane:rounded-card pane:border"
    >
      {tools !== undefined && (
        <div className="flex min-h-[var(--bar)] flex-none flex-wrap items-center gap-2 border-b border-line px-3 py-2 pane:px-4">
          {tools}
        </div>
      )}
      {panes ? children : <div className="min-h-0 flex-1 overflow-y-auto px-3 py-4 pane:px-6">{children}</div>}
    </main>
  );
}

import { useTranslation } from '@/i18n/use-translation';

const ROWS = ['62%', '48%', '70%', '55%', '64%', '50%'];

/** Rows in the shape of what comes. */
export function ListSkeleton() {
  const { t } = useTranslation();
  return (
    <div className="after-a-while px-4 py-3">
      <span role="status" className="sr-only">
        {t('app.loading')}
      </span>
      {ROWS.map((width) => (
        <div key={width} className="flex h-[78px] gap-3" aria-hidden="true">
          <div className="skeleton size-9 !rounded-full" />
          <div className="flex-1 pt-1">
            <div className="skeleton h-3 w-2/5" />
            <div className="skeleton mt-2.5 h-3" style={{ width }} />
          </div>
        </div>
      ))}
    </div>
  );
}

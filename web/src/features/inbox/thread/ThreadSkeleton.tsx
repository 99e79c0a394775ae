import { useTranslation } from '@/i18n/use-translation';

export function ThreadSkeleton() {
  const { t } = useTranslation();
  return (
    <div className="after-a-while mt-auto flex flex-col gap-3 p-5">
      <span role="status" className="sr-only">
        {t('app.loading')}
      </span>
      <div className="skeleton h-9 w-3/5 !rounded-bubble" />
      <div className="skeleton h-9 w-2/5 !rounded-bubble" />
      <div className="skeleton h-14 w-1/2 self-end !rounded-bubble" />
      <div className="skeleton h-9 w-2/5 !rounded-bubble" />
    </div>
  );
}

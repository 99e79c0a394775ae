import { useTranslation } from '@/i18n/use-translation';

type Paged = {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly isFetchNextPageError?: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
};

/** Asks for the next page of a list, and says so when it did not come. */
export function More({ of: query }: { of: Paged }) {
  const { t } = useTranslation();
  if (!query.hasNextPage) return null;
  return (
    <div className="mt-2 flex flex-wrap items-center justify-center gap-2">
      {query.isFetchNextPageError === true && (
        <span role="alert" className="text-fs2 text-bad-text">
          {t('common.moreFailed')}
        </span>
      )}
      <button
        type="button"
        className="btn btn-s btn-ghost"
        aria-disabled={query.isFetchingNextPage}
        onClick={() => query.isFetchingNextPage || void query.fetchNextPage()}
      >
        {t('common.more')}
      </button>
    </div>
  );
}

import clsx from 'clsx';
import { MessageCircle } from 'lucide-react';
import { useState } from 'react';
import { Page } from '@/components/ui/Page';
import { Empty } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { useEscape } from '@/lib/shortcuts';
import { PostPane } from './PostPane';
import { Queue } from './Queue';
import { Tree } from './Tree';
import { DeletionsContext, useNewDeletions, usePlace } from './use-comments';
import { useGroup } from './use-group';

/** What is written in public: the queue by post, the tree of one post, the post. On a phone one after the other. */
export function CommentsPage() {
  const { t } = useTranslation();
  const deletions = useNewDeletions();
  return (
    <DeletionsContext value={deletions}>
      <Page title={t('comments.title')} panes>
        <Panes />
      </Page>
    </DeletionsContext>
  );
}

function Panes() {
  const { t } = useTranslation();
  const { place, go } = usePlace();
  const [answering, setAnswering] = useState<string | null>(null);
  const group = useGroup(place);
  const back = () => (answering === null ? go({ post: null, comment: null }) : setAnswering(null));
  useEscape(back);
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] pane:grid-cols-[var(--list)_minmax(0,1fr)] desk:grid-cols-[var(--list)_minmax(0,1fr)_var(--side)]">
      <Queue className={clsx(group !== null && 'max-pane:hidden')} onAnswer={setAnswering} />
      {group === null ? (
        <section className="grid min-w-0 border-s border-line max-pane:hidden desk:col-span-2">
          <Empty icon={MessageCircle} title={t('comments.pick')} text={t('comments.pickHint')} />
        </section>
      ) : (
        <>
          <Tree key={group.key} group={group} answering={answering} onAnswer={setAnswering} />
          <PostPane group={group} />
        </>
      )}
    </div>
  );
}

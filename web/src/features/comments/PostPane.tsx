import { ExternalLink } from 'lucide-react';
import { Face } from '@/components/ui/Face';
import { useTranslation } from '@/i18n/use-translation';
import { appName } from '@/lib/names';
import { dateOf } from '@/lib/time';
import type { PostGroup } from './model';
import { Thumbnail } from './QueueGroup';

/** The post itself, beside what is said about it. */
export function PostPane({ group }: { group: PostGroup }) {
  const { t } = useTranslation();
  return (
    <aside
      aria-label={t('comments.postLabel')}
      className="min-h-0 min-w-0 overflow-y-auto border-s border-line bg-panel max-desk:hidden"
    >
      {group.post.media_type !== 'VIDEO' && (
        <div className="grid aspect-square w-full place-items-center overflow-hidden bg-raised [&>*]:!size-full [&>*]:!rounded-none">
          <Thumbnail url={group.post.media_url} size={280} />
        </div>
      )}
      <div className="p-4">
        <PostFacts group={group} />
      </div>
    </aside>
  );
}

/** Whose post it is, what it says, and the way to it. */
export function PostFacts({ group }: { group: PostGroup }) {
  const { t, language } = useTranslation();
  const { post, platform } = group;
  const account = post.username ?? appName(platform);
  const date = post.timestamp === null ? null : dateOf(Date.parse(post.timestamp), language);
  return (
    <div>
      <p className="flex items-center gap-2.5">
        <Face id={account} name={account} picture={post.profile_pic} platform={platform} size={26} />
        <b dir="auto" className="cut font-semibold">
          {account}
        </b>
        {post.permalink !== null && (
          <a
            href={post.permalink}
            target="_blank"
            rel="noreferrer noopener"
            className="ms-auto flex flex-none items-center gap-1.5 text-fs2 text-accent-text"
          >
            <ExternalLink size={14} aria-hidden />
            {t('comments.openPost')}
          </a>
        )}
      </p>
      <p dir="auto" className="mt-2.5 line-clamp-6 whitespace-pre-wrap [overflow-wrap:anywhere]">
        {post.caption?.trim() || t('comments.noCaption')}
      </p>
      {date !== null && <p className="mt-1 text-fs2 text-3">{date}</p>}
    </div>
  );
}

import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { FileText, Plus, SearchX } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Platform, Template } from '@/api/types';
import { Dialog } from '@/components/ui/Dialog';
import { Select } from '@/components/ui/Field';
import { More } from '@/components/ui/More';
import { Page } from '@/components/ui/Page';
import { SearchBox } from '@/components/ui/SearchBox';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { useShortcuts } from '@/lib/shortcuts';
import { templatesQuery } from './api';
import { TemplateCard } from './TemplateCard';
import { TemplateForm } from './TemplateForm';

/** Texts that are sent again and again. Admins write them, everybody uses them with a slash in the composer. */
export function TemplatesPage() {
  const { t } = useTranslation();
  const { me } = useSession();
  const raw: { platform?: unknown } = useSearch({ strict: false });
  const platform: Platform | null = raw.platform === 'INSTAGRAM' || raw.platform === 'FACEBOOK' ? raw.platform : null;
  const query = useInfiniteQuery(templatesQuery(platform));
  const all = query.data?.pages.flatMap((page) => page.templates) ?? [];
  const [q, setQ] = useState('');
  const [category, setCategory] = useState('');
  const [editing, setEditing] = useState<Template | 'new' | null>(null);
  const search = useRef<HTMLInputElement>(null);
  useShortcuts({ 'list.search': () => search.current?.focus() });
  const categories = [...new Set(all.map((one) => one.category))].sort();
  const needle = q.toLocaleLowerCase();
  const shown = all.filter(
    (one) =>
      (category === '' || one.category === category) &&
      `${one.name} ${one.category} ${one.content}`.toLocaleLowerCase().includes(needle),
  );
  return (
    <Page
      title={t('templates.title')}
      tools={
        <>
          <div className="w-64 max-w-full">
            <SearchBox ref={search} label={t('templates.search')} value={q} onChange={setQ} />
          </div>
          {categories.length > 1 && (
            <div className="w-44">
              <Select
                quiet
                label={t('templates.category')}
                value={category}
                onChange={setCategory}
                options={[
                  { value: '', text: t('templates.allCategories') },
                  ...categories.map((one) => ({ value: one, text: one })),
                ]}
              />
            </div>
          )}
          {me.role === 'admin' && (
            <button type="button" className="btn btn-primary ms-auto" onClick={() => setEditing('new')}>
              <Plus size={16} aria-hidden />
              {t('templates.new')}
            </button>
          )}
        </>
      }
    >
      {query.data === undefined ? (
        query.isError ? (
          <Failed
            title={t('templates.failed')}
            text={t('common.failedHint')}
            retry={t('common.retry')}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <div className="skeleton after-a-while h-40 !rounded-card" />
        )
      ) : shown.length === 0 ? (
        <Empty
          icon={all.length === 0 ? FileText : SearchX}
          title={t(all.length === 0 ? 'templates.empty' : 'templates.none')}
          text={t(
            all.length > 0
              ? 'templates.noneHint'
              : me.role === 'admin'
                ? 'templates.emptyHint'
                : 'templates.emptyAgent',
          )}
        />
      ) : (
        <ul className="mx-auto grid max-w-[1100px] grid-cols-[minmax(0,1fr)] gap-3 desk:grid-cols-2">
          {shown.map((template) => (
            <TemplateCard key={template.id} template={template} onEdit={() => setEditing(template)} />
          ))}
        </ul>
      )}
      <More of={query} />
      <Dialog
        open={editing !== null}
        onClose={() => setEditing(null)}
        title={t(editing === 'new' ? 'templates.new' : 'templates.editTitle')}
        closeLabel={t('common.close')}
      >
        {editing !== null && (
          <TemplateForm
            template={editing === 'new' ? null : editing}
            platform={platform ?? 'INSTAGRAM'}
            onDone={() => setEditing(null)}
          />
        )}
      </Dialog>
    </Page>
  );
}

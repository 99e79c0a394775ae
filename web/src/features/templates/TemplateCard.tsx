import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Template } from '@/api/types';
import { Confirm } from '@/components/ui/Confirm';
import { CopyButton } from '@/components/ui/CopyButton';
import { PlatformGlyph } from '@/components/ui/Platform';
import { useTranslation } from '@/i18n/use-translation';
import { platformName } from '@/lib/names';
import { useSession } from '@/lib/session';
import { tell } from '@/lib/toast';
import { Approval } from './Approval';
import { deleteTemplate } from './api';
import { Preview } from './Preview';

export function TemplateCard({ template, onEdit }: { template: Template; onEdit: () => void }) {
  const { t } = useTranslation();
  const { me } = useSession();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => deleteTemplate(template.id),
    onSuccess: async () => {
      tell(t('templates.deleted', { name: template.name }));
      setAsking(false);
      await queryClient.invalidateQueries({ queryKey: ['templates'] });
    },
  });
  const admin = me.role === 'admin';
  return (
    <li className="flex flex-col gap-2.5 rounded-card border border-line bg-panel p-3.5">
      <header className="flex items-center gap-2">
        <span className={template.platform === 'INSTAGRAM' ? 'text-ig-text' : 'text-fb-text'}>
          <PlatformGlyph platform={template.platform} size={16} />
        </span>
        <span className="sr-only">{platformName(template.platform)}</span>
        <h2 dir="auto" className="cut along flex-1 text-fs4" title={template.name}>
          {template.name}
        </h2>
        <span className="chip max-w-40">
          <span className="cut">{template.category}</span>
        </span>
      </header>
      <Preview content={template.content} />
      {template.platform === 'FACEBOOK' && <Approval template={template} admin={admin} />}
      <footer className="mt-auto flex flex-wrap justify-end gap-1.5">
        <CopyButton text={template.content} label={t('templates.copy', { name: template.name })} />
        {admin && (
          <>
            <button
              type="button"
              className="btn btn-s"
              aria-label={t('templates.editOne', { name: template.name })}
              onClick={onEdit}
            >
              <Pencil size={14} aria-hidden />
              {t('common.edit')}
            </button>
            <button
              type="button"
              className="btn btn-s btn-ghost btn-bad"
              aria-label={t('templates.deleteOne', { name: template.name })}
              onClick={() => setAsking(true)}
            >
              <Trash2 size={14} aria-hidden />
              {t('common.delete')}
            </button>
          </>
        )}
      </footer>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t('templates.deleteOne', { name: template.name })}
        action={t('common.delete')}
        busy={remove.isPending}
        problem={remove.isError ? remove.error.message : null}
        onConfirm={() => remove.mutate()}
      >
        {t('templates.deleteText')}
      </Confirm>
    </li>
  );
}

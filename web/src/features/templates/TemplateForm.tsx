import { useMutation, useQueryClient } from '@tanstack/react-query';
import clsx from 'clsx';
import { type FormEvent, useState } from 'react';
import { ApiError } from '@/api/problem';
import type { Platform, Template } from '@/api/types';
import { Select, TextArea, TextField } from '@/components/ui/Field';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { randomId } from '@/lib/id';
import { measure } from '@/lib/limits';
import { platformName } from '@/lib/names';
import { saveTemplate, type Written } from './api';
import { Preview } from './Preview';

const PLATFORMS = ['INSTAGRAM', 'FACEBOOK'] as const;

type Props = { template: Template | null; platform: Platform; onDone: () => void };

export function TemplateForm({ template, platform, onDone }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [key] = useState(randomId);
  const [checked, setChecked] = useState(false);
  const [form, setForm] = useState<Written>({
    name: template?.name ?? '',
    category: template?.category ?? 'general',
    platform: template?.platform ?? platform,
    content: template?.content ?? '',
    language: template?.language ?? 'en_US',
  });
  const size = measure(form.content, form.platform);
  const save = useMutation({
    mutationFn: (written: Written) => saveTemplate(template?.id ?? null, key, written),
    onSuccess: async () => {
      onDone();
      await queryClient.invalidateQueries({ queryKey: ['templates'] });
    },
  });
  const refused = save.error instanceof ApiError ? save.error.fields : new Map<string, string>();
  const needed = (text: string) => (checked && text.trim() === '' ? t('common.required') : null);
  const tooLong = size.used > size.max ? t('templates.tooLong') : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (form.name.trim() === '' || form.content.trim() === '' || tooLong !== null || save.isPending) return;
    save.mutate({ ...form, name: form.name.trim(), category: form.category.trim() || 'general' });
  };
  return (
    <form noValidate className="grid gap-3" onSubmit={submit}>
      {save.isError && (
        <Say tone="bad" alert>
          {save.error.message}
        </Say>
      )}
      <TextField
        label={t('templates.name')}
        value={form.name}
        autoComplete="off"
        problem={needed(form.name) ?? refused.get('name') ?? null}
        onText={(name) => setForm({ ...form, name })}
      />
      <div className="grid gap-3 pane:grid-cols-2">
        <TextField
          label={t('templates.category')}
          value={form.category}
          autoComplete="off"
          problem={refused.get('category') ?? null}
          onText={(category) => setForm({ ...form, category })}
        />
        <Select
          label={t('templates.platform')}
          value={form.platform}
          options={PLATFORMS.map((one) => ({ value: one, text: platformName(one) }))}
          onChange={(next) => setForm({ ...form, platform: next })}
        />
      </div>
      <TextArea
        label={t('templates.content')}
        value={form.content}
        rows={5}
        hint={t('templates.contentHint')}
        problem={needed(form.content) ?? tooLong ?? refused.get('content') ?? null}
        onText={(content) => setForm({ ...form, content })}
      />
      <p className={clsx('num -mt-2 text-end text-fs1', tooLong === null ? 'text-3' : 'text-bad-text')}>
        {t(`templates.size.${size.unit}`, { used: size.used, max: size.max })}
      </p>
      {form.platform === 'FACEBOOK' && (
        <TextField
          label={t('templates.language')}
          value={form.language}
          hint={t('templates.languageHint')}
          autoComplete="off"
          problem={refused.get('language') ?? null}
          onText={(language) => setForm({ ...form, language })}
        />
      )}
      {form.content.trim() !== '' && (
        <div className="rounded-card [background:var(--bubble-out)] px-3 py-2 text-[var(--bubble-out-text)]">
          <p className="sr-only">{t('templates.preview')}</p>
          <Preview content={form.content} />
        </div>
      )}
      <button type="submit" className="btn btn-primary mt-1" aria-disabled={save.isPending}>
        {t(save.isPending ? 'common.saving' : 'common.save')}
      </button>
    </form>
  );
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { FileCheck2 } from 'lucide-react';
import { useState } from 'react';
import type { Chat, Template } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { randomId } from '@/lib/id';
import { platformName } from '@/lib/names';
import { sendTemplate, templatesQuery } from '../api';
import { FillIn } from './FillIn';
import { ownVariables } from './saved-replies';

/** What may still be sent where the window has shut: texts that Meta has approved, on Messenger. */
export function Approved({ chat, name }: { chat: Chat; name: string }) {
  const { t } = useTranslation();
  const templates = useQuery({ ...templatesQuery('FACEBOOK'), enabled: chat.platform === 'FACEBOOK' });
  const [filling, setFilling] = useState<Template | null>(null);
  const send = useMutation({
    mutationFn: ({ template, values }: { template: Template; values: Readonly<Record<string, string>> }) =>
      sendTemplate(template.id, chat.id, randomId(), values),
    onSuccess: () => setFilling(null),
  });
  const approved = (templates.data ?? []).filter((template) => template.is_meta_approved);
  if (chat.platform !== 'FACEBOOK' || approved.length === 0) return null;
  const choose = (template: Template) => {
    if (ownVariables(template).length > 0) setFilling(template);
    else send.mutate({ template, values: {} });
  };
  return (
    <div className="mt-2.5">
      <p>{t('composer.approved')}</p>
      {filling === null ? (
        <ul className="mt-1.5 flex flex-wrap gap-1.5">
          {approved.map((template) => (
            <li key={template.id}>
              <button
                type="button"
                className="btn btn-s"
                title={template.content}
                aria-disabled={send.isPending}
                onClick={() => send.isPending || choose(template)}
              >
                <FileCheck2 size={14} aria-hidden />
                {template.name}
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <div className="mt-2 -ms-2">
          <FillIn
            template={filling}
            known={{ username: name, platform: platformName(chat.platform) }}
            action={t('composer.send')}
            busy={send.isPending}
            onUse={(values) => send.mutate({ template: filling, values })}
            onCancel={() => setFilling(null)}
          />
        </div>
      )}
      {send.isError && (
        <p role="alert" className="mt-1.5 text-bad-text">
          {send.error.message}
        </p>
      )}
    </div>
  );
}

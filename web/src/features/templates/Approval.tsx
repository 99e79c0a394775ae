import { useMutation, useQueryClient } from '@tanstack/react-query';
import clsx from 'clsx';
import type { Template } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { askMeta, submitToMeta } from './api';

const KNOWN = ['PENDING', 'APPROVED', 'REJECTED', 'UNKNOWN'] as const;

/** Whether Meta lets the text be sent after the reply window has shut, and the way to ask for it. */
export function Approval({ template, admin }: { template: Template; admin: boolean }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const again = () => queryClient.invalidateQueries({ queryKey: ['templates'] });
  const submit = useMutation({ mutationFn: () => submitToMeta(template.id), onSuccess: again });
  const ask = useMutation({ mutationFn: () => askMeta(template.id), onSuccess: again });
  const status = template.meta_submission_status;
  const known = KNOWN.find((one) => one === status);
  const problem = submit.error ?? ask.error;
  const approved = template.is_meta_approved;
  return (
    <div className="rounded-control border border-line px-3 py-2">
      <div className="flex flex-wrap items-center gap-2">
        <span
          className={clsx(
            'chip',
            approved ? 'chip-ok' : known === 'REJECTED' ? 'chip-bad' : status !== null && 'chip-warn',
          )}
        >
          {approved
            ? t('templates.approval.APPROVED')
            : status === null
              ? t('templates.approval.none')
              : known === undefined || known === 'APPROVED'
                ? t('templates.approval.changed')
                : t(`templates.approval.${known}`)}
        </span>
        {admin && (
          <span className="ms-auto flex gap-1.5">
            {status !== null && !approved && (
              <button
                type="button"
                className="btn btn-s btn-ghost"
                aria-disabled={ask.isPending}
                onClick={() => ask.isPending || ask.mutate()}
              >
                {t('templates.askMeta')}
              </button>
            )}
            {!approved && known !== 'PENDING' && (
              <button
                type="button"
                className="btn btn-s"
                aria-disabled={submit.isPending}
                onClick={() => submit.isPending || submit.mutate()}
              >
                {t('templates.submit')}
              </button>
            )}
          </span>
        )}
      </div>
      {template.meta_reason !== null && <p className="along plain mt-1 text-fs2 text-2">{template.meta_reason}</p>}
      <p className="mt-1 text-fs2 text-3">{t('templates.approvalHint')}</p>
      {problem !== null && (
        <p role="alert" className="mt-1 text-fs2 text-bad-text">
          {problem.message}
        </p>
      )}
    </div>
  );
}

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Template } from '@/api/types';
import { TextField } from '@/components/ui/Field';
import { useTranslation } from '@/i18n/use-translation';
import { filled, ownVariables } from './saved-replies';

type Props = {
  template: Template;
  /** What the chat itself fills. */
  known: Readonly<Record<string, string>>;
  action: string;
  busy?: boolean;
  onUse: (values: Readonly<Record<string, string>>) => void;
  onCancel: () => void;
};

/** The variables of a saved reply that a person has to fill, with what comes of it. Not a form: it may stand inside one. */
export function FillIn({ template, known, action, busy = false, onUse, onCancel }: Props) {
  const { t } = useTranslation();
  const first = useRef<HTMLInputElement>(null);
  const names = ownVariables(template);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const missing = names.filter((name) => (values[name] ?? '').trim() === '');
  useEffect(() => first.current?.focus(), []);
  const use = () => {
    if (missing.length === 0 && !busy) onUse(values);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel();
    else if (event.key === 'Enter') use();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <fieldset className="mx-2 mb-1 rounded-control border border-line-strong bg-raised p-3" onKeyDown={onKeyDown}>
      <legend className="sr-only">{template.name}</legend>
      <p className="mb-2 font-medium">{template.name}</p>
      <div className="grid gap-2 pane:grid-cols-2">
        {names.map((name, index) => (
          <TextField
            key={name}
            ref={index === 0 ? first : null}
            label={name}
            value={values[name] ?? ''}
            autoComplete="off"
            onText={(text) => setValues({ ...values, [name]: text })}
          />
        ))}
      </div>
      <p className="mt-2.5 text-fs1 font-medium text-3">{t('composer.preview')}</p>
      <p dir="auto" className="max-h-32 overflow-y-auto whitespace-pre-wrap text-2">
        {filled(template.content, { ...known, ...values })}
      </p>
      <div className="mt-2.5 flex justify-end gap-2">
        <button type="button" className="btn btn-s btn-ghost" onClick={onCancel}>
          {t('common.cancel')}
        </button>
        <button type="button" className="btn btn-s" aria-disabled={missing.length > 0 || busy} onClick={use}>
          {action}
        </button>
      </div>
    </fieldset>
  );
}

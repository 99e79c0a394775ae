import { useEffect, useRef, useState } from 'react';
import { ApiError } from '@/api/problem';

type Refused<Field extends string> = {
  /** What is wrong with a field, in words. */
  readonly of: (field: Field) => string | null;
  /** What belongs to none of them; null where nothing is left to be said. */
  readonly rest: string | null;
};

/**
 * Why a form was not taken, beside the fields where it is about one. `codes` are refusals that are about a field without
 * naming it.
 */
export function refused<Field extends string>(
  error: unknown,
  fields: readonly Field[],
  codes: Readonly<Record<string, Field>> = {},
): Refused<Field> {
  const found = new Map<string, string>();
  if (error instanceof ApiError) {
    for (const field of fields) {
      const words = codes[error.code] === field ? error.detail : error.fields.get(field);
      if (words !== undefined) found.set(field, words);
    }
  }
  const words = error instanceof Error ? error.message : null;
  return { of: (field) => found.get(field) ?? null, rest: found.size > 0 ? null : words };
}

/** A form that is looked at when it is sent. The first field that is wrong gets the focus, so that it is heard as well. */
export function useChecked(error: unknown) {
  const form = useRef<HTMLFormElement>(null);
  const [attempts, setAttempts] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new refusal is what there is to look at.
  useEffect(() => {
    if (attempts > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempts, error]);
  return {
    form,
    checked: attempts > 0,
    check: () => setAttempts((count) => count + 1),
    reset: () => setAttempts(0),
  };
}

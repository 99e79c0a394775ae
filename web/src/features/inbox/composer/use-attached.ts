import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import { randomId } from '@/lib/id';
import type { NewAttachment } from '../api';
import { uploadFile } from '../upload';
import { type Attached, kindOf, uploaded } from './attached';

/** The files beside the text. Leaving the chat stops what is still being handed over. */
export function useAttached() {
  const { t } = useTranslation();
  const [items, setItems] = useState<readonly Attached[]>([]);
  const running = useRef(new Map<string, AbortController>());
  const change = useCallback((key: string, next: (item: Attached) => Attached) => {
    setItems((all) => all.map((item) => (item.key === key ? next(item) : item)));
  }, []);
  useEffect(() => {
    const controllers = running.current;
    return () => {
      for (const controller of controllers.values()) controller.abort();
    };
  }, []);
  const start = (file: File) => {
    const key = randomId();
    const controller = new AbortController();
    running.current.set(key, controller);
    setItems((all) => [
      ...all,
      { key, name: file.name, type: kindOf(file.type), preview: null, state: { kind: 'uploading', share: 0 } },
    ]);
    uploadFile(file, {
      signal: controller.signal,
      onProgress: (share) => change(key, (item) => ({ ...item, state: { kind: 'uploading', share } })),
    })
      .then((upload) => change(key, (item) => uploaded(item, upload)))
      .catch((error: unknown) => {
        if (controller.signal.aborted) return;
        const reason =
          error instanceof TypeError || !(error instanceof Error) ? t('common.unreachable') : error.message;
        change(key, (item) => ({ ...item, state: { kind: 'failed', reason } }));
      })
      .finally(() => running.current.delete(key));
  };
  return {
    items,
    add: (files: Iterable<File>) => {
      for (const file of files) start(file);
    },
    addAddress: (type: NewAttachment['type'], url: string) =>
      setItems((all) => [
        ...all.filter((item) => item.name !== url),
        { key: randomId(), name: url, type, preview: null, state: { kind: 'address', url } },
      ]),
    remove: (key: string) => {
      running.current.get(key)?.abort();
      setItems((all) => all.filter((item) => item.key !== key));
    },
    clear: () => setItems([]),
  };
}

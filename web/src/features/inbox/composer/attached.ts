import type { Upload } from '@/api/types';
import type { NewAttachment } from '../api';

/** A file beside the text: named by its address, or handed over to our server first. */
export type Attached = {
  readonly key: string;
  readonly name: string;
  readonly type: NewAttachment['type'];
  readonly preview: string | null;
  readonly state:
    | { readonly kind: 'address'; readonly url: string }
    /** `share`: how much has left, from 0 to 1. */
    | { readonly kind: 'uploading'; readonly share: number }
    | { readonly kind: 'uploaded'; readonly id: string }
    | { readonly kind: 'failed'; readonly reason: string };
};

/** What a file is by the browser's word for it; the server looks at its bytes. */
export function kindOf(mime: string): NewAttachment['type'] {
  const kind = mime.split('/')[0];
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'file';
}

export function uploaded(item: Attached, upload: Upload): Attached {
  return {
    ...item,
    type: upload.type,
    preview: upload.preview_url ?? item.preview,
    state: { kind: 'uploaded', id: upload.upload_id },
  };
}

/** What goes with the message; null while something is still on its way or failed. */
export function ready(items: readonly Attached[]): readonly NewAttachment[] | null {
  const out: NewAttachment[] = [];
  for (const { type, name, state } of items) {
    if (state.kind === 'address') out.push({ type, name, url: state.url, uploadId: null });
    else if (state.kind === 'uploaded') out.push({ type, name, url: null, uploadId: state.id });
    else return null;
  }
  return out;
}

import { type ApiError, problemFrom } from '@/api/problem';
import type { Upload } from '@/api/types';

type Options = { onProgress: (share: number) => void; signal: AbortSignal };

/**
 * Hands a file to the server. By `XMLHttpRequest`, because `fetch` does not tell how much has left.
 * Rejects with an `ApiError` when the server refuses it, with a `TypeError` when the line is cut.
 */
export function uploadFile(file: File, { onProgress, signal }: Options): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    signal.addEventListener('abort', stop);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body as Upload);
      else reject(problemFrom(request.status, body) satisfies ApiError);
    };
    request.onerror = () => reject(new TypeError('The line was cut.'));
    request.onabort = () => reject(new DOMException('Cancelled', 'AbortError'));
    request.onloadend = () => signal.removeEventListener('abort', stop);
    const form = new FormData();
    form.append('file', file, file.name);
    request.open('POST', '/api/uploads');
    request.send(form);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import { expect, it } from 'vitest';
import { type Attached, kindOf, ready, uploaded } from './attached';

const uploading: Attached = {
  key: 'k',
  name: 'mug.png',
  type: 'image',
  preview: null,
  state: { kind: 'uploading', share: 0.5 },
};

it('takes a file for what its type says', () => {
  expect(['image/png', 'video/mp4', 'audio/ogg', 'application/pdf', ''].map(kindOf)).toEqual([
    'image',
    'video',
    'audio',
    'file',
    'file',
  ]);
});

it('sends nothing before everything has arrived', () => {
  expect(ready([uploading])).toBe(null);
  expect(ready([{ ...uploading, state: { kind: 'failed', reason: 'too big' } }])).toBe(null);
});

it('believes the server about the kind', () => {
  const upload = {
    upload_id: 'u1',
    type: 'video',
    mime: 'video/mp4',
    size: 9,
    name: null,
    preview_url: null,
    url: '/x',
  };
  const done = uploaded(uploading, upload as Parameters<typeof uploaded>[1]);
  expect(ready([done])).toEqual([{ type: 'video', name: 'mug.png', url: null, uploadId: 'u1' }]);
});

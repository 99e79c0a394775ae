import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, nextCursor, read, readWith } from '@/api/client';
import type { Platform, Template } from '@/api/types';

const PER_PAGE = 200;

export const templatesQuery = (platform: Platform | null) =>
  infiniteQueryOptions({
    queryKey: ['templates', 'list', platform],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }) => {
      const { data, response } = await readWith(
        api.GET('/api/templates', {
          params: {
            query: {
              limit: PER_PAGE,
              ...(platform !== null && { platform }),
              ...(pageParam !== null && { cursor: pageParam }),
            },
          },
        }),
      );
      return { templates: data as Template[], next: nextCursor(response) };
    },
    getNextPageParam: (page) => page.next,
  });

export type Written = {
  readonly name: string;
  readonly category: string;
  readonly platform: Platform;
  readonly content: string;
  readonly language: string;
};

/** Makes a template, or changes one. */
export function saveTemplate(id: string | null, key: string, template: Written): Promise<unknown> {
  if (id === null) {
    return read(api.POST('/api/templates', { headers: { 'Idempotency-Key': key }, body: template }));
  }
  return read(api.PUT('/api/templates/{id}', { params: { path: { id } }, body: template }));
}

export function deleteTemplate(id: string): Promise<unknown> {
  return read(api.DELETE('/api/templates/{id}', { params: { path: { id } } }));
}

export function submitToMeta(id: string): Promise<unknown> {
  return read(api.POST('/api/templates/{id}/submit-to-meta', { params: { path: { id } }, body: {} }));
}

/** Asks Meta how far its look at the text has come. */
export function askMeta(id: string): Promise<unknown> {
  return read(api.GET('/api/templates/{id}/meta-status', { params: { path: { id } } }));
}

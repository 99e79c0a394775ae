import type { Template } from '@/api/types';

/** What stands behind the slash, while the text is nothing but that: a slash in an answer is a slash. */
export function slashQuery(text: string): string | null {
  return /^\/[^\s/]*$/.test(text) ? text.slice(1).toLocaleLowerCase() : null;
}

/** Templates whose name or category begins with the query come before those that only hold it somewhere. */
export function matching(templates: readonly Template[], query: string): readonly Template[] {
  const rank = ({ name, category, content }: Template): number => {
    const words = [name, category].map((word) => word.toLocaleLowerCase());
    if (words.some((word) => word.startsWith(query))) return 0;
    if (words.some((word) => word.includes(query))) return 1;
    return content.toLocaleLowerCase().includes(query) ? 2 : 3;
  };
  return templates
    .map((template) => ({ template, rank: rank(template) }))
    .filter((one) => one.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.template.name.localeCompare(b.template.name))
    .map((one) => one.template);
}

/** Variables that the chat itself fills. */
const KNOWN = ['username', 'platform'];

/** Those that a person has to fill. */
export function ownVariables(template: Pick<Template, 'variables'>): readonly string[] {
  return template.variables.filter((name) => !KNOWN.includes(name));
}

/** The text with its variables (`{name}`, or `{{name}}` as other tools write them) filled; one without a value stays as it is, so that it is seen. */
export function filled(content: string, values: Readonly<Record<string, string>>): string {
  return content.replace(/\{\{(\w+)\}\}|\{(\w+)\}/g, (whole, double?: string, single?: string) => {
    const value = values[double ?? single ?? '']?.trim();
    return value === undefined || value === '' ? whole : value;
  });
}

/** A random id. Not `crypto.randomUUID`, which a page served over plain HTTP does not have. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Keys for a form that may be sent more than once: the same content again has the same key, so that it is done once;
 * what was changed in between is something else.
 */
export function keysByContent(): (content: unknown) => string {
  const keys = new Map<string, string>();
  return (content) => {
    const text = JSON.stringify(content);
    const key = keys.get(text) ?? randomId();
    keys.set(text, key);
    return key;
  };
}

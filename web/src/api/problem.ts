/** What the server said when it refused, in the words of RFC 9457. `detail` may be shown to a person. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly fields: ReadonlyMap<string, string> = new Map(),
  ) {
    super(detail);
    this.name = 'ApiError';
  }

  /** The same request may work later without being changed. */
  get retryable(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

type ProblemBody = {
  detail?: unknown;
  code?: unknown;
  errors?: unknown;
};

/** Makes an error of an answer that is not 2xx, whatever its body turned out to be (a proxy's HTML page included). */
export function problemFrom(status: number, body: unknown): ApiError {
  const problem: ProblemBody = typeof body === 'object' && body !== null ? body : {};
  const detail = typeof problem.detail === 'string' && problem.detail !== '' ? problem.detail : `HTTP ${status}`;
  const code = typeof problem.code === 'string' ? problem.code : 'unexpected_answer';
  const fields = new Map<string, string>();
  if (Array.isArray(problem.errors)) {
    for (const item of problem.errors as { pointer?: unknown; message?: unknown }[]) {
      if (typeof item?.pointer === 'string' && typeof item.message === 'string') {
        fields.set(item.pointer.replace(/^[#/]+/, ''), item.message);
      }
    }
  }
  return new ApiError(status, code, detail, fields);
}

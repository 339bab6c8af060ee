/** What the service says when something went wrong (RFC 9457), or that it could not be reached. */
export class ApiProblem extends Error {
  /** The kind of problem, for programs: `bad_input`, `unsigned`, `not_found`, `conflict`, `unreachable` … */
  readonly title: string;
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;
  /** What was wrong, and what is allowed. */
  readonly detail: string;
  /** The fields it is about. */
  readonly where: readonly string[];
  /** After how many seconds it may go; null where nobody said. */
  readonly retryAfter_s: number | null;
  /** What exactly was wrong, as a name that stays when words change; empty where it has none. */
  readonly code: string;
  /** What a code's words are filled in with. */
  readonly values: Readonly<Record<string, string | number>>;

  constructor(
    title: string,
    status: number,
    detail: string,
    where: readonly string[] = [],
    retryAfter_s: number | null = null,
    code = '',
    values: Readonly<Record<string, string | number>> = {},
  ) {
    super(detail || title);
    this.name = 'ApiProblem';
    this.title = title;
    this.status = status;
    this.detail = detail;
    this.where = where;
    this.retryAfter_s = retryAfter_s;
    this.code = code;
    this.values = values;
  }
}

/** The problem that an answer's body tells of. */
export function problemOf(status: number, body: string, retryAfter: string | null = null): ApiProblem {
  const wait_s = retryAfter !== null && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : null;
  try {
    const said = JSON.parse(body) as Record<string, unknown>;
    return new ApiProblem(
      typeof said['title'] === 'string' ? said['title'] : 'failed',
      status,
      typeof said['detail'] === 'string' ? said['detail'] : `The server answered ${status}.`,
      Array.isArray(said['where']) ? said['where'].map(String) : [],
      wait_s,
      typeof said['code'] === 'string' ? said['code'] : '',
      valuesOf(said['values']),
    );
  } catch {
    return new ApiProblem('failed', status, `The server answered ${status}.`, [], wait_s);
  }
}

function valuesOf(told: unknown): Record<string, string | number> {
  const found = typeof told === 'object' && told !== null ? Object.entries(told) : [];
  return Object.fromEntries(
    found.filter(
      (each): each is [string, string | number] => typeof each[1] === 'string' || typeof each[1] === 'number',
    ),
  );
}

/** Whether an error only says that somebody called a request off. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

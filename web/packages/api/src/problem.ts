export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

/** A refusal of the server, or the absence of one (status 0: the network did not carry the question). */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly fields: FieldProblem[] = [],
    readonly body: Record<string, unknown> = {},
  ) {
    super(`${status} ${code}`);
  }

  /** Worth asking again with the same words: nothing was decided. */
  get transient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** The server was not there: no answer, or one of a proxy in front of it. */
  get unreachable(): boolean {
    return this.status === 0 || (this.status >= 502 && this.status <= 504);
  }

  static from(status: number, body: unknown): Problem {
    const fields = isRecord(body) ? body : {};
    return new Problem(
      status,
      typeof fields['code'] === 'string' ? fields['code'] : fallbackCode(status),
      typeof fields['detail'] === 'string' ? fields['detail'] : '',
      Array.isArray(fields['errors']) ? (fields['errors'] as FieldProblem[]) : [],
      fields,
    );
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function fallbackCode(status: number): string {
  if (status === 401) return 'unauthorized';
  if (status === 404) return 'not_found';
  if (status === 413) return 'file_too_large';
  return status >= 500 ? 'unavailable' : 'invalid';
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, 'unreachable', String(error));
}

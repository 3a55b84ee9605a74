import { isTitansApiError } from '@titans/client';
import { isTitansError } from '@titans/core/errors';

/** Why a question was not answered, in words for a reader. */
export interface Problem {
  readonly kind:
    | 'unauthenticated'
    | 'forbidden'
    | 'limited'
    | 'unavailable'
    | 'unreachable'
    | 'missing'
    | 'other';
  readonly title: string;
  readonly detail: string;
  /** Milliseconds after which asking again may help; `null` where the server did not say. */
  readonly retryAfterMs: number | null;
}

/** What an error that was thrown by a call means. */
export function problemOf(error: unknown): Problem {
  if (isTitansApiError(error)) {
    const detail = error.problem?.detail ?? error.message;
    const retryAfterMs = error.retryAfterMs ?? null;
    return { ...kindOf(error.status), detail: withIssues(detail, error.problem?.issues), retryAfterMs };
  }
  const detail = error instanceof Error ? error.message : String(error);
  if (isTitansError(error, 'API_UNREACHABLE') || isTitansError(error, 'API_TIMEOUT')) {
    const title = 'The server cannot be reached';
    return { kind: 'unreachable', title, detail, retryAfterMs: null };
  }
  return { kind: 'other', title: 'That did not work', detail, retryAfterMs: null };
}

function kindOf(status: number): Pick<Problem, 'kind' | 'title'> {
  switch (status) {
    case 401:
      return { kind: 'unauthenticated', title: 'The key is not accepted' };
    case 403:
      return { kind: 'forbidden', title: 'This key may not see that' };
    case 404:
      return { kind: 'missing', title: 'This server does not offer that' };
    case 429:
      return { kind: 'limited', title: 'The quota is used up for now' };
    case 502:
    case 503:
    case 504:
      return { kind: 'unavailable', title: 'The server cannot answer right now' };
    default:
      return { kind: 'other', title: 'That did not work' };
  }
}

function withIssues(
  detail: string,
  issues: readonly { readonly pointer: string; readonly message: string }[] = [],
): string {
  const told = issues.map(({ pointer, message }) => (pointer === '' ? message : `${pointer}: ${message}`));
  const added = told.filter((text) => !detail.includes(text));
  return added.length === 0 ? detail : `${detail} (${added.join('; ')})`;
}

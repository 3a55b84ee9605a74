import { TitansError } from '@titans/core/errors';
import { apiErrorFrom } from './api-error.js';
import { type Endpoint, nameOf } from './endpoint.js';

/** What the platform's `fetch` does, or whatever stands for it. */
export type SendRequest = (request: Request) => Promise<Response>;

/**
 * A `fetch` that resolves only when the whole answer is there, so that a connection which breaks in the middle of an
 * answer counts as no answer and can be repeated. It rejects as {@link directFetch} does.
 */
export function bufferedFetch(
  fetch: SendRequest,
  endpoint: Endpoint,
): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  return async (input, init) => {
    const request = input instanceof Request ? input : new Request(input, init);
    const response = await directFetch(fetch, endpoint, request);
    try {
      const body = await response.arrayBuffer();
      const { status, headers } = response;
      // Answers with these statuses cannot have a body, not even an empty one.
      return new Response(status === 204 || status === 205 ? null : body, { status, headers });
    } catch (cause) {
      throw unreachable(nameOf(endpoint), request.url, cause);
    }
  };
}

/**
 * Sends a request and refuses to be redirected: a redirect would turn a POST into a GET and could carry the credential
 * to another origin.
 *
 * @throws TitansError `API_UNREACHABLE` if no answer came, `API_REDIRECTED` if the server points elsewhere; TitansApiError
 * if the answer is an error.
 */
export async function directFetch(
  fetch: SendRequest,
  endpoint: Endpoint,
  request: Request,
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(request);
  } catch (cause) {
    throw unreachable(nameOf(endpoint), request.url, cause);
  }
  if (isRedirect(response)) {
    await response.body?.cancel();
    throw redirected(response, request.url, nameOf(endpoint));
  }
  if (!response.ok) throw await apiErrorFrom(response, endpoint);
  return response;
}

/** The error of an answer that did not come, or not to its end. */
export function unreachable(task: string, url: string, cause: unknown): TitansError {
  // An answer that a handler of the same process made has no address.
  const origin = URL.canParse(url) ? new URL(url).origin : 'the server';
  return new TitansError(
    'API_UNREACHABLE',
    `${task} had no complete answer from ${origin}: is the server running and baseUrl right?`,
    { details: { origin }, cause },
  );
}

function isRedirect(response: Response): boolean {
  return response.type === 'opaqueredirect' || (response.status > 300 && response.status < 400);
}

function redirected(response: Response, url: string, task: string): TitansError {
  const target = response.headers.get('location') ?? 'http://';
  const { origin, pathname } = URL.canParse(target, url)
    ? new URL(target, url)
    : { origin: 'elsewhere', pathname: '' };
  const location = origin + pathname;
  return new TitansError(
    'API_REDIRECTED',
    `${task} was redirected to ${location}, which is not followed: if you trust it, give it as baseUrl.`,
    { details: { status: response.status, location } },
  );
}

import { TitansError } from '@titans/core/errors';

/** What the platform's `fetch` does, or whatever stands for it. */
export type SendRequest = (request: Request) => Promise<Response>;

/** Statuses whose answers cannot have a body. */
const bodyless: readonly number[] = [204, 205, 304];

/**
 * A `fetch` that resolves only when the whole answer is there, so that a connection which breaks in the middle of an
 * answer counts as no answer and can be repeated.
 *
 * @throws TitansError `API_UNREACHABLE` if no complete answer came, `API_REDIRECTED` if the server points elsewhere.
 */
export function bufferedFetch(
  fetch: SendRequest,
  task: string,
): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  return async (input, init) => {
    const request = input instanceof Request ? input : new Request(input, init);
    const response = await directFetch(fetch, task, request);
    try {
      const body = await response.arrayBuffer();
      const { status, statusText, headers } = response;
      return new Response(bodyless.includes(status) ? null : body, { status, statusText, headers });
    } catch (cause) {
      throw unreachable(task, request.url, cause);
    }
  };
}

/**
 * Sends a request and refuses to be redirected: a redirect would turn a POST into a GET and could carry the credential
 * to another origin.
 *
 * @throws TitansError `API_UNREACHABLE` if no answer came, `API_REDIRECTED` if the server points elsewhere.
 */
export async function directFetch(fetch: SendRequest, task: string, request: Request): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(request);
  } catch (cause) {
    throw unreachable(task, request.url, cause);
  }
  if (!isRedirect(response)) return response;
  await response.body?.cancel();
  throw redirected(response, request.url, task);
}

/** The error of an answer that did not come, or not to its end. */
export function unreachable(task: string, url: string, cause: unknown): TitansError {
  const { origin } = new URL(url);
  return new TitansError(
    'API_UNREACHABLE',
    `${task} had no complete answer from ${origin}: is the server running and baseUrl right?`,
    { details: { origin }, cause },
  );
}

function isRedirect(response: Response): boolean {
  return response.type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(response.status);
}

function redirected(response: Response, url: string, task: string): TitansError {
  const target = response.headers.get('location');
  const location = target !== null && URL.canParse(target, url) ? new URL(target, url) : undefined;
  const place = location === undefined ? 'another address' : location.origin + location.pathname;
  return new TitansError(
    'API_REDIRECTED',
    `${task} was redirected to ${place}, which is not followed, so that no credential leaves baseUrl: set baseUrl to the server's final address if you trust it.`,
    { details: { status: response.status, location: place } },
  );
}

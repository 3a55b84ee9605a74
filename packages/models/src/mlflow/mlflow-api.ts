import { TitansError } from '@titans/core';

/** Where an MLflow server is. */
export interface MlflowOptions {
  /** For example `http://127.0.0.1:5000`. */
  readonly url: string;
  /** Sent as `Authorization: Bearer`. */
  readonly token?: string;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds that a request may take, 30,000 unless told. */
  readonly timeoutMs?: number;
  /** The platform's `fetch` unless told. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** The REST API of an MLflow server (MLflow documentation, "REST API", version 2.0). */
export interface MlflowApi {
  /**
   * @throws TitansError `NOT_FOUND`, `CONFLICT`, `INVALID_ARGUMENT` for what MLflow refuses, `API_ERROR`, each with MLflow's own
   * code in `details`; `API_UNREACHABLE`.
   */
  get<Answer>(path: string, query?: Readonly<Record<string, string>>): Promise<Answer>;
  post<Answer>(path: string, body: object): Promise<Answer>;
  patch<Answer>(path: string, body: object): Promise<Answer>;
  remove(path: string, body: object): Promise<void>;
  /** Writes a file below the server's artifact store. */
  upload(path: string, bytes: Uint8Array): Promise<void>;
  download(path: string): Promise<Uint8Array>;
  /** Names of the files in a folder of the artifact store; none where there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Removes a file, or a folder with everything in it. */
  erase(path: string): Promise<void>;
}

/** @throws TitansError `CONFIG_INVALID` for an address or headers that are none. */
export function mlflowApi(options: MlflowOptions): MlflowApi {
  const { token, headers = {}, timeoutMs = 30_000, fetch = (request) => globalThis.fetch(request) } = options;
  if (!URL.canParse(options.url) || !/^https?:$/.test(new URL(options.url).protocol)) {
    throw new TitansError('CONFIG_INVALID', 'url must be an http or https address.', {
      details: { field: 'url' },
    });
  }
  const { username, password, search, hash } = new URL(options.url);
  if (username + password + search + hash !== '') {
    throw new TitansError(
      'CONFIG_INVALID',
      'url has no user, password, query or fragment: use token or headers.',
      {
        details: { field: 'url' },
      },
    );
  }
  const base = options.url.replace(/\/+$/, '');
  const ownHeaders = checkedHeaders({
    ...headers,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  });

  /** The answer's body, read to its end: a server may also fall silent in the middle of it. */
  async function send(
    method: string,
    path: string,
    body?: string | Uint8Array,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const request = new Request(`${base}${path}`, {
      method,
      headers: { ...ownHeaders, ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}) },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: body as string | Uint8Array<ArrayBuffer> }),
    });
    let response: Response;
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      response = await fetch(request);
      bytes = new Uint8Array(await response.arrayBuffer());
    } catch (cause) {
      throw new TitansError('API_UNREACHABLE', `${method} ${path}: the MLflow server did not answer.`, {
        cause,
      });
    }
    if (!response.ok) throw errorOf(response.status, new TextDecoder().decode(bytes), `${method} ${path}`);
    return bytes;
  }

  async function json<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const bytes = await send(method, path, body === undefined ? undefined : JSON.stringify(body));
    const text = new TextDecoder().decode(bytes);
    try {
      return JSON.parse(text || '{}') as Answer;
    } catch (cause) {
      throw new TitansError('API_RESPONSE_INVALID', `${method} ${path} was not answered with JSON.`, {
        cause,
      });
    }
  }

  const api = (path: string): string => `/api/2.0/mlflow/${path}`;
  const artifacts = '/api/2.0/mlflow-artifacts/artifacts';
  const artifact = (path: string): string =>
    `${artifacts}/${path.split('/').map(encodeURIComponent).join('/')}`;

  return {
    get: (path, query = {}) => {
      const search = new URLSearchParams(query).toString();
      return json('GET', api(path) + (search === '' ? '' : `?${search}`));
    },
    post: (path, body) => json('POST', api(path), body),
    patch: (path, body) => json('PATCH', api(path), body),
    remove: async (path, body) => {
      await json('DELETE', api(path), body);
    },
    upload: async (path, bytes) => {
      await send('PUT', artifact(path), bytes);
    },
    download: (path) => send('GET', artifact(path)),
    async list(folder) {
      const { files = [] } = await json<{
        files?: readonly { readonly path: string; readonly is_dir?: boolean }[];
      }>('GET', `${artifacts}?${new URLSearchParams({ path: folder })}`);
      return files.filter(({ is_dir }) => is_dir !== true).map(({ path }) => path.replace(/^.*\//, ''));
    },
    async erase(path) {
      await send('DELETE', artifact(path));
    },
  };
}

/** Without the values, which may be secrets, in what is said of them. */
function checkedHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  try {
    new Headers(headers);
    return headers;
  } catch {
    throw new TitansError('CONFIG_INVALID', 'token or headers hold what no header of HTTP may be.', {
      details: { field: 'headers' },
    });
  }
}

function errorOf(status: number, text: string, what: string): TitansError {
  let code = '';
  let message = '';
  try {
    const body = JSON.parse(text) as { error_code?: string; message?: string };
    code = body.error_code ?? '';
    message = body.message ?? '';
  } catch {
    // Proxies answer with pages; the status is all that is known then.
  }
  const details = { status, mlflowCode: code };
  if (status === 404 || code === 'RESOURCE_DOES_NOT_EXIST') {
    return new TitansError('NOT_FOUND', `${what}: ${message || 'there is no such thing'}`, { details });
  }
  if (code === 'RESOURCE_ALREADY_EXISTS')
    return new TitansError('CONFLICT', `${what}: ${message}`, { details });
  if (code === 'INVALID_PARAMETER_VALUE')
    return new TitansError('INVALID_ARGUMENT', `${what}: ${message}`, { details });
  return new TitansError(
    'API_ERROR',
    `${what} was answered with status ${status} by MLflow: ${message || 'no explanation'}`,
    { details },
  );
}

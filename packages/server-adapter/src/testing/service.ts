import { type RouteName, routes } from '@titans/core/contract';
import type { TitansConfiguration } from '../config/configuration.js';
import { exampleRequests } from '../conformance/example-requests.js';
import { exampleSuite } from '../conformance/example-suite.js';
import { createTitans, type Titans } from '../titans.js';

/** One key per role. */
export const keys = {
  viewer: 'viewer-key-for-these-tests',
  analyst: 'analyst-key-for-these-tests',
  editor: 'editor-key-for-these-tests',
  admin: 'admin-key-for-these-tests',
} as const;
export type Caller = keyof typeof keys | 'anonymous';

/** A service without limits, unless told otherwise. */
export async function start(configuration: Partial<TitansConfiguration> = {}): Promise<Titans> {
  return createTitans({
    // Training takes seconds: only for who brings no models.
    models: configuration.models ?? (await exampleSuite()),
    auth: {
      apiKeys: Object.entries(keys).map(([id, secret]) => ({ id, secret, role: id as keyof typeof keys })),
      jwt: { secret: 'a-secret-of-forty-bytes-for-these-tests!' },
    },
    limits: false,
    ...configuration,
  });
}

/** The example request of a route, sent by a caller. */
export function requestTo(name: RouteName, caller: Caller, body = exampleRequests[name].body): Request {
  const { method, path } = routes[name];
  const { query = '', params = {}, lines, text } = exampleRequests[name];
  const headers = new Headers();
  if (caller !== 'anonymous') headers.set('authorization', `Bearer ${keys[caller]}`);
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (lines !== undefined) headers.set('content-type', 'application/x-ndjson');
  if (text !== undefined) headers.set('content-type', 'application/octet-stream');
  const sent = text ?? lines?.map((line) => `${JSON.stringify(line)}\n`).join('') ?? JSON.stringify(body);
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, param: string) => params[param] ?? '');
  return new Request(`http://localhost${filled}${query}`, {
    method,
    headers,
    ...(sent === undefined ? {} : { body: sent }),
  });
}

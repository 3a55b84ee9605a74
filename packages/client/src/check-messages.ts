import { TitansError } from '@titans/core';
import type { ProblemIssue, RouteContract } from '@titans/core/contract';
import { readJson } from './read-json.js';

/** Whatever can check a value: the contract's schemas do. */
export interface Schema<Value> {
  safeParse(
    value: unknown,
  ): { success: true; data: Value } | { success: false; error: { issues: readonly Issue[] } };
}

/** A fault as the schemas report it. Their texts are generic, so the message is made from the members. */
interface Issue {
  readonly code?: string | undefined;
  readonly message: string;
  readonly path: readonly PropertyKey[];
  readonly expected?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly values?: readonly unknown[];
  readonly keys?: readonly string[];
  readonly format?: unknown;
}

/**
 * Checks what is about to be sent against the route's schema.
 *
 * @throws TitansError `REQUEST_INVALID` with the JSON pointer of the first fault.
 */
export function checkRequest(
  route: RouteContract,
  { body, query }: { body?: unknown; query?: unknown },
): void {
  const task = `${route.method} ${route.path}`;
  refuseFaults(task, route.body?.safeParse(body), pointerInBody);
  refuseFaults(task, route.query?.safeParse(query), (path) => `?${String(path[0])}`);
}

/**
 * Reads the JSON of an answer and checks it.
 *
 * @throws TitansError `API_RESPONSE_INVALID` with the JSON pointer of the first fault.
 */
export function readAnswer<Value>(schema: Schema<Value>, text: string, task: string): Value {
  const value = readJson(text);
  const fault = (reason: string, pointer?: string): TitansError =>
    new TitansError(
      'API_RESPONSE_INVALID',
      `The answer to ${task} ${reason}: do server and client have matching releases?`,
      { details: { task, ...(pointer === undefined ? {} : { pointer }) } },
    );
  if (value === undefined) throw fault('is not JSON');
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [first] = describe(checked.error.issues, pointerInBody);
  throw fault(
    `does not match the contract (${first?.pointer || 'whole document'}: ${first?.message})`,
    first?.pointer,
  );
}

function refuseFaults(
  task: string,
  checked: ReturnType<Schema<unknown>['safeParse']> | undefined,
  pointer: (path: readonly PropertyKey[]) => string,
): void {
  if (checked === undefined || checked.success) return;
  const issues = describe(checked.error.issues, pointer);
  const faults = issues.map((issue) => `${issue.pointer || 'the request'}: ${issue.message}`).join('; ');
  throw new TitansError('REQUEST_INVALID', `${task} was not sent: ${faults}.`, {
    details: { task, pointer: issues[0]?.pointer ?? '', issues },
  });
}

function describe(
  issues: readonly Issue[],
  pointer: (path: readonly PropertyKey[]) => string,
): readonly ProblemIssue[] {
  return issues.map((issue) => ({ pointer: pointer(issue.path), message: explain(issue) }));
}

function pointerInBody(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function explain(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${String(issue.expected)}`;
    case 'too_small':
      return `at least ${String(issue.minimum)}`;
    case 'too_big':
      return `at most ${String(issue.maximum)}`;
    case 'invalid_value':
      return `expected one of ${issue.values?.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return `unknown member ${issue.keys?.join(', ')}`;
    case 'invalid_format':
      return `not in the format "${String(issue.format)}"`;
    default:
      return issue.message;
  }
}

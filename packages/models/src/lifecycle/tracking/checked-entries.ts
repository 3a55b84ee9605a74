import { TitansError } from '@titans/core';
import { checkCount, checkText, invalid, isStorable } from '../registry/checked-names.js';
import { type ParamValue, type RunPageOptions, type RunStatus, runStatuses } from './tracker.js';

/** As MLflow takes them: what is a path has no part that leads elsewhere. */
const entryName = /^(?!\.{1,2}(?:\/|$))[\w. -]+(?:\/(?!\.{1,2}(?:\/|$))[\w. -]+)*$/;
const longestName = 250;
const filePath = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;
const runId = /^[0-9a-f]{32}$/;
const experimentName = /^[a-zA-Z0-9][\w.-]{0,79}$/;

/** @throws TitansError `INVALID_ARGUMENT`. */
export function checkExperimentName(name: string): string {
  if (typeof name === 'string' && experimentName.test(name)) return name;
  throw invalid(
    'experiment',
    'The name of an experiment has 1 to 80 letters, digits and . _ -, a letter or digit first.',
  );
}

/** @throws TitansError `NOT_FOUND`: what is no id names no run. */
export function checkRunId(id: string): string {
  if (typeof id === 'string' && runId.test(id)) return id;
  throw new TitansError('NOT_FOUND', 'There is no such run: the id has 32 hexadecimal digits.');
}

/** @throws TitansError `INVALID_ARGUMENT`. */
export function checkRunName(name: string): string {
  checkText('name', name, 200);
  return name;
}

/** Parameters as text. @throws TitansError `INVALID_ARGUMENT`. */
export function checkParams(params: Readonly<Record<string, ParamValue>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entriesOf('params', params).map(([name, value]) => {
      const text = ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : null;
      if (text === null || text.length > 6_000 || !isStorable(text)) {
        throw invalid(
          `params.${name}`,
          `The parameter ${name} is no text, number or boolean of up to 6,000 characters without NUL or half a surrogate pair.`,
        );
      }
      return [name, text];
    }),
  );
}

/** @throws TitansError `INVALID_ARGUMENT`. */
export function checkTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, value] of entriesOf('tags', tags)) {
    if (typeof value !== 'string' || value.length > 8_000 || !isStorable(value)) {
      throw invalid(
        `tags.${name}`,
        `The tag ${name} is no text of up to 8,000 characters without NUL or half a surrogate pair.`,
      );
    }
  }
  return { ...tags };
}

/** @throws TitansError `INVALID_ARGUMENT`. */
export function checkMetrics(
  metrics: Readonly<Record<string, number>>,
  step: number,
): readonly (readonly [string, number])[] {
  if (!Number.isSafeInteger(step)) throw invalid('step', `step must be a whole number, not ${step}.`);
  const entries = entriesOf('metrics', metrics);
  for (const [name, value] of entries) {
    if (typeof value !== 'number') throw invalid(`metrics.${name}`, `The metric ${name} is no number.`);
  }
  return entries;
}

/** @throws TitansError `INVALID_ARGUMENT`. */
export function checkFilePath(path: string): string {
  if (typeof path === 'string' && path.length <= 100 && filePath.test(path)) return path;
  throw invalid(
    'path',
    'A path has 1 to 100 of a-z A-Z 0-9 . _ - and /, and no part that starts with a dot.',
  );
}

/** @throws TitansError `INVALID_ARGUMENT`. */
export function checkBytes(bytes: Uint8Array): void {
  if (!(bytes instanceof Uint8Array)) throw invalid('bytes', 'The bytes of a file must be a Uint8Array.');
}

/** @throws TitansError `INVALID_ARGUMENT` for what ends no run. */
export function checkEnd(status: RunStatus): void {
  if (status !== 'running' && runStatuses.includes(status)) return;
  throw invalid('status', 'A run ends as finished, failed or killed.');
}

/** @throws TitansError `INVALID_ARGUMENT`. */
export function checkLimit({ limit = 100 }: RunPageOptions): number {
  checkCount('limit', limit, 1, 1_000);
  return limit;
}

function entriesOf<Value>(field: string, record: Readonly<Record<string, Value>>): [string, Value][] {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    throw invalid(field, `${field} must be an object of names and values.`);
  }
  const entries = Object.entries(record);
  for (const [name] of entries) {
    if (name.length > longestName || name === '__proto__' || !entryName.test(name)) {
      throw invalid(
        field,
        'A name has 1 to 250 letters, digits, spaces and . _ - /, no part that is empty, . or .., and is not __proto__.',
      );
    }
  }
  return entries;
}

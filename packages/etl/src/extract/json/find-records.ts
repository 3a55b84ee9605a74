import type { Decision } from '../import-profile.js';

/** An array of a document that may hold its records. */
export interface RecordsCandidate {
  readonly path: string;
  /** How much it looks like transactions. */
  readonly score: number;
}

/** The path of a document that is itself the array. */
const rootPath = '$';

const usualNames: ReadonlySet<string> = new Set([
  'added',
  'booked',
  'content',
  'data',
  'entries',
  'items',
  'objects',
  'records',
  'results',
  'rows',
  'statement',
  'transaction',
  'transactions',
  'value',
  'values',
]);
const day = /^"?\d{4}-?\d\d-?\d\d|^"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}/;
const moment = /^\d{10}(?:\d{3})?$/;
const amountName = /amount|amt|value|betrag|importe|montant|importo|bedrag|debit|credit/i;
const dateName = /date|datum|fecha|created|booked|posted|time/i;
const member = /"((?:[^"\\]|\\.){1,64})"\s*:\s*("(?:[^"\\]|\\.){0,64}"|-?\d[\d.eE+-]*|\{)/g;

/** How a path is written: the names of the keys with dots between them, `$` for the document itself. */
export function writtenPath(path: readonly string[]): string {
  return path.length === 0 ? rootPath : path.join('.');
}

/** A path as callers may write it, with or without `$.` before it. */
export function toldPath(path: string): string {
  return path === '' ? rootPath : path.replace(/^\$\./, '');
}

/**
 * How much an array looks like one of transactions, by its name and its first element: its members have a day and an
 * amount.
 *
 * @param first Its first element as it is written; `null` if it is empty.
 */
export function recordsScore(path: readonly string[], first: string | null): number {
  const named = path.length === 0 || usualNames.has((path.at(-1) as string).toLowerCase()) ? 2 : 0;
  if (first === null) return named;
  if (!first.startsWith('{')) return 0;
  let hasDay = false;
  let hasAmount = false;
  for (const [, name = '', value = ''] of first.slice(0, 16_384).matchAll(member)) {
    hasDay ||= day.test(value) || (dateName.test(name) && moment.test(value));
    hasAmount ||= amountName.test(name) && /^["{]?\s*-?[\d{]?/.test(value);
  }
  return named + 1 + (hasDay ? 2 : 0) + (hasAmount ? 2 : 0);
}

/** Whether an array is surely one of transactions. */
export function isTransactions({ score }: RecordsCandidate): boolean {
  return score >= 5;
}

/** The best of the candidates, the first of equally good ones; `null` if there is none. */
export function chooseRecords(candidates: readonly RecordsCandidate[]): Decision | null {
  const possible = candidates.filter(({ score }) => score > 0);
  const most = Math.max(0, ...possible.map(({ score }) => score));
  const best = possible.find(({ score }) => score === most);
  if (best === undefined) return null;
  // Others that look like transactions too, such as pending ones beside those that are booked.
  const others = possible.filter(({ path, score }) => path !== best.path && score >= Math.max(most - 2, 4));
  return {
    setting: 'json.records',
    value: best.path,
    confidence: others.length > 0 ? 0.6 : most >= 5 || possible.length === 1 ? 1 : 0.8,
    basis: 'inferred',
    reason: `Of ${possible.length} array${possible.length === 1 ? '' : 's'} it looks most like transactions.`,
    ...(others.length === 0 ? {} : { alternatives: others.map(({ path }) => path) }),
  };
}

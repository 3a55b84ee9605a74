import {
  foldText,
  limits,
  normaliseText,
  TitansError,
  type Transaction,
  type TransactionTable,
} from '@titans/core';
import { categoryAt } from './check-rules.js';
import { phraseMatcher } from './phrase-matcher.js';
import type { Rule } from './rule.js';

/** A transaction to which a user gave a category. */
export interface CategoryCorrection {
  readonly transaction: Transaction;
  readonly category: string;
}

/** Options of {@link suggestRules}. */
export interface SuggestRulesOptions {
  /** Corrections that a rule has to explain: 3 unless told, as many as Actual Budget asks for; at least 2. */
  readonly minCorrections?: number;
  /** Rows whose category is known to be right: no rule that gives one of them another category is suggested. */
  readonly history?: TransactionTable;
}

/** A rule that would have made corrections unnecessary. */
export interface SuggestedRule {
  readonly rule: Rule;
  /** Indices of the corrections that it explains. */
  readonly explains: readonly number[];
}

/** Words of fewer characters are in too many others. */
const shortestWord = 3;
const wordsInPhrase = 3;

interface Candidate {
  readonly rule: Rule;
  /** Lower is preferred among candidates that explain as much. */
  readonly rank: number;
  readonly size: number;
  readonly explains: readonly number[];
}

/**
 * Suggests rules from corrections, each with one condition: the merchant, the whole description, or one to three words
 * in a row of it. A rule is suggested only if it explains enough corrections and contradicts no correction and no row
 * of `history`. The rules that explain most come first; of several that explain the same, the strictest: merchant before
 * description before the longest phrase. A correction that is explained by one rule counts for no other.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a `minCorrections` that is no whole number from 2, `CONFIG_INVALID` for a
 * category that no rule can set.
 */
export function suggestRules(
  corrections: readonly CategoryCorrection[],
  options: SuggestRulesOptions = {},
): readonly SuggestedRule[] {
  const { minCorrections = 3, history } = options;
  if (!Number.isSafeInteger(minCorrections) || minCorrections < 2) {
    throw new TitansError('INVALID_ARGUMENT', 'minCorrections is a whole number from 2.', {
      details: { field: 'minCorrections' },
    });
  }
  const examples: Example[] = corrections.map(({ transaction, category }, correction) => {
    return exampleOf(transaction, categoryAt(category, ['corrections', correction, 'category']), correction);
  });
  for (const row of history?.rows() ?? []) {
    if (row.category !== null)
      examples.push(exampleOf(row, row.category.split('>').map(normaliseText).join(' > '), -1));
  }
  let open = [
    ...exactCandidates('merchantName', 0, examples),
    ...exactCandidates('description', 1, examples),
    ...phraseCandidates(examples, minCorrections),
  ];
  const explained = new Set<number>();
  const suggested: SuggestedRule[] = [];
  const ids = new Set<string>();
  for (;;) {
    const scored: Scored[] = [];
    for (const candidate of open) {
      const fresh = candidate.explains.reduce((sum, index) => sum + (explained.has(index) ? 0 : 1), 0);
      if (fresh >= minCorrections) scored.push({ candidate, fresh });
    }
    const best = scored.reduce<Scored | null>(
      (most, next) => (most === null || isPreferred(next, most) ? next : most),
      null,
    );
    if (best === null) return suggested;
    const { rule, explains } = best.candidate;
    suggested.push({ rule: { ...rule, id: freeId(rule.id, ids) }, explains });
    for (const index of explains) explained.add(index);
    open = scored.map(({ candidate }) => candidate);
  }
}

interface Scored {
  readonly candidate: Candidate;
  /** How many corrections it explains that no rule suggested before does. */
  readonly fresh: number;
}

function isPreferred(one: Scored, other: Scored): boolean {
  const [a, b] = [one.candidate, other.candidate];
  const order = other.fresh - one.fresh || a.rank - b.rank || b.size - a.size;
  return order === 0 ? a.rule.id < b.rule.id : order < 0;
}

/** Ids of long texts are cut, after which two may be the same. */
function freeId(id: string, taken: Set<string>): string {
  const cut = id.slice(0, limits.identifierLength - 8);
  let free = cut;
  for (let number = 2; taken.has(free); number++) free = `${cut}:${number}`;
  taken.add(free);
  return free;
}

interface Example {
  readonly merchantName: string;
  readonly description: string;
  readonly category: string;
  /** -1 for a row of the history. */
  readonly correction: number;
}

function exampleOf(transaction: Transaction, category: string, correction: number): Example {
  return {
    merchantName: transaction.merchantName === null ? '' : foldText(transaction.merchantName),
    description: foldText(transaction.description),
    category,
    correction,
  };
}

function exactCandidates(
  field: 'merchantName' | 'description',
  rank: number,
  examples: readonly Example[],
): Candidate[] {
  const found = new Map<string, Tally>();
  for (const example of examples) count(found, example[field], example);
  found.delete('');
  return candidatesOf(found, field, 'is', rank);
}

/** Phrases are looked for in all texts, so that one inside another word counts as the rule would count it. */
function phraseCandidates(examples: readonly Example[], minCorrections: number): Candidate[] {
  const seen = new Map<string, Set<number>>();
  for (const { description, correction } of examples) {
    if (correction < 0) continue;
    for (const phrase of phrasesOf(description)) {
      const corrections = seen.get(phrase) ?? new Set();
      seen.set(phrase, corrections.add(correction));
    }
  }
  const phrases = [...seen].filter(([, { size }]) => size >= minCorrections).map(([phrase]) => phrase);
  const matcher = phraseMatcher(phrases);
  const found = new Map<string, Tally>();
  for (const example of examples) {
    matcher.scan(example.description, (phrase) => count(found, phrases[phrase] as string, example));
  }
  return candidatesOf(found, 'description', 'contains', 2);
}

/** One to three words in a row as they stand in the text; numbers alone say nothing of a payee. */
function phrasesOf(description: string): Set<string> {
  const words = [...description.matchAll(/[\p{L}\p{N}]+/gu)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    isName: match[0].length >= shortestWord && !/\p{N}/u.test(match[0]),
  }));
  const phrases = new Set<string>();
  for (const [index, first] of words.entries()) {
    for (const last of words.slice(index, index + wordsInPhrase)) {
      if (first.isName && last.isName) phrases.add(description.slice(first.from, last.to));
    }
  }
  return phrases;
}

/** The category of all examples that a condition finds, `null` if they have several; and which corrections. */
interface Tally {
  category: string | null;
  readonly corrections: number[];
}

function count(found: Map<string, Tally>, value: string, { category, correction }: Example): void {
  const tally = found.get(value) ?? { category, corrections: [] };
  if (tally.category !== category) tally.category = null;
  if (correction >= 0) tally.corrections.push(correction);
  found.set(value, tally);
}

function candidatesOf(
  found: ReadonlyMap<string, Tally>,
  field: 'merchantName' | 'description',
  op: 'is' | 'contains',
  rank: number,
): Candidate[] {
  return [...found].flatMap(([value, { category, corrections }]) =>
    category === null
      ? []
      : [
          {
            rule: {
              id: `suggested:${field}:${op}:${value}`,
              when: { field, op, value },
              actions: { category },
            },
            rank,
            size: value.length,
            explains: corrections,
          },
        ],
  );
}

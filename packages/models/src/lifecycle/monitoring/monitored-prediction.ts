import { TitansError } from '@titans/core';
import type { MonitoredKind } from './baseline.js';

/** What a model answered. Nothing of what it was asked is kept. */
export interface MonitoredPrediction {
  /** Names the answer; the label is found by it. 1 to 300 characters. */
  readonly id: string;
  /** Another name of what was asked about, such as the id of the transaction; of several answers the latest has it. */
  readonly alias?: string;
  readonly task: string;
  readonly modelVersion: string;
  /** The class, the number, or whether it is of note, as the kind of the task has it. */
  readonly predicted: string | number | boolean;
  /** Calibrated probability that the class is right. */
  readonly confidence?: number;
  /** Probabilities by class, for the log loss. */
  readonly probabilities?: Readonly<Record<string, number>>;
  /** Range that a number is predicted in. */
  readonly interval?: { readonly lower: number; readonly upper: number };
  /** When it was answered, in milliseconds since 1970 or as text of ISO 8601 with its zone; now unless told. */
  readonly at?: number | string;
}

/**
 * Where a label comes from. A `truth` is known whatever was answered, such as that of an import. A `correction` is known
 * because the answer was wrong, a `confirmation` because someone looked and it was right: accuracy among those says nothing
 * of all answers, so corrections count against all predictions instead, as at most so many errors were found.
 */
export type LabelOrigin = 'truth' | 'correction' | 'confirmation';

/** What turned out to be right. */
export interface ObservedLabel {
  /** Id of the prediction, or its alias. */
  readonly id: string;
  readonly task: string;
  readonly actual: string | number | boolean;
  /** `truth` unless told. */
  readonly origin?: LabelOrigin;
  /** Names the correction or confirmation, so that it may be taken back; 1 to 300 characters. A truth has none. */
  readonly source?: string;
  /** When it was seen, in milliseconds since 1970 or as text of ISO 8601 with its zone; now unless told. */
  readonly at?: number | string;
}

/** Whether a correction or confirmation stands. */
export interface LabelDecision {
  readonly task: string;
  /** The {@link ObservedLabel.source} of the label. */
  readonly source: string;
  readonly isWithdrawn: boolean;
  /** When it was decided, in milliseconds since 1970 or as text of ISO 8601 with its zone; now unless told. The latest holds. */
  readonly at?: number | string;
}

/** A prediction as it is kept until its label comes. */
export interface KeptPrediction {
  readonly version: string;
  readonly predicted: string | number | boolean;
  readonly at: number;
  readonly confidence?: number;
  readonly probabilities?: Readonly<Record<string, number>>;
  readonly lower?: number;
  readonly upper?: number;
}

/** A label as it is kept until its prediction comes. */
export interface KeptLabel {
  readonly actual: string | number | boolean;
  readonly at: number;
}

const typeOfKind = { classification: 'string', regression: 'number', detection: 'boolean' } as const;
const wordOfKind = {
  classification: 'text',
  regression: 'a number within ±1e50',
  detection: 'true or false',
} as const;
/** What stores cannot keep in a key. */
const unkeepable = /[\0\p{Cs}]/u;
const longestId = 300;
const longestClass = 200;
/** Fourth powers of errors are summed. */
const largestNumber = 1e50;
/** Furthest from 1970 that a date can be. */
const furthestMs = 8.64e15;

/** @throws TitansError `INVALID_ARGUMENT` naming the member. */
export function keptPrediction(
  { modelVersion, predicted, confidence, probabilities, interval, at }: MonitoredPrediction,
  kind: MonitoredKind,
  now: number,
): KeptPrediction {
  requireAnswer('predicted', predicted, kind);
  if (confidence !== undefined) requireProbability('confidence', confidence);
  if (probabilities !== undefined) requireProbabilities(probabilities);
  if (interval !== undefined) requireInterval(interval);
  return {
    version: modelVersion,
    predicted,
    at: timeOf(at, now),
    ...(confidence !== undefined && { confidence }),
    ...(probabilities !== undefined && { probabilities }),
    ...(interval !== undefined && { lower: interval.lower, upper: interval.upper }),
  };
}

/** @throws TitansError `INVALID_ARGUMENT` naming the member. */
export function keptLabel({ actual, at }: ObservedLabel, kind: MonitoredKind, now: number): KeptLabel {
  requireAnswer('actual', actual, kind);
  return { actual, at: timeOf(at, now) };
}

/** @throws TitansError `INVALID_ARGUMENT` for what cannot name a prediction. */
export function requireId(field: string, id: string): void {
  if (typeof id === 'string' && id.length >= 1 && id.length <= longestId && !unkeepable.test(id)) return;
  throw invalid(
    field,
    `${field} must be a text of 1 to ${longestId} characters of well-formed text without NUL.`,
  );
}

function requireAnswer(field: string, answer: unknown, kind: MonitoredKind): void {
  const isRight =
    typeof answer === typeOfKind[kind] &&
    (typeof answer !== 'number' || Math.abs(answer) <= largestNumber) &&
    (typeof answer !== 'string' || answer.length <= longestClass);
  if (isRight) return;
  throw invalid(field, `${field} must be ${wordOfKind[kind]}, since the task is one of ${kind}.`);
}

function requireProbability(field: string, value: number): void {
  if (typeof value === 'number' && value >= 0 && value <= 1) return;
  throw invalid(field, `${field} must hold probabilities from 0 to 1.`);
}

function requireProbabilities(probabilities: object): void {
  if (typeof probabilities !== 'object' || probabilities === null || Array.isArray(probabilities)) {
    throw invalid('probabilities', 'probabilities must be an object of probabilities by class.');
  }
  for (const probability of Object.values(probabilities)) requireProbability('probabilities', probability);
}

function requireInterval(interval: NonNullable<MonitoredPrediction['interval']>): void {
  const isRight =
    typeof interval === 'object' &&
    interval !== null &&
    typeof interval.lower === 'number' &&
    typeof interval.upper === 'number' &&
    interval.lower <= interval.upper &&
    Number.isFinite(interval.upper - interval.lower);
  if (isRight) return;
  throw invalid(
    'interval',
    'The interval of a prediction must have a finite lower end, not above its upper one.',
  );
}

export function timeOf(at: number | string | undefined, now: number): number {
  const time = at === undefined ? now : typeof at === 'number' ? at : Date.parse(at);
  if (Math.abs(time) <= furthestMs) return time;
  throw invalid('at', 'at must be milliseconds since 1970 or a date and time, of a year within ±271,821.');
}

/** One or several, as a list of objects. @throws TitansError `INVALID_ARGUMENT` for what is neither. */
export function listOf<T extends object>(field: string, given: T | readonly T[]): readonly T[] {
  const list = Array.isArray(given) ? (given as readonly T[]) : [given as T];
  if (list.every((one) => typeof one === 'object' && one !== null)) return list;
  throw invalid(field, `${field} must be an object, or a list of objects.`);
}

export function invalid(field: string, message: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', message, { details: { field } });
}

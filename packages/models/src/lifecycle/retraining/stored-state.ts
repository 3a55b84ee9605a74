import { TitansError } from '@titans/core';
import type { RetrainingNotice } from './notification/notice.js';
import type { RetrainingRun } from './retraining-run.js';
import type { LastTraining } from './triggers/trigger.js';

/** A new champion that is watched. */
export interface WatchedPromotion {
  readonly run: string;
  /** Number of the run. */
  readonly number: number;
  /** Ids of the version that became champion and the one that was. */
  readonly version: string;
  readonly before: string | null;
  /** `sequence` of the promotion in the registry's history. */
  readonly move: number;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** Set once it was found to do worse; what follows from it is done after that. */
  readonly degraded: { readonly at: string; readonly reason: string } | null;
  /** How often whoever watches could not tell for some time, and why not now; `null` if they could. */
  readonly outages: number;
  readonly problem: string | null;
}

/** A notice that not everybody has been told. */
export interface PendingNotice {
  readonly notice: RetrainingNotice;
  /** Places of the notifiers that have not taken it. */
  readonly left: readonly number[];
  readonly attempts: number;
  /** Milliseconds since 1970 before which it is not tried again. */
  readonly notBefore: number;
}

/** What is kept of the retraining of a model, in one value, which is replaced by compare-and-set. */
export interface StoredState {
  readonly format: typeof stateFormat;
  /** Who has the turn, and until when unless they say that they live; milliseconds since 1970. */
  readonly holder: { readonly id: string; readonly until: number } | null;
  /** Runs begun. */
  readonly runs: number;
  /** The run that is under way, or has ended and is not yet among those of the past. */
  readonly run: RetrainingRun | null;
  readonly lastTraining: LastTraining | null;
  /** When the last run ended; milliseconds since 1970, as the next. */
  readonly lastEndedAt: number | null;
  /** Runs that ended without a training since the last one. */
  readonly untrained: number;
  /** When the run under way is tried again after a failure. */
  readonly retryAt: number | null;
  readonly watch: WatchedPromotion | null;
  readonly notices: readonly PendingNotice[];
  /** Notices that were given up. */
  readonly undelivered: number;
}

const stateFormat = 1;

/** The state of a model that was never retrained. */
export const emptyState: StoredState = Object.freeze({
  format: stateFormat,
  holder: null,
  runs: 0,
  run: null,
  lastTraining: null,
  lastEndedAt: null,
  untrained: 0,
  retryAt: null,
  watch: null,
  notices: [],
  undelivered: 0,
});

/** Key of the state of a model. */
export function stateKey(model: string): string {
  return `retraining:${model}`;
}

/** Key of a run of the past. */
export function runKey(model: string, number: number): string {
  return `retraining:${model}:run:${number}`;
}

/**
 * What was stored.
 *
 * @throws TitansError `ARTIFACT_VERSION` for that of a later release, `ARTIFACT_CORRUPT` for what is none.
 */
export function readState(text: string, model: string): StoredState {
  const value = parsed<StoredState>(text, stateKey(model), model);
  if (value.format === stateFormat && Number.isInteger(value.runs) && Array.isArray(value.notices)) {
    const { run = null, ...state } = value as StoredState;
    return { ...state, run: run && withRefit(run) };
  }
  const isLater = typeof value.format === 'number' && value.format > stateFormat;
  throw new TitansError(
    isLater ? 'ARTIFACT_VERSION' : 'ARTIFACT_CORRUPT',
    isLater
      ? `The retraining of "${model}" is kept in format ${value.format}: use a later release of Titans.`
      : `What is kept of the retraining of "${model}" is not what was written: remove the key "${stateKey(model)}".`,
    { details: { source: stateKey(model) } },
  );
}

/** @throws TitansError `ARTIFACT_CORRUPT`. */
export function readRun(text: string, key: string, model: string): RetrainingRun {
  return withRefit(parsed<RetrainingRun>(text, key, model) as RetrainingRun);
}

/** Runs that were begun before there were refits say nothing of one. */
function withRefit(run: RetrainingRun): RetrainingRun {
  return { ...run, refit: run.refit ?? null };
}

function parsed<Kept>(text: string, key: string, model: string): Partial<Kept> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw new TitansError(
    'ARTIFACT_CORRUPT',
    `What is kept of the retraining of "${model}" cannot be read: remove the key "${key}".`,
    { details: { source: key } },
  );
}

import { type JsonValue, TitansError } from '@titans/core';
import type { Rejection } from '../records/rejection.js';
import { type TransactionBatch, withoutRows } from '../records/transaction-batch.js';
import type { Expectation, ExpectationRun } from './expectation.js';
import type { ExpectationResult, Outcome, QualityResult, UnexpectedExample } from './quality-result.js';
import { exampleOf, mostExamples } from './unexpected-example.js';

/** One pass of a set of expectations over the batches of a run. */
export interface QualityRun {
  /** The batch with the rows that were put into quarantine moved to its rejections. */
  observe(batch: TransactionBatch): TransactionBatch;
  /** What came out; to be called once, after the last batch. */
  finish(): QualityResult;
  /** To be called last, however the run ended. */
  close(): void;
}

/** Starts a pass. */
export function startQualityRun(expectations: readonly Expectation[]): QualityRun {
  const states = expectations.map(startState);
  let rows = 0;
  let quarantined = 0;
  return {
    observe(batch) {
      rows += batch.rowsIn;
      const refused = new Uint8Array(batch.table.length);
      const rejections: Rejection[] = [];
      for (const state of states) {
        for (const row of observed(state, batch)) {
          if (state.expectation.severity !== 'quarantine' || refused[row] !== 0) continue;
          refused[row] = 1;
          rejections.push(refusal(batch, row, state.expectation));
        }
      }
      quarantined += rejections.length;
      return rejections.length === 0 ? batch : withoutRows(batch, refused, rejections);
    },
    finish() {
      const results = states.map(resultOf);
      return { outcome: worst(results), rows, quarantined, expectations: results };
    },
    close() {
      for (const { run } of states) run?.close?.();
    },
  };
}

/**
 * Refuses to go on where an expectation of severity `fail` was not met, or one that guards the load crashed.
 *
 * @throws TitansError `EXPECTATION_ERROR` or `EXPECTATION_FAILED`, with the results of those expectations.
 */
export function requireQuality(result: QualityResult): void {
  const crashed = result.expectations.filter(
    ({ outcome, severity }) => outcome === 'error' && severity !== 'warn',
  );
  const failed = result.expectations.filter(
    ({ outcome, severity }) => outcome === 'fail' && severity === 'fail',
  );
  const [first] = [...crashed, ...failed];
  if (first === undefined) return;
  const code = crashed.length > 0 ? 'EXPECTATION_ERROR' : 'EXPECTATION_FAILED';
  const what = code === 'EXPECTATION_ERROR' ? `crashed (${first.error})` : `was not met: ${found(first)}`;
  const others = crashed.length + failed.length - 1;
  throw new TitansError(
    code,
    `Nothing was loaded. The expectation ${first.expectation}${stated(first)} ${what}${others > 0 ? `; ${others} more expectations` : ''}.`,
    { details: { expectations: [...crashed, ...failed] } },
  );
}

/** The expectation in words, where it has some. */
function stated({ description, expectation }: ExpectationResult): string {
  return description === null || description === expectation ? '' : `, "${description}",`;
}

/** What speaks against it, and where to look. */
function found({ unexpected, evaluated, observed, examples: [first] }: ExpectationResult): string {
  const parts = [
    unexpected > 0 ? `${unexpected} of ${evaluated} unexpected` : null,
    first === undefined ? null : `the first in "${first.source}", row ${first.row}`,
    observed === null ? null : `observed ${JSON.stringify(observed)}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

interface State {
  readonly expectation: Expectation;
  readonly run: ExpectationRun | null;
  readonly examples: UnexpectedExample[];
  evaluated: number;
  unexpected: number;
  error: string | null;
}

function startState(expectation: Expectation): State {
  const state: State = { expectation, run: null, examples: [], evaluated: 0, unexpected: 0, error: null };
  try {
    return { ...state, run: expectation.start() };
  } catch (error) {
    return { ...state, error: messageOf(error) };
  }
}

/** The unexpected rows of a batch. An expectation that throws is not asked again. */
function observed(state: State, batch: TransactionBatch): readonly number[] {
  if (state.run === null || state.error !== null) return [];
  try {
    const { evaluated, rows, rejections = [] } = state.run.observe(batch);
    state.evaluated += evaluated;
    state.unexpected += rows.length + rejections.length;
    for (const rejection of rejections) {
      if (state.examples.length >= mostExamples) break;
      const { source, row, line, value } = rejection;
      state.examples.push({ source, row, line, value });
    }
    for (const row of rows) {
      if (state.examples.length >= mostExamples) break;
      state.examples.push(exampleOf(batch, row, state.expectation.field));
    }
    return rows;
  } catch (error) {
    state.error = messageOf(error);
    return [];
  }
}

function resultOf(state: State): ExpectationResult {
  const { expectation } = state;
  let observedValue: JsonValue = null;
  let isMet: boolean | undefined;
  if (state.run !== null && state.error === null) {
    try {
      const verdict = state.run.finish();
      observedValue = verdict.observed ?? null;
      isMet = verdict.isMet;
      state.evaluated += verdict.evaluated ?? 0;
      state.unexpected += verdict.unexpected ?? 0;
      state.examples.push(...(verdict.examples ?? []).slice(0, mostExamples - state.examples.length));
    } catch (error) {
      state.error = messageOf(error);
    }
  }
  const { evaluated, unexpected, examples } = state;
  isMet ??= isTolerated(expectation, unexpected, evaluated);
  return {
    expectation: expectation.name,
    description: expectation.description ?? null,
    severity: expectation.severity,
    tolerance: expectation.tolerance,
    outcome: state.error !== null ? 'error' : isMet ? 'pass' : 'fail',
    evaluated,
    unexpected,
    fraction: evaluated === 0 ? 0 : unexpected / evaluated,
    examples,
    observed: observedValue,
    error: state.error,
  };
}

/** The share is divided, not multiplied: 29 of 100 are 0.29, but 0.29 times 100 is less than 29. */
function isTolerated({ tolerance }: Expectation, unexpected: number, evaluated: number): boolean {
  const { count = 0, fraction = 0 } = tolerance;
  return unexpected <= count || unexpected / evaluated <= fraction;
}

function worst(results: readonly ExpectationResult[]): Outcome {
  if (results.some(({ outcome }) => outcome === 'error')) return 'error';
  return results.some(({ outcome }) => outcome === 'fail') ? 'fail' : 'pass';
}

function refusal(batch: TransactionBatch, row: number, { name, description, field }: Expectation): Rejection {
  const example = exampleOf(batch, row, field);
  const byteOffset = batch.provenance.byteOffset[row] as number;
  return {
    code: 'EXPECTATION_FAILED',
    message: `The row does not meet the expectation ${name}${description === undefined ? '' : `: ${description}`}.`,
    source: batch.source,
    row: example.row,
    line: example.line,
    byteOffset: Number.isNaN(byteOffset) ? null : byteOffset,
    field: field ?? null,
    column: null,
    value: example.value,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

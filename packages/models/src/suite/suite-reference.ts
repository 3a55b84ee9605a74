import type { ArtifactContent, TransactionTable } from '@titans/core';
import type { Columns } from '../drift/sketches/column-data.js';
import type { Sketch } from '../drift/sketches/frozen-sketch.js';
import { sketch } from '../drift/sketches/sketch.js';
import { sketchFromArtifact } from '../drift/sketches/sketch-artifact.js';
import { nested, nestedContent } from '../estimators/nested-artifact.js';
import { readArtifact } from '../estimators/restoring.js';
import type { HeldOutRows } from '../tasks/held-out-rows.js';
import { type TaskName, taskNames } from '../tasks/models.js';

/**
 * What later transactions and predictions are compared with: how often which value occurs, column by column, and no row.
 * Whoever has the bytes reads the names of all categories and statuses, and about how large every amount is, also where
 * only one row has it: within 0.1 % of it, and exactly below 2,048 minor units. What else that row has is not told. Of
 * accounts and payees nothing is kept, of descriptions the moments of their hashed pieces: none can be read off, but where
 * there are fewer than 64 different ones, whoever guesses a description can find out whether it is among them.
 *
 * Up to 64 KiB for the amounts of each currency, and up to 1.5 MiB for the names and all else, however many rows there were.
 */
export interface SuiteReference {
  /** Of the transactions that were learned from. */
  readonly transactions: Sketch;
  /**
   * Of which categories were given to rows that the model which gave them had not seen. That model had learned from fewer
   * rows than the one which is kept. Its confidences, amounts and scores are therefore not here: they differ from those of
   * the kept one where nothing has changed. Compare these of one period with those of another, by `sketchPredictions`.
   */
  readonly predictions: Readonly<Partial<Record<TaskName, Sketch>>>;
}

export const referenceKind = 'titans/suite-reference';
const referenceVersion = 1;

/** Three decimal digits: enough to see what changed. */
const significantBits = 11;
/** Predictions of fewer rows say little of others. */
const leastPredictions = 20;

/** Sketches a table and what was predicted of held-out rows. O(rows). */
export function suiteReference(table: TransactionTable, heldOut: readonly HeldOutRows[]): SuiteReference {
  const told = heldOut.filter(({ predictions }) => {
    const names = Object.values(predictions);
    return names.length > 0 && names.every(({ length }) => length >= leastPredictions);
  });
  return Object.freeze({
    transactions: sketch(table, { significantBits }),
    predictions: Object.freeze(
      Object.fromEntries(told.map(({ task, predictions }) => [task, predictionSketch(predictions)])),
    ),
  });
}

/** A sketch of predictions alone, by name. */
export function predictionSketch(predictions: Columns): Sketch {
  return sketch(predictions, { significantBits, predictions: Object.keys(predictions) });
}

/** The reference as data, to be stored with the suite. */
export function referenceArtifact({ transactions, predictions }: SuiteReference): ArtifactContent {
  const parts = [
    ['transactions', nested('transactions', transactions.toArtifact())] as const,
    ...Object.entries(predictions).map(([task, one]) => [task, nested(task, one.toArtifact())] as const),
  ];
  return {
    kind: referenceKind,
    version: referenceVersion,
    data: Object.fromEntries(parts.map(([name, { data }]) => [name, data])),
    arrays: Object.assign({}, ...parts.map(([, { arrays }]) => arrays)),
  };
}

/**
 * Reads what {@link referenceArtifact} wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function readReference(content: ArtifactContent): SuiteReference {
  const artifact = readArtifact(content, referenceKind, referenceVersion);
  const read = (name: string): Sketch => sketchFromArtifact(nestedContent(content, artifact, name));
  const predictions: { -readonly [Task in TaskName]?: Sketch } = {};
  for (const task of taskNames) if (hasMember(content, task)) predictions[task] = read(task);
  return Object.freeze({ transactions: read('transactions'), predictions: Object.freeze(predictions) });
}

function hasMember({ data }: ArtifactContent, name: string): boolean {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, name);
}

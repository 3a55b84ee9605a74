import { maskSample, TitansError } from '@titans/core';

/** What is known of a row: whether it is an anomaly, or nothing (`null`, `undefined`). */
export type AnomalyLabel = boolean | 0 | 1 | null | undefined;

/** Labels of rows: 1 for an anomaly, 0 for an ordinary row, −1 where nothing is known. */
export type LabelCodes = Int8Array;

/** How many rows of each kind there are. */
export interface LabelCounts {
  readonly anomalies: number;
  readonly ordinary: number;
  readonly unknown: number;
}

/**
 * Reads labels in the given order of rows.
 *
 * @throws TitansError `SHAPE_MISMATCH` if there is not one per row, `INVALID_ARGUMENT` for what is no label.
 */
export function labelCodes(labels: ArrayLike<AnomalyLabel>, order: Uint32Array): LabelCodes {
  if (typeof labels !== 'object' || labels === null || typeof labels.length !== 'number') {
    throw wrong(
      'anomaly.labels must be a list with a label per row: true, false, or null where it is not known.',
    );
  }
  if (labels.length !== order.length) {
    throw new TitansError(
      'SHAPE_MISMATCH',
      `anomaly.labels has ${labels.length} entries for ${order.length} rows. Give null where nothing is known.`,
      { details: { field: 'anomaly.labels' } },
    );
  }
  return Int8Array.from(order, (row) => {
    const label: unknown = labels[row];
    if (label === true || label === 1) return 1;
    if (label === false || label === 0) return 0;
    if (label === null || label === undefined) return -1;
    throw wrong(
      `The label of row ${row + 1} is ${shown(label)}; it must be true, false, or null where it is not known.`,
    );
  });
}

/** The same labels in a list of their own, so that a caller who changes his during training changes nothing. */
export function ownLabels<Options extends { readonly labels?: ArrayLike<AnomalyLabel> }>(
  options: Options | undefined,
): Options | undefined {
  const labels = options?.labels;
  const isList = Array.isArray(labels) || ArrayBuffer.isView(labels);
  return options === undefined || !isList ? options : { ...options, labels: Array.from(labels) };
}

/** Counts labels. */
export function countLabels(codes: LabelCodes): LabelCounts {
  let [anomalies, ordinary] = [0, 0];
  for (const code of codes) {
    if (code === 1) anomalies++;
    else if (code === 0) ordinary++;
  }
  return { anomalies, ordinary, unknown: codes.length - anomalies - ordinary };
}

/**
 * Whether the rows were evidently not chosen for labelling at random: most are unknown, and of the others more than a
 * fifth are anomalies. Such are alerts that someone looked into, and lists of frauds.
 */
export function areSelected({ anomalies, ordinary, unknown }: LabelCounts): boolean {
  return unknown > anomalies + ordinary && anomalies > mostDrawn * (anomalies + ordinary);
}

const mostDrawn = 0.2;

/** Of a value that may be anything: what has no text of its own is named by its type. */
function shown(label: unknown): string {
  return typeof label === 'number'
    ? `${label}`
    : maskSample(typeof label === 'string' ? label : typeof label);
}

function wrong(message: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', message, { details: { field: 'anomaly.labels' } });
}

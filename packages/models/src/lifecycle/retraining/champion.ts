import { isPlainDate, isTitansError } from '@titans/core';
import type { ModelRegistry, ModelVersion } from '../registry/registry.js';

/** Tag of a registered version: the last day that it learned from, `YYYY-MM-DD`. */
export const trainedThroughTag = 'titans.trained-through';
/** Tag of a version: the run that trained it, and the SHA-256 of the rows. */
export const retrainingTag = 'titans.retraining';
/** Tag of a version that was champion and was rolled back, or is the other fit of the same rows: the run that trained it. */
export const rolledBackTag = 'titans.rolled-back';

/** The champion of a model, or `null` where there is none yet. */
export async function championOf(
  registry: ModelRegistry,
  model: string,
  signal: AbortSignal | undefined,
): Promise<ModelVersion | null> {
  try {
    return await registry.resolve(model, '@champion', { ...(signal && { signal }) });
  } catch (error) {
    if (isTitansError(error, 'NOT_FOUND')) return null;
    throw error;
  }
}

/** `sequence` of the last move of the champion; 0 for none. Whoever acts on it later knows whether there was one since. */
export async function lastMoveOf(
  registry: ModelRegistry,
  model: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  try {
    const { items } = await registry.history(model, {
      alias: 'champion',
      limit: 1,
      ...(signal && { signal }),
    });
    return items[0]?.sequence ?? 0;
  } catch (error) {
    if (isTitansError(error, 'NOT_FOUND')) return 0;
    throw error;
  }
}

/**
 * The last day that a version can have learned from: what its tag or its record of the training says; without one the last day
 * of its cash flow model, which is that of its rows; or else the day on which it was registered.
 */
export async function trainedThroughOf(
  registry: ModelRegistry,
  model: string,
  { id, tags, createdAt }: ModelVersion,
  signal: AbortSignal | undefined,
): Promise<string> {
  const tagged = tags[trainedThroughTag];
  if (tagged !== undefined && isPlainDate(tagged)) return tagged;
  const suite = await registry.load(model, id, { ...(signal && { signal }) });
  const { training } = suite.report;
  if (training !== null) return training.data.lastDate;
  return suite.tasks.includes('cashflow') ? suite.cashflow.lastDate : createdAt.slice(0, 10);
}

/** The reason of every change that a run makes begins with it, so that the change is known again. */
export function reasonMark(run: string): string {
  return `retraining ${run}`;
}

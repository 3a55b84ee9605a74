import { limits } from '@titans/core';
import { requestError } from './problem.js';

/** Items of a batch, which is a list or has one as its only list. */
export function itemsOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  const list = typeof value === 'object' && value !== null ? Object.values(value).find(Array.isArray) : [];
  return Array.isArray(list) ? list.length : 0;
}

/** @throws TitansError `REQUEST_TOO_LARGE` for more than may be asked at once. */
export function refuseLongBatch(items: number): void {
  if (items <= limits.batchSize) return;
  const message = `A batch has at most ${limits.batchSize} items, not ${items}: stream them, or start a job.`;
  throw requestError('REQUEST_TOO_LARGE', message, { issues: [{ pointer: '', message }] });
}

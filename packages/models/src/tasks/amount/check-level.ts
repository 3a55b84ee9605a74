import { maskSample, TitansError } from '@titans/core';
import { type AmountLevel, amountLevels } from './range.js';

/** @throws TitansError `INVALID_ARGUMENT` for a level that ranges were not learned for. */
export function checkLevel(level: AmountLevel | undefined): void {
  if (level === undefined || amountLevels.includes(level)) return;
  throw new TitansError(
    'INVALID_ARGUMENT',
    `The level can be ${amountLevels.join(' or ')}, not ${shown(level)}.`,
    { details: { field: 'level' } },
  );
}

/** Of a value that may be anything: what has no text of its own is named by its type. */
function shown(level: unknown): string {
  return typeof level === 'number'
    ? `${level}`
    : maskSample(typeof level === 'string' ? level : typeof level);
}

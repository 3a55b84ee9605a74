import type { ImportField } from '../../normalise/import-field.js';
import type { ImportSettings } from '../import-settings.js';

/**
 * The settings of a format that leaves nothing open: columns that are named like fields stand for them, days are ISO
 * 8601, and amounts are digits with a point and a minus before.
 */
export function fixedSettings(fields: readonly ImportField[]): ImportSettings {
  return {
    columns: Object.fromEntries(fields.map((field) => [field, field])),
    dateFormat: 'iso',
    amountFormat: { decimalMark: '.', groupMark: '', negative: 'leading-minus' },
    amountUnit: 'main',
    sign: 'as-written',
  };
}

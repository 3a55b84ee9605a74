import { defaultAccountId, defaultCurrency, type JsonValue } from '@titans/core';
import type { ColumnMap } from '../../normalise/import-field.js';
import type { Decision } from '../import-profile.js';
import type { ImportSettings } from '../import-settings.js';

/** The decisions about the meaning of a source, as they were told or are by default. */
export function settingDecisions(settings: ImportSettings, columns: ColumnMap): readonly Decision[] {
  const decision = (setting: string, given: JsonValue | undefined, otherwise: JsonValue): Decision => ({
    setting,
    value: given ?? otherwise,
    confidence: 1,
    basis: given === undefined ? 'default' : 'given',
  });
  const columnDecisions = Object.entries(columns).map(
    ([field, column]): Decision => ({
      setting: `columns.${field}`,
      value: column as JsonValue,
      confidence: 1,
      basis: settings.columns !== undefined && field in settings.columns ? 'given' : 'inferred',
    }),
  );
  const format = settings.amountFormat;
  return [
    ...columnDecisions,
    decision('dateFormat', settings.dateFormat, 'iso'),
    decision('amountFormat', format === undefined ? undefined : { ...format }, '-1234.56'),
    decision('currency', settings.currency, defaultCurrency),
    decision('accountId', settings.accountId, defaultAccountId),
  ];
}

import { defaultAccountId, type JsonValue } from '@titans/core';
import type { ImportField } from '../../normalise/import-field.js';
import type { Decision } from '../import-profile.js';
import type { ImportSettings } from '../import-settings.js';
import { decideAmountUnit } from './amount-unit.js';
import type { ChosenColumns, ColumnChoice } from './choose-columns.js';
import type { ColumnFacts } from './column-facts.js';
import { decideCurrency } from './currency-decision.js';
import { decideDateFormat } from './date-format.js';
import { marksOfMoney } from './money-columns.js';
import { doubtfulAccount } from './optional-columns.js';
import { decideSign } from './sign-decision.js';
import { dateHint, decimalHint } from './source-locale.js';

/** Everything that was decided about a source. */
export interface Decisions {
  readonly fields: ReadonlyMap<ImportField, ColumnChoice>;
  /** The same with money out and in changed over, where the balances say so. */
  readonly swapped: ReadonlyMap<ImportField, ColumnChoice> | null;
  readonly decisions: readonly Decision[];
  /** What was found out beyond what was told, as settings. */
  readonly found: Pick<ImportSettings, 'dateFormat' | 'amountFormat' | 'amountUnit' | 'sign' | 'currency'>;
}

/** What is known before anything is inferred. */
interface Known {
  /** What the caller told, and what the source itself says. */
  readonly settings: ImportSettings;
  /** What the caller told. */
  readonly given: ImportSettings;
  /** Whether the format fixes what the columns mean. */
  readonly isComplete: boolean;
}

/** Decides on how the values are written, and gives account of every decision. */
export function decisionsOf(
  columns: readonly ColumnFacts[],
  chosen: ChosenColumns,
  { settings, given, isComplete }: Known,
): Decisions {
  const { fields, money, date } = chosen;
  const ofField = (field: ImportField): readonly ColumnFacts[] =>
    (fields.get(field)?.indices ?? []).map((index) => columns[index] as ColumnFacts);
  const moneyColumns =
    money === null
      ? []
      : [money.amount, money.debit, money.credit, money.balance].filter((each) => each !== null);
  const currency = decideCurrency(
    columns,
    ofField('currency')[0] ?? null,
    moneyColumns,
    ofField('accountId')[0] ?? null,
  );
  const knownCurrency = settings.currency ?? (currency.basis === 'inferred' ? currency.currency : null);
  const marks = money === null ? null : marksOfMoney(money, decimalHint(columns, knownCurrency));
  const provenMark =
    marks !== null && marks.basis === 'inferred' && marks.alternatives.length === 0
      ? marks.format.decimalMark
      : null;
  const dates =
    date === null
      ? null
      : decideDateFormat(
          date.dates,
          chosen.otherDates.map((each) => each.dates),
          dateHint(columns, knownCurrency, provenMark),
        );
  const unit = decideAmountUnit(money, knownCurrency);
  const sign = decideSign(columns, money, ofField('type')[0] ?? null, [
    ...ofField('description'),
    ...ofField('merchantName'),
  ]);
  const areToldSides = fields.get('debit')?.basis === 'given' || fields.get('credit')?.basis === 'given';
  const swapped = sign.areSidesSwapped && !areToldSides ? swapSides(fields) : null;
  const found = {
    ...(settings.dateFormat === undefined && dates !== null && dates.basis === 'inferred'
      ? { dateFormat: dates.format }
      : {}),
    ...(settings.amountFormat === undefined && marks !== null && marks.basis === 'inferred'
      ? { amountFormat: marks.format }
      : {}),
    ...(settings.amountUnit === undefined && unit.basis === 'inferred' ? { amountUnit: unit.value } : {}),
    ...(settings.sign === undefined && sign.basis === 'inferred' && sign.sign !== null
      ? { sign: sign.sign }
      : {}),
    ...(settings.currency === undefined && currency.basis === 'inferred'
      ? { currency: currency.currency }
      : {}),
  };
  const decisions: Decision[] = [];
  for (const [field, choice] of swapped ?? fields) {
    const names = choice.indices.map((index) => columns[index]?.header.name ?? '');
    decisions.push({
      setting: `columns.${field}`,
      value: names.length === 1 ? (names[0] as string) : names,
      confidence: rounded(choice.confidence),
      basis: choice.basis,
      ...alternativesOf(choice.alternatives.map((index) => columns[index]?.header.name ?? '')),
      ...(choice.basis === 'given'
        ? isComplete
          ? { reason: 'the format fixes it' }
          : {}
        : { reason: choice.reason }),
    });
  }
  const decide = (
    setting: 'dateFormat' | 'amountFormat' | 'amountUnit' | 'sign' | 'currency' | 'accountId',
    told: JsonValue | undefined,
    inferred: {
      readonly value: JsonValue;
      readonly confidence: number;
      readonly basis: 'inferred' | 'default';
      readonly alternatives: readonly JsonValue[];
      readonly reason: string;
    } | null,
    otherwise: JsonValue,
  ): void => {
    if (told !== undefined && (isComplete || given[setting] !== undefined))
      decisions.push({ setting, value: told, confidence: 1, basis: 'given' });
    else if (told !== undefined)
      decisions.push({
        setting,
        value: told,
        confidence: 0.95,
        basis: 'inferred',
        reason: 'the source says so beside its records',
      });
    else if (inferred === null)
      decisions.push({ setting, value: otherwise, confidence: 1, basis: 'default' });
    else {
      const { value, confidence, basis, alternatives, reason } = inferred;
      decisions.push({
        setting,
        value,
        confidence: rounded(confidence),
        basis,
        ...alternativesOf(alternatives),
        reason,
      });
    }
  };
  decide('dateFormat', settings.dateFormat, dates && { ...dates, value: dates.format }, 'iso');
  const format = settings.amountFormat;
  decide(
    'amountFormat',
    format && { ...format },
    marks && {
      ...marks,
      value: { ...marks.format },
      alternatives: marks.alternatives.map((each) => ({ ...each })),
    },
    { decimalMark: '.' },
  );
  decide('amountUnit', settings.amountUnit, unit, 'main');
  decide('sign', settings.sign, { ...sign, value: sign.sign }, 'as-written');
  decide('currency', settings.currency, { ...currency, value: currency.currency }, currency.currency);
  const doubtful = isComplete || fields.has('accountId') ? null : doubtfulAccount(untaken(columns, fields));
  decide(
    'accountId',
    settings.accountId,
    doubtful && {
      value: defaultAccountId,
      confidence: 0.5,
      basis: 'default',
      alternatives: [],
      reason: `"${doubtful.header.name}" has another value in many rows, as the other party's account has; if it is the own account, name it as columns.accountId`,
    },
    defaultAccountId,
  );
  return { fields, swapped, decisions, found };
}

function untaken(
  columns: readonly ColumnFacts[],
  fields: ReadonlyMap<ImportField, ColumnChoice>,
): readonly ColumnFacts[] {
  const taken = new Set([...fields.values()].flatMap(({ indices }) => indices));
  return columns.filter(({ index }) => !taken.has(index));
}

function swapSides(fields: ReadonlyMap<ImportField, ColumnChoice>): ReadonlyMap<ImportField, ColumnChoice> {
  const swapped = new Map(fields);
  const debit = fields.get('debit');
  const credit = fields.get('credit');
  swapped.delete('debit');
  swapped.delete('credit');
  if (debit !== undefined) swapped.set('credit', debit);
  if (credit !== undefined) swapped.set('debit', credit);
  return swapped;
}

function alternativesOf(alternatives: readonly JsonValue[]): Pick<Decision, 'alternatives'> {
  return alternatives.length === 0 ? {} : { alternatives };
}

function rounded(confidence: number): number {
  return Math.round(confidence * 1000) / 1000;
}

import {
  civilFromEpochDay,
  dayOfWeek,
  daysInMonth,
  minorFromNumber,
  parseAmount,
  parsePlainDate,
  toEpochDay,
  toSecondOfDay,
} from '@titans/core';
import type { Condition, NumberTest, RowState } from './condition.js';
import { onlyMembers } from './only-members.js';
import { listAt, type Place, refusal, textAt, wordAt } from './place.js';
import {
  type RuleAmountField,
  type RuleDatePartField,
  ruleAmountFields,
  ruleDatePartFields,
  ruleLimits,
} from './rule.js';
import { operatorScores } from './specificity.js';

type NumberField = RuleAmountField | RuleDatePartField | 'date' | 'time';

const operators = [
  'is',
  'isNot',
  'isAbout',
  'lessThan',
  'atMost',
  'moreThan',
  'atLeast',
  'oneOf',
  'notOneOf',
  'between',
] as const;

/** As Actual Budget has it. */
const shareAbout = 0.075;
const daysAbout = 2;

export function isNumberField(field: unknown): field is NumberField {
  return field === 'date' || field === 'time' || isAmountField(field) || isDatePart(field);
}

function isAmountField(field: unknown): field is RuleAmountField {
  return ruleAmountFields.some((each) => each === field);
}

function isDatePart(field: unknown): field is RuleDatePartField {
  return ruleDatePartFields.some((each) => each === field);
}

/** Reads a condition on an amount, a date, a time or a part of them, as intervals of whole numbers. */
export function checkNumber(
  field: NumberField,
  members: ReadonlyMap<string, unknown>,
  place: Place,
): Condition {
  const isAmount = isAmountField(field);
  const op = wordAt(members.get('op'), operators, [...place, 'op']);
  onlyMembers(
    members,
    [...(op === 'between' ? ['min', 'max'] : ['value']), ...(isAmount ? ['currency'] : [])],
    place,
  );
  const currency = isAmount ? textAt(members.get('currency'), 3, [...place, 'currency']) : null;
  const read = (value: unknown, at: Place): number => {
    try {
      return numberOf(field, value, currency, at);
    } catch (cause) {
      throw refusal(at, neededOf(field), cause);
    }
  };
  const at = [...place, 'value'];
  const value = members.get('value');
  const isList = op === 'oneOf' || op === 'notOneOf';
  if (op === 'isAbout' && !isAmount && field !== 'date') {
    throw refusal([...place, 'op'], 'isAbout is for amounts and dates');
  }
  const test: NumberTest = {
    kind: 'number',
    field,
    negated: op === 'isNot' || op === 'notOneOf',
    intervals: isList
      ? listAt(value, ruleLimits.values, at).map((each, index) => {
          const number = read(each, [...at, index]);
          return [number, number] as const;
        })
      : op === 'between'
        ? [
            rangeOf(
              read(members.get('min'), [...place, 'min']),
              read(members.get('max'), [...place, 'max']),
              place,
            ),
          ]
        : [intervalOf(op, read(value, at), isAmount)],
    currency,
    read: readers[field],
  };
  return { kind: 'test', test, ...operatorScores[op] };
}

function rangeOf(min: number, max: number, place: Place): readonly [number, number] {
  if (min > max) throw refusal([...place, 'max'], 'max may not be less than min');
  return [min, max];
}

function intervalOf(
  op: 'is' | 'isNot' | 'isAbout' | 'lessThan' | 'atMost' | 'moreThan' | 'atLeast',
  value: number,
  isAmount: boolean,
): readonly [number, number] {
  const about = isAmount ? Math.round(Math.abs(value) * shareAbout) : daysAbout;
  switch (op) {
    case 'is':
    case 'isNot':
      return [value, value];
    case 'isAbout':
      return [value - about, value + about];
    case 'lessThan':
      return [Number.NEGATIVE_INFINITY, value - 1];
    case 'atMost':
      return [Number.NEGATIVE_INFINITY, value];
    case 'moreThan':
      return [value + 1, Number.POSITIVE_INFINITY];
    case 'atLeast':
      return [value, Number.POSITIVE_INFINITY];
  }
}

function numberOf(field: NumberField, value: unknown, currency: string | null, place: Place): number {
  if (currency !== null) {
    return typeof value === 'number'
      ? minorFromNumber(value, currency)
      : parseAmount(textAt(value, ruleLimits.textLength, place), currency);
  }
  if (field === 'date') return toEpochDay(parsePlainDate(textAt(value, 10, place)));
  if (field === 'time') return toSecondOfDay(textAt(value, 8, place));
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw refusal(place, 'a whole number is needed');
  const [from, to] = isDatePart(field) ? partRanges[field] : [0, 0];
  if (value < from || value > to) throw refusal(place, `a number from ${from} to ${to} is needed`);
  return value;
}

/** What each part can be. */
export const partRanges: Readonly<Record<RuleDatePartField, readonly [number, number]>> = {
  year: [1, 9999],
  month: [1, 12],
  dayOfMonth: [1, 31],
  daysToMonthEnd: [0, 30],
  dayOfWeek: [1, 7],
  hour: [0, 23],
};

function neededOf(field: NumberField): string {
  if (isAmountField(field)) return 'an amount of the named ISO 4217 currency is needed, in its main unit';
  if (field === 'date') return 'a date YYYY-MM-DD is needed';
  if (field === 'time') return 'a time HH:MM or HH:MM:SS is needed';
  return `a whole number from ${partRanges[field].join(' to ')} is needed`;
}

const readers: Readonly<Record<NumberField, (state: RowState) => number>> = {
  amount: (state) => state.amountMinor,
  absoluteAmount: (state) => Math.abs(state.amountMinor),
  balance: (state) => state.balanceMinor,
  date: (state) => state.epochDay,
  time: (state) => (state.secondOfDay < 0 ? Number.NaN : state.secondOfDay),
  year: (state) => civilFromEpochDay(state.epochDay).year,
  month: (state) => civilFromEpochDay(state.epochDay).month,
  dayOfMonth: (state) => civilFromEpochDay(state.epochDay).day,
  daysToMonthEnd: (state) => {
    const { year, month, day } = civilFromEpochDay(state.epochDay);
    return daysInMonth(year, month) - day;
  },
  dayOfWeek: (state) => dayOfWeek(state.epochDay) + 1,
  hour: (state) => (state.secondOfDay < 0 ? Number.NaN : Math.floor(state.secondOfDay / 3600)),
};

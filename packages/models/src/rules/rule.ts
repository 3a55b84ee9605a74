import type { CurrencyCode, TransactionType } from '@titans/core';

/** The version of the form in which rules are written as JSON. */
export const ruleFormatVersion = 1;

/** When a rule runs: all rules of `pre` before those of `default`, these before `post`. */
export const ruleStages = ['pre', 'default', 'post'] as const;
export type RuleStage = (typeof ruleStages)[number];

/** Fields of a transaction that are compared as texts. */
export const ruleTextFields = [
  'id',
  'accountId',
  'description',
  'originalDescription',
  'category',
  'paymentMethod',
  'status',
  'reference',
  'receiptUrl',
  'merchantName',
  'merchantCategoryCode',
  'location',
  'currency',
  'type',
] as const;
export type RuleTextField = (typeof ruleTextFields)[number];

/** Amounts in the main unit of the currency that the condition names. `absoluteAmount` has no sign. */
export const ruleAmountFields = ['amount', 'absoluteAmount', 'balance'] as const;
export type RuleAmountField = (typeof ruleAmountFields)[number];

/**
 * Whole numbers read off the date and the time: `month` 1 to 12, `dayOfMonth` 1 to 31, `daysToMonthEnd` 0 on the last
 * day, `dayOfWeek` 1 (Monday) to 7 as ISO 8601 counts, `hour` 0 to 23.
 */
export const ruleDatePartFields = [
  'year',
  'month',
  'dayOfMonth',
  'daysToMonthEnd',
  'dayOfWeek',
  'hour',
] as const;
export type RuleDatePartField = (typeof ruleDatePartFields)[number];

/** Every field that a condition can look at. */
export type RuleField =
  | RuleTextField
  | RuleAmountField
  | RuleDatePartField
  | 'date'
  | 'time'
  | 'recurring'
  | 'tags';

/**
 * Compares a text. Case, accents, and runs of white space do not count unless `caseSensitive`, which compares the
 * characters as they stand. `null` is the absent value.
 */
export type RuleTextCondition = {
  readonly field: RuleTextField;
  readonly caseSensitive?: boolean;
} & (
  | { readonly op: 'is' | 'isNot'; readonly value: string | null }
  | { readonly op: 'oneOf' | 'notOneOf'; readonly value: readonly string[] }
  /** `matches` takes a pattern of RE2, found anywhere in the first 10,000 characters, in time linear in them. */
  | {
      readonly op: 'contains' | 'notContains' | 'startsWith' | 'endsWith' | 'matches';
      readonly value: string;
    }
);

/** How numbers and days are compared; `between` includes both ends. */
export type RuleComparison<Value> =
  | {
      readonly op: 'is' | 'isNot' | 'isAbout' | 'lessThan' | 'atMost' | 'moreThan' | 'atLeast';
      readonly value: Value;
    }
  | { readonly op: 'oneOf' | 'notOneOf'; readonly value: readonly Value[] }
  | { readonly op: 'between'; readonly min: Value; readonly max: Value };

/**
 * Compares an amount in the main unit, for example `-12.5` or `'-12.50'`. Rows of another currency do not meet it.
 * `isAbout` is within 7.5 %, as in Actual Budget.
 */
export type RuleAmountCondition = {
  readonly field: RuleAmountField;
  readonly currency: CurrencyCode;
} & RuleComparison<number | string>;

/** Compares the date (`YYYY-MM-DD`; `isAbout` is within two days) or the time of day (`HH:MM` or `HH:MM:SS`). */
export type RuleDateCondition = { readonly field: 'date' | 'time' } & RuleComparison<string>;

/** Compares a part of the date or the time. */
export type RuleDatePartCondition = { readonly field: RuleDatePartField } & RuleComparison<number>;

/** Whether the source says that the transaction recurs; `null` where it does not say. */
export interface RuleRecurringCondition {
  readonly field: 'recurring';
  readonly op: 'is' | 'isNot';
  readonly value: boolean | null;
}

/** Which tags there are, whatever their case and accents. */
export interface RuleTagsCondition {
  readonly field: 'tags';
  readonly op: 'hasAny' | 'hasAll' | 'hasNone';
  readonly value: readonly string[];
}

/** A condition of a rule, or a group of which all or any must hold. Groups nest up to 32 deep. */
export type RuleCondition =
  | RuleTextCondition
  | RuleAmountCondition
  | RuleDateCondition
  | RuleDatePartCondition
  | RuleRecurringCondition
  | RuleTagsCondition
  | { readonly all: readonly RuleCondition[] }
  | { readonly any: readonly RuleCondition[] };

/** What a rule does with a transaction that meets its condition: at least one of these. */
export interface RuleActions {
  /** One level or two, `'food'` or `'food > groceries'`. */
  readonly category?: string;
  readonly merchantName?: string;
  /** Sets the type and turns the sign of the amount to agree with it. */
  readonly type?: TransactionType;
  readonly recurring?: boolean;
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
  /** Marks the row as left out of what the caller computes; the row stays in the table. */
  readonly excluded?: boolean;
}

/** A rule of the user, as plain JSON. */
export interface Rule {
  /** Unique among the rules; decides the order of rules that are equal otherwise. */
  readonly id: string;
  readonly name?: string;
  /** `true` unless told. */
  readonly enabled?: boolean;
  /** `'default'` unless told. */
  readonly stage?: RuleStage;
  /** 0 unless told. Within a stage higher ones run later, so that they win, whatever the specificity. */
  readonly priority?: number;
  readonly when: RuleCondition;
  readonly actions: RuleActions;
  /** After this rule has fired, no other rule of its stage, or none at all, looks at the transaction. */
  readonly stop?: 'stage' | 'all';
}

/** Rules as they are stored. */
export interface RuleDocument {
  readonly version: typeof ruleFormatVersion;
  readonly rules: readonly Rule[];
}

/** What is refused as too much. */
export const ruleLimits = {
  rules: 10_000,
  conditions: 100_000,
  depth: 32,
  textLength: 1_000,
  values: 10_000,
  /** Characters of a text that a pattern looks at. */
  matchedLength: 10_000,
  /** Size of a compiled pattern, in instructions of RE2. */
  patternSize: 2_000,
} as const;

import { currencyDecimals, fromEpochDay, fromSecondOfDay, type Transaction } from '@titans/core';
import type { FeatureRow } from '../../features/feature-row.js';
import type { RuleCategory } from '../../rules/outcome.js';
import type { Rule, RuleCondition } from '../../rules/rule.js';
import { type RuleSet, ruleSet } from '../../rules/rule-set.js';
import type { TransactionQuery } from '../predictions.js';

/** What decided by rule, in words. */
export interface RuledQuery {
  readonly category: string;
  readonly rule: Rule;
}

const dateFields: ReadonlySet<string> = new Set([
  'date',
  'year',
  'month',
  'dayOfMonth',
  'daysToMonthEnd',
  'dayOfWeek',
]);
const timeFields: ReadonlySet<string> = new Set(['time', 'hour']);
const amountFields: ReadonlySet<string> = new Set(['amount', 'absoluteAmount']);
const typeField: ReadonlySet<string> = new Set(['type']);
const largestMinor = Number.MAX_SAFE_INTEGER;

/**
 * Runs rules on queries. Queries leave things out, and of what is left out nothing holds: a rule that looks at the date,
 * the time, the amount or the type does not run on a query without it. Absent texts are `null`, as in a transaction.
 */
export function queryRules(rules: RuleSet): (query: TransactionQuery, row: FeatureRow) => RuledQuery | null {
  const all = rules.document.rules;
  const byId = new Map(all.map((rule) => [rule.id, rule]));
  const variants = new Map<string, RuleSet>();

  function rulesFor(row: FeatureRow): RuleSet {
    const absent = new Set<string>();
    let key = '';
    for (const [name, isAbsent, fields] of [
      ['date', Number.isNaN(row.date), dateFields],
      ['time', Number.isNaN(row.time), timeFields],
      ['amount', Number.isNaN(row.amount), amountFields],
      ['type', row.type === null, typeField],
    ] as const) {
      if (!isAbsent) continue;
      key += `${name} `;
      for (const field of fields) absent.add(field);
    }
    if (key === '') return rules;
    let variant = variants.get(key);
    if (variant === undefined) {
      const kept = all.filter(({ when }) => !looksAt(when, absent));
      variant = kept.length === all.length ? rules : ruleSet(kept);
      variants.set(key, variant);
    }
    return variant;
  }

  return (query, row) => {
    const decided: RuleCategory | null = rulesFor(row).apply(transactionOf(query, row)).category;
    if (decided === null) return null;
    return { category: decided.category, rule: byId.get(decided.ruleId) as Rule };
  };
}

function looksAt(condition: RuleCondition, fields: ReadonlySet<string>): boolean {
  if ('all' in condition) return condition.all.some((part) => looksAt(part, fields));
  if ('any' in condition) return condition.any.some((part) => looksAt(part, fields));
  return fields.has(condition.field);
}

/** The row as a transaction; what rules do not look at where it is absent is filled in. */
function transactionOf(query: TransactionQuery, row: FeatureRow): Transaction {
  const minor = Math.round(row.amount * 10 ** currencyDecimals(row.currency));
  return {
    id: null,
    accountId: row.accountId,
    date: fromEpochDay(Number.isNaN(row.date) ? 0 : row.date),
    time: Number.isNaN(row.time) ? null : fromSecondOfDay(row.time),
    type: row.type ?? 'Expense',
    description: row.description ?? '',
    originalDescription: query.description ?? '',
    amountMinor: Number.isNaN(minor) ? 0 : Math.min(Math.max(minor, -largestMinor), largestMinor),
    currency: row.currency,
    balanceMinor: null,
    category: row.category,
    paymentMethod: row.paymentMethod ?? 'unknown',
    status: row.status,
    reference: row.reference,
    receiptUrl: null,
    merchantName: row.merchantName,
    merchantCategoryCode: row.merchantCategoryCode,
    location: row.location,
    recurring: row.recurring,
    tags: row.tags,
  };
}

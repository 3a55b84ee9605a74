import {
  maskSample,
  roundToMinor,
  TitansError,
  type TransactionType,
  toMajor,
  transactionTypes,
} from '@titans/core';
import { type FeatureRow, featureRowOf } from '../../features/feature-row.js';
import { textCache } from '../../text-cache.js';
import { checkAsked } from '../check-asked.js';
import { measured } from '../measurements.js';
import type {
  AmountPrediction,
  AmountPredictOptions,
  Attribution,
  TransactionQuery,
} from '../predictions.js';
import { amountFeatures } from './amount-input.js';
import type { AmountParts } from './amount-model.js';
import { categoryCodes, typeCode } from './amount-rows.js';
import { checkLevel } from './check-level.js';
import { usualLevels } from './credibility.js';
import { evidenceFor } from './evidence.js';
import { type RangedPlan, type ToldAmounts, tellAmounts } from './fitted-amount.js';
import { type AmountLevel, type AmountRange, payeeKnowledge, rangeEnds } from './range.js';
import {
  categoryKey,
  knownMean,
  knownPayee,
  payeeKey,
  type UsualAmounts,
  usualKeys,
} from './usual-amounts.js';

type AmountTellerParts = Pick<AmountParts, 'currency' | 'usualType' | 'fitted' | 'measurements'>;

/** Payees whose amounts are kept, and of each how many answers: on so many days, of so many categories. */
const mostKept = { texts: 2_000, perText: 4 } as const;

/** Rows that are asked about, with what is told of them before ranges are corrected. */
export interface AskedAmounts {
  readonly rows: readonly FeatureRow[];
  readonly told: ToldAmounts;
}

/** Reads queries, and puts into words what is told of them. */
export interface AmountTeller {
  rowsOf(queries: readonly TransactionQuery[], options: AmountPredictOptions): readonly FeatureRow[];
  tell(rows: readonly FeatureRow[], options: AmountPredictOptions): AskedAmounts;
  /** The answer about one of the rows with ranges that are corrected as `range` says. */
  answer(asked: AskedAmounts, row: number, level: AmountLevel, range: AmountRange): AmountPrediction;
}

export function amountTeller({ currency, usualType, fitted, measurements }: AmountTellerParts): AmountTeller {
  const inUnits = (logarithm: number): number =>
    toMajor(roundToMinor(Math.expm1(Math.min(logarithm, largestLogarithm)), currency), currency);

  return {
    rowsOf(queries, options) {
      checkAsked(queries, options);
      checkLevel(options.level);
      return queries.map((query) => queryRow({ currency, usualType, fitted }, query));
    },
    tell(rows, { history }) {
      const knowledge = {
        computed: amountFeatures.read(rows, history),
        evidence: evidenceFor(rows.map(usualKeys), fitted.usual),
        categories: categoryCodes(rows, fitted.categories),
      };
      return { rows, told: tellAmounts(fitted, knowledge, Float64Array.from(rows, typeCode)) };
    },
    answer({ rows, told }, row, level, range) {
      const { low, high } = rangeEnds(range, told, level, row);
      const [least, amount, most] = [inUnits(low), inUnits(told.point[row] as number), inUnits(high)];
      const isExpense = rows[row]?.type === 'Expense';
      // Without a usual amount of the type nothing was learned of it, however well others were told.
      const isLearned = !Number.isNaN(told.usual.type[row]);
      return {
        amount: isExpense ? negative(amount) : amount,
        range: isExpense ? { min: negative(most), max: negative(least) } : { min: least, max: most },
        coverage: level,
        confidence: isLearned
          ? (measured(measurements, level === 0.95 ? 'coverage_95' : 'coverage') ?? level)
          : 0,
        source: (told.kinds[row] as number) % payeeKnowledge.length === 0 ? 'model' : 'payee',
        explanation: explanationOf(told, row),
        currency,
      };
    },
  };
}

/** Answers queries. */
export function amountAnswerer(
  teller: AmountTeller,
  { range }: RangedPlan,
): (queries: readonly TransactionQuery[], options: AmountPredictOptions) => readonly AmountPrediction[] {
  // Without a history, an answer depends on these fields of the question alone.
  const kept = textCache<AmountPrediction>(mostKept);

  function tellAll(rows: readonly FeatureRow[], options: AmountPredictOptions): readonly AmountPrediction[] {
    const asked = teller.tell(rows, options);
    return rows.map((_, row) => teller.answer(asked, row, options.level ?? 0.8, range));
  }

  return (queries, options) => {
    const rows = teller.rowsOf(queries, options);
    const { history, details = true } = options;
    if (history !== undefined) {
      const told = tellAll(rows, options);
      return details ? told : told.map((answer) => copyOf(answer, details));
    }
    const answers = rows.map((row) => kept.get(row.description ?? '', besideText(row, options)));
    const unknown = rows.filter((_, at) => answers[at] === undefined);
    if (unknown.length > 0) {
      const told = tellAll(unknown, options);
      let next = 0;
      rows.forEach((row, at) => {
        if (answers[at] !== undefined) return;
        const answer = told[next++] as AmountPrediction;
        kept.set(row.description ?? '', besideText(row, options), answer);
        answers[at] = answer;
      });
    }
    return answers.map((answer) => copyOf(answer as AmountPrediction, details));
  };
}

/** What the answer about a row without a history depends on beside its description. */
function besideText(
  row: FeatureRow,
  { level = 0.8 }: AmountPredictOptions,
): readonly (string | number | null)[] {
  const { merchantName, type, category, paymentMethod, date, time } = row;
  return [
    merchantName,
    type,
    category,
    paymentMethod,
    Number.isNaN(date) ? null : date,
    Number.isNaN(time) ? null : time,
    level,
  ];
}

/** What is kept stays as it is, whatever a caller does with the answer. */
export function copyOf(answer: AmountPrediction, details: boolean): AmountPrediction {
  const { amount, range, coverage, confidence, source, explanation, currency } = answer;
  return {
    amount,
    range: { min: range.min, max: range.max },
    coverage,
    confidence,
    source,
    explanation: details ? explanation.map(({ feature, contribution }) => ({ feature, contribution })) : [],
    currency,
  };
}

/** ln(1 + 10^12): no amount that exact arithmetic could hold is cut. */
const largestLogarithm = Math.log1p(1e12);

/** The query without its own amount, which is not looked at, and with a type. */
function queryRow(
  { currency, usualType, fitted }: Omit<AmountTellerParts, 'measurements'>,
  query: TransactionQuery,
): FeatureRow {
  const row = featureRowOf(query, currency);
  if (row.currency !== currency) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `The amounts were learned in ${currency}; ask in that currency, not in ${maskSample(row.currency)}.`,
      { details: { field: 'currency' } },
    );
  }
  const type = query.type ?? typeOf(row, fitted.usual) ?? usualType;
  return { ...row, amount: Number.NaN, type };
}

/** The type of most earlier rows of the payee, else of the category; `undefined` if neither is known. */
function typeOf(row: FeatureRow, usual: UsualAmounts): TransactionType | undefined {
  return (
    mostFrequent((type) => knownPayee(usual, payeeKey(row, type))?.rows ?? 0) ??
    mostFrequent((type) => knownMean(usual, categoryKey(row, type))?.rows ?? 0)
  );
}

/** The type of the most rows, of equals the first; `undefined` where there are none. */
function mostFrequent(rowsOf: (type: TransactionType) => number): TransactionType | undefined {
  let found: TransactionType | undefined;
  let most = 0;
  for (const type of transactionTypes) {
    const rows = rowsOf(type);
    if (rows <= most) continue;
    found = type;
    most = rows;
  }
  return found;
}

/** The steps from the usual amount of the type to the point; steps of nothing are left out. */
function explanationOf({ usual, point }: ToldAmounts, row: number): readonly Attribution[] {
  const steps: Attribution[] = [];
  let reached = 0;
  for (const level of usualLevels) {
    const value = usual[level][row] as number;
    if (Number.isNaN(value) || value === reached) continue;
    steps.push({ feature: level, contribution: value - reached });
    reached = value;
  }
  const end = point[row] as number;
  if (end !== reached) steps.push({ feature: 'model', contribution: end - reached });
  return steps;
}

function negative(amount: number): number {
  return amount === 0 ? 0 : -amount;
}

import type { SeenName } from './anomaly-input.js';
import type { SurpriseOptions } from './surprise-scale.js';

/** What was usual in training, for what few rows of an account cannot say. */
export interface Usual {
  /** Share of the rows with a time that fall into each hour, counting one more in each. */
  readonly hours: Float64Array;
  /** The same of weekdays, Monday first. */
  readonly weekdays: Float64Array;
  /** Shares of the rows whose payee, and whose category, the account had not had before. */
  readonly newPayees: number;
  readonly newCategories: number;
  /** Share of the rows that are income. */
  readonly incomes: number;
}

export const derivedNames = ['amount_vs_payee_of_all', 'amount_vs_category_of_all', 'amount_vs_all'] as const;
/** What evidence is read from: features of the history, and deviations from the training rows of all accounts. */
export type EvidenceName = SeenName | (typeof derivedNames)[number];
/** Value of one row by name. */
export type ValueOf = (name: EvidenceName) => number;

/** One kind of evidence. */
export interface EvidenceKind {
  readonly name: string;
  /** A number that is higher the less usual the row is; NaN if it cannot be told. */
  readonly read: (value: ValueOf, usual: Usual) => number;
  readonly scale: SurpriseOptions;
  /** For people: what was found. */
  readonly unusual: (value: ValueOf) => string;
  /** For people: that nothing was found. */
  readonly ordinary: string;
  /** For people, where labels taught what evidence alone does not say: what is spoken of. */
  readonly about: string;
  /** What its nats count for: 1 unless told, less for what is odd but seldom wrong. */
  readonly share?: number;
  /** What of a model of labels is told under this kind. */
  readonly features: readonly EvidenceName[];
}

/** Rows that what is usual for all accounts counts for beside the account's own. */
const priorRows = 10;

const belowShare = 0.5;
/** Robust standard deviations that are called far. */
const far = 3;

const deviation: SurpriseOptions = { unit: 1, isAbsolute: true };
const rarity: SurpriseOptions = { unit: 1, isAbsolute: true };
const ratio: SurpriseOptions = { unit: 0.4, isAbsolute: true };

/** Share of the account's rows, drawn towards what is usual for all. */
function ownShare(rows: number, of: number, usual: number): number {
  return (rows + priorRows * usual) / (of + priorRows);
}

function steadyRatio(logarithm: number, rows: number): number {
  return logarithm * (rows / (rows + priorRows));
}

function first(value: number, otherwise: number): number {
  return Number.isNaN(value) ? otherwise : value;
}

function amountKind(
  name: string,
  of: string,
  own: EvidenceName,
  ofAll: EvidenceName,
  features: readonly EvidenceName[],
): EvidenceKind {
  return {
    name,
    read: (value) => Math.max(0, first(value(own), value(ofAll))),
    scale: deviation,
    unusual: (value) =>
      `amount ${first(value(own), value(ofAll)) >= far ? 'far ' : ''}above what is usual for the ${of}`,
    ordinary: `amount as is usual for the ${of}`,
    about: `amount beside what is usual for the ${of}`,
    features,
  };
}

/** All kinds of evidence but the pattern, which a detector finds. */
export const evidenceKinds: readonly EvidenceKind[] = [
  amountKind('amount_of_payee', 'payee', 'amount_vs_payee', 'amount_vs_payee_of_all', [
    'amount_vs_payee',
    'amount_vs_payee_of_all',
  ]),
  amountKind('amount_of_category', 'category', 'amount_vs_category', 'amount_vs_category_of_all', [
    'amount_vs_category',
  ]),
  amountKind('amount_of_account', 'account', 'amount_vs_account', 'amount_vs_all', [
    'amount_vs_account',
    'amount_log',
  ]),
  amountKind('amount_of_all', 'category in all accounts', 'amount_vs_category_of_all', 'amount_vs_all', [
    'amount_vs_category_of_all',
    'amount_vs_all',
  ]),
  {
    // Only beside the account's own payments, and half as far: less than usual is seldom a fraud.
    name: 'amount_below',
    share: 0.5,
    read: (value) => Math.max(0, -belowShare * value('amount_vs_payee')),
    scale: deviation,
    unusual: () => 'amount below what is usual for the payee',
    ordinary: 'amount not below what is usual for the payee',
    about: 'amount beside the least of the payee',
    features: [],
  },
  {
    name: 'spending_of_day',
    // Of a day where times tell it, else of a week, beside a day or week of the last month; with the row's own amount.
    read(value) {
      const amount = Math.expm1(value('amount_log'));
      const month = value('sum_30d');
      const day = Math.log1p(value('sum_24h') + amount) - Math.log1p(month / 30);
      const week = Math.log1p(value('sum_7d') + amount) - Math.log1p((month * 7) / 30);
      return steadyRatio(Number.isNaN(day) ? week : day, value('count_30d'));
    },
    scale: ratio,
    unusual: (value) =>
      Number.isNaN(value('sum_24h')) ? 'much spent within a week' : 'much spent within a day',
    ordinary: 'total of the day as usual',
    about: 'total of the last days',
    features: ['sum_6h', 'sum_24h', 'sum_7d', 'sum_30d'],
  },
  {
    name: 'spending_of_hour',
    read(value) {
      const [hour, month] = [value('sum_1h'), value('sum_30d')];
      return month > 0 ? steadyRatio(Math.log1p((30 * hour) / month), value('count_30d')) : hour * 0;
    },
    scale: ratio,
    unusual: () => 'much spent within the hour before',
    ordinary: 'little or nothing spent within the hour before',
    about: 'time since the last transactions',
    features: ['sum_1h', 'count_1h', 'hours_since_previous'],
  },
  {
    name: 'count_of_day',
    read: (value) =>
      steadyRatio(
        Math.log1p(first(value('count_24h'), value('count_1d'))) - Math.log1p(value('count_30d') / 30),
        value('count_30d'),
      ),
    scale: ratio,
    unusual: (value) =>
      `many transactions within a day (${first(value('count_24h'), value('count_1d'))} before)`,
    ordinary: 'as many transactions as usual',
    about: 'number of transactions in the last days',
    features: ['count_6h', 'count_24h', 'count_1d', 'count_7d', 'count_30d'],
  },
  {
    name: 'hour',
    read(value, { hours }) {
      const hour = value('hour');
      if (Number.isNaN(hour)) return Number.NaN;
      const usual = hours[Math.floor(hour)] as number;
      const [near, of] = [value('rows_near_hour'), value('account_timed_rows')];
      return -Math.log(Number.isNaN(near) ? usual : ownShare(near, of, usual));
    },
    scale: rarity,
    unusual: () => 'rare hour of the day',
    ordinary: 'usual hour of the day',
    about: 'hour of the day',
    features: ['hour', 'rows_near_hour', 'account_timed_rows'],
  },
  {
    name: 'weekday',
    share: 0.5,
    read(value, { weekdays }) {
      const weekday = value('day_of_week');
      if (Number.isNaN(weekday)) return Number.NaN;
      const usual = weekdays[weekday] as number;
      const [same, of] = [value('rows_of_weekday'), value('account_rows')];
      return -Math.log(Number.isNaN(same) ? usual : ownShare(same, of, usual));
    },
    scale: rarity,
    unusual: () => 'rare day of the week',
    ordinary: 'usual day of the week',
    about: 'day of the week',
    features: ['day_of_week', 'rows_of_weekday'],
  },
  {
    name: 'new_payee',
    read(value, { newPayees }) {
      const isNew = value('is_new_payee');
      const [share, rows] = [value('distinct_payee_share'), value('account_rows')];
      if (isNew !== 1) return isNew;
      return -Math.log(Number.isNaN(share) ? newPayees : ownShare(share * rows, rows, newPayees));
    },
    scale: rarity,
    unusual: (value) =>
      value('is_new_payee') === 1 ? 'first transaction with this payee' : 'little-known payee',
    ordinary: 'known payee',
    about: 'how well the payee is known',
    features: [
      'is_new_payee',
      'payee_count',
      'days_since_payee',
      'hours_since_payee',
      'distinct_payee_share',
      'new_payee_count_7d',
    ],
  },
  {
    name: 'new_category',
    read(value, { newCategories }) {
      const isNew = value('is_new_category');
      return isNew === 1 ? steadyRatio(-Math.log(newCategories), value('account_rows')) : isNew;
    },
    scale: rarity,
    unusual: (value) =>
      value('is_new_category') === 1
        ? 'first transaction of this category'
        : 'category that the account seldom has',
    ordinary: 'category that the account often has',
    about: 'how well the category is known',
    features: ['is_new_category', 'category_count', 'days_since_category', 'hours_since_category'],
  },
  {
    name: 'repeat',
    read: (value) => value('repeat_count_1d'),
    scale: { unit: 0.25 },
    unusual: () => 'same amount to the same payee within a day',
    ordinary: 'no repetition',
    about: 'number of repetitions',
    features: ['repeat_count_1d'],
  },
  {
    name: 'direction',
    read(value, { incomes }) {
      const [same, of, isIncome] = [value('rows_of_type'), value('account_rows'), value('is_income')];
      // Without a history, how seldom all accounts have it; NaN where the direction is not known.
      if (Number.isNaN(same)) return isIncome === 1 ? -Math.log(incomes) : isIncome - Math.log(1 - incomes);
      return -Math.log((same + 1) / (of + 2));
    },
    scale: rarity,
    unusual: (value) => `${value('is_income') === 1 ? 'income' : 'expense'}, which is seldom`,
    ordinary: 'usual direction of the money',
    about: 'direction of the money and age of the account',
    features: ['is_income', 'rows_of_type', 'account_rows'],
  },
];

/** The kind that a detector of unusual combinations finds, and under which it is told with what stands for all. */
export const patternKind: Pick<EvidenceKind, 'name' | 'scale' | 'unusual' | 'ordinary' | 'about'> = {
  name: 'pattern',
  scale: { unit: 0.02, isAbsolute: true },
  unusual: () => 'unusual combination of amount, payee and time',
  ordinary: 'usual combination of amount, payee and time',
  about: 'combination of amount, payee and time',
};

/** Kinds with the pattern, in the order in which evidence is kept. */
export const allKinds: readonly Pick<EvidenceKind, 'name' | 'scale' | 'unusual' | 'ordinary' | 'about'>[] = [
  ...evidenceKinds,
  patternKind,
];

/**
 * Weights against counting one thing twice: one over the sum of a piece's positive correlations with all pieces, itself
 * among them. Pieces that go together share the weight of one; a piece alone has weight 1.
 *
 * @param pieces Evidence in nats, kind after kind, each with a value per row.
 */
export function evidenceWeights(pieces: readonly Float64Array[]): Float64Array {
  const standardised = pieces.map(standardise);
  return Float64Array.from(standardised, (piece, k) => {
    let sum = 0;
    standardised.forEach((other, j) => {
      let product = 0;
      for (let row = 0; row < piece.length; row++) product += (piece[row] as number) * (other[row] as number);
      sum += j === k ? 1 : Math.max(0, product);
    });
    return 1 / sum;
  });
}

/** Of mean 0 and length 1; zeros for what does not vary. */
function standardise(values: Float64Array): Float64Array {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const length = Math.sqrt(squares);
  return values.map((value) => (length > 0 ? (value - mean) / length : 0));
}

/** Fields of a transaction that a feature may be computed from. */
export const transactionFields = [
  'accountId',
  'date',
  'time',
  'type',
  'description',
  'amount',
  'currency',
  'balance',
  'category',
  'paymentMethod',
  'status',
  'reference',
  'merchantName',
  'merchantCategoryCode',
  'location',
  'recurring',
  'tags',
] as const;
export type TransactionField = (typeof transactionFields)[number];

/** What a feature is, as it is kept beside the numbers and in the artifact. */
export interface FeatureDescription {
  readonly name: string;
  /** `categorical` columns hold codes 0, 1, … of `categories`. Missing is NaN in both kinds. */
  readonly kind: 'numeric' | 'categorical';
  /** Every field of the row itself that the value depends on. */
  readonly inputs: readonly TransactionField[];
  /**
   * Every field of *earlier* rows of the same account that the value depends on; none unless told. What the target
   * was before the row is known when the row is predicted, so it may appear here but never in `inputs`.
   */
  readonly history?: readonly TransactionField[];
  /** Days before the row that are looked at, where the feature is a window. */
  readonly windowDays?: number;
  readonly categories?: readonly string[];
}

/** Numbers to learn from: one typed column per feature, NaN where a value is missing. */
export interface FeatureMatrix {
  readonly rows: number;
  readonly features: readonly FeatureDescription[];
  /** One array of `rows` values per feature. */
  readonly columns: readonly Float64Array[];
}

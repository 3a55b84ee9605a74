/** Fields of a transaction that can come from a source. */
export const transactionFields = [
  'id',
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
  'receiptUrl',
  'merchantName',
  'merchantCategoryCode',
  'location',
  'recurring',
  'tags',
] as const;
export type TransactionField = (typeof transactionFields)[number];

/**
 * What a column of a source can stand for: a field; an amount of money out (`debit`) or in (`credit`) alone; or the text
 * that describes a row of which the description is blank (`descriptionFallback`), such as the kind of a booking.
 */
export type ImportField = TransactionField | 'debit' | 'credit' | 'descriptionFallback';
export const importFields: readonly ImportField[] = [
  ...transactionFields,
  'debit',
  'credit',
  'descriptionFallback',
];

/** Names of columns, by the field each stands for. A description can be put together from several. */
export type ColumnMap = {
  readonly [Field in Exclude<ImportField, 'description'>]?: string;
} & { readonly description?: string | readonly string[] };

/**
 * Spellings of column names in lower case without spaces and punctuation, best first. The specification's nine
 * columns are the first of their rows.
 */
export const columnAliases: Readonly<Record<ImportField, readonly string[]>> = {
  id: ['transactionid', 'id', 'txnid', 'transid', 'fitid'],
  accountId: ['accountid', 'account', 'accountnumber', 'accountname', 'iban'],
  date: [
    'date',
    'transactiondate',
    'txndate',
    'bookingdate',
    'posteddate',
    'postingdate',
    'postdate',
    'valuedate',
  ],
  time: ['time', 'transactiontime'],
  type: ['type', 'transactiontype', 'debitcredit', 'creditdebit'],
  description: ['description', 'transactiondescription', 'details', 'narrative', 'memo', 'payee', 'name'],
  amount: ['amount', 'transactionamount', 'value', 'amt'],
  debit: ['debit', 'debitamount', 'withdrawal', 'withdrawals', 'paidout', 'moneyout'],
  credit: ['credit', 'creditamount', 'deposit', 'deposits', 'paidin', 'moneyin'],
  currency: ['currency', 'currencycode', 'ccy'],
  descriptionFallback: [],
  balance: ['balance', 'runningbalance', 'accountbalance', 'balanceafter'],
  category: ['category', 'categoryname'],
  paymentMethod: ['paymentmethod', 'paymenttype', 'method'],
  status: ['status', 'state', 'transactionstatus'],
  reference: ['reference', 'ref', 'referencenumber'],
  receiptUrl: ['receipturl', 'receipt', 'receiptlink'],
  merchantName: ['merchantname', 'merchant', 'vendor'],
  merchantCategoryCode: ['merchantcategorycode', 'mcc', 'mcccode'],
  location: ['location', 'city', 'place'],
  recurring: ['recurring', 'isrecurring'],
  tags: ['tags', 'labels'],
};

import type { ColumnMap } from '../../normalise/import-field.js';
import type { Decision } from '../import-profile.js';
import type { ImportSettings } from '../import-settings.js';
import { decimalsOf, fromMinorUnits } from './minor-units.js';
import { plainDecimal } from './plain-decimal.js';

/** Records as a well-known API gives them: what their columns mean, which names alone do not tell. */
export interface ApiShape {
  readonly settings: ImportSettings;
  readonly decisions: readonly Decision[];
  /** Writes values of a record in another way, in place. */
  readonly rewrite?: (cells: Cells) => void;
}

/** The texts of a record by number of column. */
export type Cells = (string | undefined)[];

interface KnownShape {
  readonly name: string;
  /** Columns that all have to be there. */
  readonly required: readonly string[];
  /** Beside the columns. */
  readonly accepts?: (firstOf: (column: string) => string) => boolean;
  readonly columns: ColumnMap;
  readonly settings: ImportSettings;
  readonly reason: string;
  /** @param at The number of a column; -1 where there is none. */
  readonly rewrite?: (cells: Cells, at: (column: string) => number) => void;
}

const knownShapes: readonly KnownShape[] = [
  {
    name: 'plaid',
    required: ['transaction_id', 'account_id', 'amount', 'iso_currency_code', 'date', 'name'],
    columns: {
      id: 'transaction_id',
      accountId: 'account_id',
      date: 'date',
      description: 'name',
      amount: 'amount',
      currency: 'iso_currency_code',
      merchantName: 'merchant_name',
      category: 'personal_finance_category.primary',
      location: 'location.city',
    },
    settings: { dateFormat: 'iso', sign: 'inverted' },
    reason: 'These are transactions as Plaid gives them: money that went out is positive.',
  },
  {
    name: 'berlin-group',
    required: ['transactionAmount.amount', 'transactionAmount.currency', 'bookingDate'],
    columns: {
      id: 'transactionId',
      date: 'bookingDate',
      description: 'remittanceInformationUnstructured',
      amount: 'transactionAmount.amount',
      currency: 'transactionAmount.currency',
      balance: 'balanceAfterTransaction.balanceAmount.amount',
      merchantCategoryCode: 'merchantCategoryCode',
    },
    settings: { dateFormat: 'iso', sign: 'as-written' },
    reason:
      'These are transactions of NextGenPSD2 (Berlin Group), as GoCardless Bank Account Data gives them.',
    rewrite(cells, at) {
      fallBack(cells, at, 'bookingDate', ['valueDate', 'bookingDateTime']);
      fallBack(cells, at, 'remittanceInformationUnstructured', [
        'remittanceInformationUnstructuredArray',
        'additionalInformation',
        'creditorName',
        'debtorName',
      ]);
    },
  },
  {
    name: 'open-banking-uk',
    required: ['Amount.Amount', 'Amount.Currency', 'CreditDebitIndicator', 'BookingDateTime'],
    columns: {
      id: 'TransactionId',
      accountId: 'AccountId',
      date: 'BookingDateTime',
      description: 'TransactionInformation',
      amount: 'Amount.Amount',
      currency: 'Amount.Currency',
      type: 'CreditDebitIndicator',
      balance: 'Balance.Amount.Amount',
      status: 'Status',
      reference: 'TransactionReference',
      merchantName: 'MerchantDetails.MerchantName',
      merchantCategoryCode: 'MerchantDetails.MerchantCategoryCode',
    },
    settings: { dateFormat: 'iso', sign: 'by-type' },
    reason:
      'These are transactions of Open Banking UK: amounts are unsigned, and an indicator tells their sign.',
    rewrite(cells, at) {
      fallBack(cells, at, 'TransactionInformation', ['MerchantDetails.MerchantName', 'TransactionReference']);
      const balance = cells[at('Balance.Amount.Amount')] ?? '';
      if (cells[at('Balance.CreditDebitIndicator')] === 'Debit' && /^[\d.]*[1-9]/.test(balance)) {
        cells[at('Balance.Amount.Amount')] = `-${balance}`;
      }
    },
  },
  {
    name: 'monzo',
    required: ['id', 'created', 'amount', 'currency', 'description', 'is_load', 'settled'],
    columns: {
      id: 'id',
      date: 'created',
      description: 'description',
      amount: 'amount',
      currency: 'currency',
      balance: 'account_balance',
      category: 'category',
    },
    settings: { dateFormat: 'iso', sign: 'as-written' },
    reason: 'These are transactions as Monzo gives them: amounts are minor units.',
    rewrite(cells, at) {
      const decimals = decimalsOf(cells[at('currency')] ?? '');
      for (const column of ['amount', 'account_balance']) {
        const text = cells[at(column)];
        if (text !== undefined) cells[at(column)] = fromMinorUnits(text, decimals);
      }
    },
  },
  {
    name: 'starling',
    required: ['feedItemUid', 'amount.minorUnits', 'amount.currency', 'direction', 'transactionTime'],
    columns: {
      id: 'feedItemUid',
      date: 'transactionTime',
      description: 'reference',
      amount: 'amount.minorUnits',
      currency: 'amount.currency',
      type: 'direction',
      category: 'spendingCategory',
      status: 'status',
      merchantName: 'counterPartyName',
    },
    settings: { dateFormat: 'iso', sign: 'by-type' },
    reason:
      'These are feed items of Starling: amounts are unsigned minor units, and the direction tells their sign.',
    rewrite(cells, at) {
      const index = at('amount.minorUnits');
      cells[index] = fromMinorUnits(cells[index] ?? '', decimalsOf(cells[at('amount.currency')] ?? ''));
      fallBack(cells, at, 'reference', ['counterPartyName']);
    },
  },
  {
    name: 'tink',
    required: ['amount.value.unscaledValue', 'amount.value.scale', 'amount.currencyCode', 'dates.booked'],
    columns: {
      id: 'id',
      accountId: 'accountId',
      date: 'dates.booked',
      description: 'descriptions.original',
      amount: 'amount.value.unscaledValue',
      currency: 'amount.currencyCode',
      status: 'status',
    },
    settings: { dateFormat: 'iso', sign: 'as-written' },
    reason: 'These are transactions of Tink: amounts are whole numbers with a scale.',
    rewrite(cells, at) {
      const index = at('amount.value.unscaledValue');
      const scale = /^(-?)(\d{1,2})$/.exec(cells[at('amount.value.scale')] ?? '');
      if (scale === null) return;
      cells[index] = plainDecimal(`${cells[index] ?? ''}e${scale[1] === '-' ? '' : '-'}${scale[2]}`);
      fallBack(cells, at, 'descriptions.original', ['descriptions.display']);
    },
  },
  {
    name: 'paypal',
    required: [
      'transaction_info.transaction_id',
      'transaction_info.transaction_initiation_date',
      'transaction_info.transaction_amount.value',
      'transaction_info.transaction_amount.currency_code',
    ],
    columns: {
      id: 'transaction_info.transaction_id',
      date: 'transaction_info.transaction_initiation_date',
      description: 'transaction_info.transaction_subject',
      amount: 'transaction_info.transaction_amount.value',
      currency: 'transaction_info.transaction_amount.currency_code',
      balance: 'transaction_info.ending_balance.value',
      status: 'transaction_info.transaction_status',
    },
    settings: { dateFormat: 'iso', sign: 'as-written' },
    reason: 'These are transactions of PayPal. Fees are not taken off.',
    rewrite(cells, at) {
      fallBack(cells, at, 'transaction_info.transaction_subject', [
        'transaction_info.transaction_note',
        'payer_info.payer_name.alternate_full_name',
        'transaction_info.transaction_event_code',
      ]);
    },
  },
  {
    name: 'stripe',
    required: ['object', 'id', 'amount', 'currency', 'created', 'net', 'fee'],
    accepts: (firstOf) => firstOf('object') === 'balance_transaction',
    columns: {
      id: 'id',
      date: 'created',
      description: 'description',
      amount: 'amount',
      currency: 'currency',
      status: 'status',
      category: 'reporting_category',
    },
    settings: { dateFormat: 'iso', sign: 'as-written' },
    reason:
      'These are balance transactions of Stripe: amounts are minor units and days are seconds since 1970. Fees are not taken off; the column "net" has them off.',
    rewrite(cells, at) {
      const currency = (cells[at('currency')] ?? '').toUpperCase();
      for (const column of ['amount', 'net', 'fee']) {
        const index = at(column);
        cells[index] = fromStripeMinor(cells[index] ?? '', currency);
      }
      const created = cells[at('created')] ?? '';
      if (/^\d{1,11}$/.test(created)) {
        cells[at('created')] = new Date(Number(created) * 1_000).toISOString().replace('.000Z', 'Z');
      }
      fallBack(cells, at, 'description', ['type']);
    },
  },
];

/** Which well-known API the records come from, if any. */
export function shapeOf(columns: readonly string[], firstOf: (column: number) => string): ApiShape | null {
  const indexOf = new Map(columns.map((column, index) => [column, index]));
  const at = (column: string): number => indexOf.get(column) ?? -1;
  const shape = knownShapes.find(
    ({ required, accepts }) =>
      required.every((column) => indexOf.has(column)) &&
      (accepts === undefined || accepts((column) => firstOf(at(column)))),
  );
  if (shape === undefined) return null;
  const { rewrite } = shape;
  return {
    settings: {
      ...shape.settings,
      columns: Object.fromEntries(
        Object.entries(shape.columns).filter(
          ([, column]) => typeof column === 'string' && indexOf.has(column),
        ),
      ),
    },
    decisions: [
      { setting: 'json.shape', value: shape.name, confidence: 1, basis: 'inferred', reason: shape.reason },
    ],
    ...(rewrite === undefined ? {} : { rewrite: (cells) => rewrite(cells, at) }),
  };
}

/** Gives an empty column the first text of others. */
function fallBack(
  cells: Cells,
  at: (column: string) => number,
  column: string,
  others: readonly string[],
): void {
  const index = at(column);
  if (index === -1 || (cells[index] ?? '') !== '') return;
  cells[index] = others.map((other) => cells[at(other)] ?? '').find((text) => text !== '') ?? '';
}

/** Currencies whose amounts Stripe gives in other units than two decimals (docs.stripe.com/currencies). */
const stripeDecimals: ReadonlyMap<string, number> = new Map([
  ...[
    'BIF',
    'CLP',
    'DJF',
    'GNF',
    'JPY',
    'KMF',
    'KRW',
    'MGA',
    'PYG',
    'RWF',
    'VND',
    'VUV',
    'XAF',
    'XOF',
    'XPF',
  ].map((code): [string, number] => [code, 0]),
  ...['BHD', 'JOD', 'KWD', 'OMR', 'TND'].map((code): [string, number] => [code, 3]),
]);

/** Where the currency has no place for the decimals of Stripe, they are zeros. */
function fromStripeMinor(text: string, currency: string): string {
  const written = fromMinorUnits(text, stripeDecimals.get(currency) ?? 2);
  return decimalsOf(currency) === 0 ? written.replace(/\.0+$/, '') : written;
}

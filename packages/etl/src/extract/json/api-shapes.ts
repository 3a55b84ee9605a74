import type { ColumnMap } from '../../normalise/import-field.js';
import type { Decision } from '../import-profile.js';
import type { ImportSettings } from '../import-settings.js';
import { type Cells, fallBack, type KnownShape } from './known-shape.js';
import { momentOf } from './number-conventions.js';
import { plainDecimal } from './plain-decimal.js';
import { refuseNestedLegs, revolutBusinessLegs } from './revolut-shape.js';
import { squareShapes } from './square-shapes.js';

/** Records as a well-known API gives them: what their columns mean, which names alone do not tell. */
export interface ApiShape {
  readonly settings: ImportSettings;
  readonly decisions: readonly Decision[];
  /** Writes values of a record in another way, in place. */
  readonly rewrite?: (cells: Cells) => void;
}

const stripePayment: ColumnMap = {
  id: 'id',
  date: 'created',
  description: 'description',
  amount: 'amount',
  currency: 'currency',
  status: 'status',
};

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
      status: 'pending',
    },
    settings: { sign: 'inverted' },
    reason: 'These are transactions as Plaid gives them: money that went out is positive.',
    rewrite(cells, at) {
      // What is no currency of ISO 4217 is refused, not read as another one.
      fallBack(cells, at, 'iso_currency_code', ['unofficial_currency_code']);
      const pending = cells[at('pending')];
      if (pending === 'true' || pending === 'false')
        cells[at('pending')] = pending === 'true' ? 'pending' : 'posted';
    },
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
    settings: { sign: 'as-written' },
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
    settings: { sign: 'by-type' },
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
    settings: { sign: 'as-written', amountUnit: 'minor' },
    reason: 'These are transactions as Monzo gives them: amounts are minor units.',
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
    settings: { sign: 'by-type', amountUnit: 'minor' },
    reason:
      'These are feed items of Starling: amounts are unsigned minor units, and the direction tells their sign.',
    rewrite: (cells, at) => fallBack(cells, at, 'reference', ['counterPartyName']),
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
    settings: { sign: 'as-written' },
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
    settings: { sign: 'as-written' },
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
    settings: { sign: 'as-written', amountUnit: 'minor' },
    reason:
      'These are balance transactions of Stripe: amounts are minor units and days are seconds since 1970. Fees are not taken off; the column "net" has them off.',
    rewrite: rewriteStripe,
  },
  {
    name: 'stripe-payments',
    required: ['object', 'id', 'amount', 'currency', 'created'],
    accepts: (firstOf) => ['charge', 'payment_intent', 'topup'].includes(firstOf('object')),
    columns: stripePayment,
    settings: { sign: 'as-written', amountUnit: 'minor' },
    reason:
      'These are payments to a Stripe account: amounts are minor units. Fees and refunds are not taken off.',
    rewrite: rewriteStripe,
  },
  {
    name: 'stripe-payouts',
    required: ['object', 'id', 'amount', 'currency', 'created'],
    accepts: (firstOf) => ['payout', 'refund', 'transfer'].includes(firstOf('object')),
    columns: stripePayment,
    settings: { sign: 'inverted', amountUnit: 'minor' },
    reason:
      'These are payments out of a Stripe account: amounts are minor units, and money that went out is positive.',
    rewrite: rewriteStripe,
  },
  {
    name: 'gocardless-payments',
    required: ['id', 'amount', 'currency', 'charge_date', 'status'],
    accepts: (firstOf) => /^PM/.test(firstOf('id')),
    columns: {
      id: 'id',
      date: 'charge_date',
      description: 'description',
      amount: 'amount',
      currency: 'currency',
      status: 'status',
      reference: 'reference',
    },
    settings: { sign: 'as-written', amountUnit: 'minor' },
    reason: 'These are payments that GoCardless collects: amounts are minor units of money that comes in.',
    rewrite: (cells, at) => fallBack(cells, at, 'description', ['reference', 'id']),
  },
  ...squareShapes,
  revolutBusinessLegs,
];

/**
 * Which well-known API the records come from, if any.
 *
 * @throws TitansError `SOURCE_INVALID` for records whose amounts stand in a list inside them.
 */
export function shapeOf(columns: readonly string[], firstOf: (column: number) => string): ApiShape | null {
  const indexOf = new Map(columns.map((column, index) => [column, index]));
  const at = (column: string): number => indexOf.get(column) ?? -1;
  refuseNestedLegs(columns, (column) => firstOf(at(column)));
  const shape = knownShapes.find(
    ({ required, accepts }) =>
      required.every((column) => indexOf.has(column)) &&
      (accepts === undefined || accepts((column) => firstOf(at(column)))),
  );
  if (shape === undefined) return null;
  const { rewrite } = shape;
  return {
    settings: {
      dateFormat: 'iso',
      amountUnit: 'main',
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

/** Currencies that Stripe gives with two decimals where ISO 4217 has none (docs.stripe.com/currencies). */
const withStripeCents: ReadonlySet<string> = new Set(['ISK', 'UGX']);
/** The other way round. */
const withoutStripeCents: ReadonlySet<string> = new Set(['MGA']);

/** Amounts in the minor units of ISO 4217, moments in ISO 8601. What would be a fraction of one stays one. */
function rewriteStripe(cells: Cells, at: (column: string) => number): void {
  const currency = (cells[at('currency')] ?? '').toUpperCase();
  const amount = cells[at('amount')] ?? '';
  if (/^-?\d+$/.test(amount) && withoutStripeCents.has(currency)) cells[at('amount')] = `${amount}00`;
  if (/^-?\d+$/.test(amount) && withStripeCents.has(currency)) {
    cells[at('amount')] = plainDecimal(`${amount}e-2`).replace(/\.00$/, '');
  }
  cells[at('created')] = momentOf(cells[at('created')] ?? '');
  fallBack(cells, at, 'description', ['type', 'id']);
}

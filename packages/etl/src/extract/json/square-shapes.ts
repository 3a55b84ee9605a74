import { fallBack, type KnownShape } from './known-shape.js';

/** What every object of Square with money has. */
const money = ['id', 'created_at', 'amount_money.amount', 'amount_money.currency', 'status'] as const;

/**
 * Payments, refunds and payouts as the Square API gives them: a `Money` has its amount in the smallest unit of its
 * currency (developer.squareup.com/docs/build-basics/working-with-monetary-amounts).
 */
export const squareShapes: readonly KnownShape[] = [
  {
    name: 'square-refunds',
    required: [...money, 'payment_id'],
    columns: {
      id: 'id',
      date: 'created_at',
      description: 'reason',
      amount: 'amount_money.amount',
      currency: 'amount_money.currency',
      status: 'status',
      reference: 'payment_id',
    },
    settings: { sign: 'inverted', amountUnit: 'minor' },
    reason: 'These are refunds of Square: amounts are minor units of money that goes out.',
    rewrite: (cells, at) => fallBack(cells, at, 'reason', ['payment_id']),
  },
  {
    name: 'square-payouts',
    required: [...money, 'destination.type'],
    columns: {
      id: 'id',
      date: 'created_at',
      description: 'destination.type',
      amount: 'amount_money.amount',
      currency: 'amount_money.currency',
      status: 'status',
    },
    settings: { sign: 'inverted', amountUnit: 'minor' },
    reason: 'These are payouts of Square: amounts are minor units of money that leaves the account there.',
  },
  {
    name: 'square-payments',
    required: [...money, 'total_money.amount', 'total_money.currency', 'source_type'],
    columns: {
      id: 'id',
      date: 'created_at',
      description: 'note',
      amount: 'total_money.amount',
      currency: 'total_money.currency',
      status: 'status',
      reference: 'order_id',
      receiptUrl: 'receipt_url',
    },
    settings: { sign: 'as-written', amountUnit: 'minor' },
    reason:
      'These are payments to a Square account: amounts are minor units of money that comes in, with tips. Fees and refunds are not taken off.',
    rewrite(cells, at) {
      const others = ['reference_id', 'source_type'];
      if (at('note') >= 0) fallBack(cells, at, 'note', others);
    },
  },
];

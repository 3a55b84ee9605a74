import { describe, expect, test } from 'vitest';
import { extract } from './extract.js';
import type { Statement } from './extraction.js';

const read = (name: string, content: string): Promise<Statement> =>
  extract({ name, bytes: new TextEncoder().encode(content) }).table();
const json = (value: unknown): Promise<Statement> => read('api.json', JSON.stringify(value));
const brief = ({ transactions }: Statement): readonly unknown[] =>
  [...transactions.rows()].map((row) => [row.date, row.amountMinor, row.currency, row.status]);

/** Columns of the report in their order: docs.adyen.com, "Settlement details report". */
const adyenColumns =
  'Company Account,Merchant Account,Psp Reference,Merchant Reference,Payment Method,Creation Date,TimeZone,Type,' +
  'Modification Reference,Gross Currency,Gross Debit (GC),Gross Credit (GC),Exchange Rate,Net Currency,Net Debit (NC),' +
  'Net Credit (NC),Commission (NC),Markup (NC),Scheme Fees (NC),Interchange (NC),Payment Method Variant,' +
  'Modification Merchant Reference,Batch Number,Reserved4,Reserved5,Reserved6,Reserved7,Reserved8,Reserved9,Reserved10';

describe('Adyen settlement details', () => {
  const rows = {
    settled:
      'A,M,881,o-1,visa,2023-03-07 10:15:00,CET,Settled,882,EUR,,25.00,1,EUR,,24.30,0.70,,,,visacredit,o-1,134,,,,,,,',
    foreign:
      'A,M,883,o-2,mc,2023-03-07 11:15:00,CET,Settled,884,USD,,100.00,0.92,EUR,,90.10,1.90,,,,mccredit,o-2,134,,,,,,,',
    refunded:
      'A,M,881,o-1,visa,2023-03-08 09:00:00,CET,Refunded,885,EUR,25.00,,1,EUR,25.10,,0.10,,,,visacredit,o-1,134,,,,,,,',
    fee: 'A,M,,,,2023-03-09 00:01:00,CET,Fee,Transaction Fees,,,,,EUR,1.20,,,,,,,,134,,,,,,,',
    payout: 'A,M,,,,2023-03-09 00:02:00,CET,MerchantPayout,TX0001,,,,,EUR,88.10,,,,,,,,134,,,,,,,',
  };
  const amounts = async (lines: readonly string[]): Promise<readonly unknown[]> => {
    const { transactions, rejections } = await read(
      'settlement.csv',
      `${adyenColumns}\n${lines.join('\n')}\n`,
    );
    expect(rejections).toEqual([]);
    return [...transactions.rows()].map(({ amountMinor, currency }) => [amountMinor, currency]);
  };

  test('the net amounts are taken, in the net currency: what reaches the account, fees and payouts with it', async () => {
    const found = await amounts(Object.values(rows));
    expect(found).toEqual([
      [2430, 'EUR'],
      [9010, 'EUR'],
      [-2510, 'EUR'],
      [-120, 'EUR'],
      [-8810, 'EUR'],
    ]);
    // 24.30 + 90.10 - 25.10 - 1.20 - 88.10 = 0: a batch is paid out to the cent.
    expect(found.reduce((sum: number, row) => sum + (row as [number])[0], 0)).toBe(0);
  });

  test('also where no fee tells the two apart', async () => {
    expect(await amounts([rows.settled, rows.foreign, rows.refunded])).toEqual([
      [2430, 'EUR'],
      [9010, 'EUR'],
      [-2510, 'EUR'],
    ]);
  });
});

/** Fields of a `Payment`: developer.squareup.com/reference/square/objects/Payment. */
const payment = (amount: number, currency: string, more: object = {}): object => ({
  id: `p-${amount}`,
  created_at: '2021-10-13T19:34:33.524Z',
  updated_at: '2021-10-13T19:34:34.339Z',
  amount_money: { amount, currency },
  processing_fee: [
    { effective_at: '2021-10-13T21:34:35.000Z', type: 'INITIAL', amount_money: { amount: 34, currency } },
  ],
  total_money: { amount, currency },
  approved_money: { amount, currency },
  status: 'COMPLETED',
  delay_duration: 'PT168H',
  source_type: 'CARD',
  location_id: 'L88917AVBK2S5',
  order_id: 'd7eKah653Z579f3gVtjlxpSlmUcZY',
  receipt_url: 'https://squareup.com/receipt/preview/x',
  note: 'Lunch',
  ...more,
});

describe('Square', () => {
  test('payments: cents of dollars, whole yen, with the tip', async () => {
    const tipped = payment(1000, 'USD', {
      tip_money: { amount: 150, currency: 'USD' },
      total_money: { amount: 1150, currency: 'USD' },
    });
    const statement = await json({
      payments: [payment(555, 'USD'), payment(1200, 'JPY'), tipped],
      cursor: 'x',
    });
    expect(statement.rejections).toEqual([]);
    // 555 cents are $5.55, and the smallest unit of the yen is 1 yen.
    expect(brief(statement)).toEqual([
      ['2021-10-13', 555, 'USD', 'completed'],
      ['2021-10-13', 1200, 'JPY', 'completed'],
      ['2021-10-13', 1150, 'USD', 'completed'],
    ]);
  });

  test('refunds and payouts go out', async () => {
    const common = { created_at: '2021-10-14T10:00:00Z', amount_money: { amount: 250, currency: 'GBP' } };
    const refund = {
      id: 'r-1',
      status: 'COMPLETED',
      ...common,
      payment_id: 'p-1',
      order_id: 'o-1',
      reason: 'Cold',
    };
    expect(brief(await json({ refunds: [refund] }))).toEqual([['2021-10-14', -250, 'GBP', 'completed']]);
    const destination = { type: 'BANK_ACCOUNT', id: 'bact:1' };
    const payout = {
      id: 'po-1',
      status: 'PAID',
      location_id: 'L1',
      ...common,
      destination,
      type: 'BATCH',
      version: 1,
    };
    const [row] = (await json({ payouts: [payout] })).transactions.rows();
    expect(row?.amountMinor).toBe(-250);
  });
});

/** As in the documentation of the Business API: one transfer between two accounts, and one payment by card. */
const revolut = [
  {
    id: '62b61a4f-fb09-4e87-b0ab-b66c85f5485c',
    type: 'transfer',
    request_id: 'e0cbf84637264ee082a848b',
    state: 'completed',
    created_at: '2017-10-10T12:00:00Z',
    updated_at: '2017-10-10T12:00:10Z',
    completed_at: '2017-10-10T12:00:10Z',
    legs: [
      {
        leg_id: '8bf591b9-e802-4e37-a5bb-f870603d8207',
        account_id: 'bdab1c20',
        counterparty: { type: 'self', account_id: '5138z40d' },
        amount: -123.11,
        currency: 'EUR',
        description: 'Expenses funding',
      },
      {
        leg_id: '516b9146-9264-4bb5-936f-497469b5c44e',
        account_id: '5138z40d',
        counterparty: { type: 'self', account_id: 'bdab1c20' },
        amount: 123.11,
        currency: 'EUR',
        explanation: 'To EUR target',
      },
    ],
  },
  {
    id: '72b61a4f-fb09-4e87-b0ab-b66c85f5485c',
    type: 'card_payment',
    state: 'pending',
    created_at: '2017-10-11T12:00:00Z',
    updated_at: '2017-10-11T12:00:10Z',
    merchant: { name: 'Tesco', city: 'London', category_code: '5411', country: 'GBR' },
    legs: [
      {
        leg_id: '916b9146-9264-4bb5-936f-497469b5c44e',
        account_id: 'bdab1c20',
        amount: -10.5,
        fee: 0.5,
        currency: 'EUR',
        bill_amount: -9,
        bill_currency: 'GBP',
        description: 'Tesco Stores',
        balance: 500.1,
      },
    ],
  },
];

describe('Revolut Business', () => {
  test('transactions with their legs inside are refused, with the way to part them', async () => {
    await expect(json(revolut)).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      message: expect.stringContaining('transactions.flatMap(({ legs, ...rest }) => legs.map('),
    });
  });

  test('parted so, each leg is a transaction of its account', async () => {
    const parted = revolut.flatMap(({ legs, ...rest }) => legs.map((leg) => ({ ...rest, ...leg })));
    const statement = await json(parted);
    expect(statement.rejections).toEqual([]);
    expect(
      [...statement.transactions.rows()].map((row) => [
        row.date,
        row.accountId,
        row.amountMinor,
        row.currency,
        row.description,
        row.balanceMinor,
        row.merchantCategoryCode,
      ]),
    ).toEqual([
      ['2017-10-10', 'bdab1c20', -12_311, 'EUR', 'Expenses funding', null, null],
      ['2017-10-10', '5138z40d', 12_311, 'EUR', 'To EUR target', null, null],
      ['2017-10-11', 'bdab1c20', -1050, 'EUR', 'Tesco Stores', 50_010, '5411'],
    ]);
  });
});

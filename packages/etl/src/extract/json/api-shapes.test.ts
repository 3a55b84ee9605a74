import { describe, expect, test } from 'vitest';
import { extract } from '../extract.js';
import type { Statement } from '../extraction.js';
import type { ImportSettings } from '../import-settings.js';
import { berlin, openBanking, plaid, stripe } from './testing/api-answers.js';

async function read(value: unknown, settings: ImportSettings = {}): Promise<Statement> {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return extract({ name: 'api.json', bytes }, settings).table();
}

function brief({ transactions }: Statement): readonly unknown[] {
  return [...transactions.rows()].map((row) => [row.date, row.amountMinor, row.currency, row.description]);
}

describe('well-known APIs', () => {
  test('Plaid: money that went out is positive', async () => {
    const statement = await read(plaid);
    expect(statement.rejections).toEqual([]);
    expect(brief(statement)).toEqual([
      ['2023-09-24', -2834, 'USD', 'Burger King #3322'],
      ['2023-09-25', 420_010, 'USD', 'Salary'],
    ]);
    expect(statement.transactions.row(0)).toMatchObject({
      id: 'yhnUVvtcGGcCKU0bcz8PDQr5ZUxUXebUvbKC0',
      accountId: 'BxBXxLj1m4HMXBm9WZZmCWVbPjX16EHwv99vp',
      merchantName: 'Burger King',
      category: 'food_and_drink',
      location: 'Houston',
    });
  });

  test('Berlin Group, as GoCardless gives it', async () => {
    const statement = await read(berlin);
    expect(statement.rejections).toEqual([]);
    expect(brief(statement)).toEqual([
      ['2022-05-15', 4500, 'EUR', 'For the support of Restoration of the Republic foundation'],
      ['2022-05-15', -1500, 'EUR', 'PAYMENT;Alderaan Coffe'],
    ]);
    expect(statement.transactions.row(1)).toMatchObject({ id: '2022051501907002-1', balanceMinor: 191_312 });
    const pending = await read(berlin, { json: { records: 'transactions.pending' } });
    expect(brief(pending)).toEqual([['2022-05-17', -1000, 'EUR', 'Reserved PAYMENT Emperor Burgers']]);
  });

  test('Stripe: minor units, and seconds since 1970', async () => {
    const statement = await read(stripe);
    expect(statement.rejections).toEqual([]);
    expect(brief(statement)).toEqual([
      ['2023-03-05', -400, 'USD', 'transfer'],
      ['2023-03-05', 12_345, 'JPY', 'Order 7'],
      ['2023-03-05', 5, 'UGX', 'Uganda has no cents, but Stripe has'],
    ]);
    expect(statement.transactions.row(1)).toMatchObject({
      time: '23:59:59',
      category: 'charge',
      status: 'available',
    });
  });

  test('Stripe: charges come in and payouts go out', async () => {
    // After docs.stripe.com/api/charges, payouts and docs.stripe.com/currencies (ISK and UGX have two zeros, MGA none).
    const list = (object: string, ...amounts: readonly (readonly [number, string])[]): object => ({
      object: 'list',
      data: amounts.map(([amount, currency], index) => ({
        id: `x_${index}`,
        object,
        amount,
        created: 1678043844,
        currency,
        description: null,
        status: 'succeeded',
      })),
    });
    const charges = await read(
      list('charge', [2000, 'usd'], [505, 'ugx'], [500, 'isk'], [100, 'mga'], [7, 'jpy']),
    );
    expect(brief(charges)).toEqual([
      ['2023-03-05', 2000, 'USD', 'x_0'],
      ['2023-03-05', 5, 'ISK', 'x_2'],
      ['2023-03-05', 10_000, 'MGA', 'x_3'],
      ['2023-03-05', 7, 'JPY', 'x_4'],
    ]);
    expect(charges.rejections).toMatchObject([{ code: 'AMOUNT_PRECISION', row: 2 }]);
    const payouts = await read(list('payout', [1100, 'usd']));
    expect(brief(payouts)).toEqual([['2023-03-05', -1100, 'USD', 'x_0']]);
  });

  test('GoCardless payments: pence that come in', async () => {
    // After developer.gocardless.com/api-reference, Payments.
    const payment = { charge_date: '2014-05-21', amount: 1000, currency: 'GBP', status: 'confirmed' };
    const statement = await read({
      payments: [{ id: 'PM123', description: null, reference: 'WINE', ...payment }],
    });
    expect(brief(statement)).toEqual([['2014-05-21', 1000, 'GBP', 'WINE']]);
  });

  test('Plaid: what has no currency of ISO 4217 is refused, not taken for dollars', async () => {
    const [first] = (plaid as { readonly transactions: readonly object[] }).transactions;
    const unofficial = { ...first, iso_currency_code: null, unofficial_currency_code: 'BTC', pending: true };
    const statement = await read({ transactions: [{ ...first, pending: true }, unofficial] });
    expect(statement.rejections).toMatchObject([{ code: 'CURRENCY_UNKNOWN', row: 2 }]);
    expect(statement.transactions.row(0)).toMatchObject({ status: 'pending' });
  });

  test('Open Banking UK: an indicator tells the sign', async () => {
    const statement = await read(openBanking);
    expect(statement.rejections).toEqual([]);
    expect(brief(statement)).toEqual([
      ['2017-04-05', 1000, 'GBP', 'Cash from Aubrey'],
      ['2017-04-06', -30_000, 'GBP', 'Shop'],
    ]);
    expect(statement.transactions.row(1)).toMatchObject({
      accountId: '22289',
      merchantCategoryCode: '5411',
      balanceMinor: -7000,
    });
  });

  test('Monzo: minor units', async () => {
    // After docs.monzo.com, Transactions.
    const statement = await read({
      transactions: [
        {
          account_balance: 13013,
          amount: -510,
          created: '2015-08-22T12:20:18Z',
          currency: 'GBP',
          description: 'THE DE BEAUVOIR DELI C LONDON        GBR',
          id: 'tx_00008zIcpb1TB4yeIFXMzx',
          is_load: false,
          settled: '2015-08-23T12:20:18Z',
          category: 'eating_out',
        },
      ],
    });
    expect(brief(statement)).toEqual([['2015-08-22', -510, 'GBP', 'THE DE BEAUVOIR DELI C LONDON GBR']]);
    expect(statement.transactions.row(0).balanceMinor).toBe(13_013);
  });

  test('Starling: unsigned minor units and a direction', async () => {
    // After developer.starlingbank.com, FeedItem.
    const item = {
      amount: { currency: 'GBP', minorUnits: 1234 },
      transactionTime: '2024-05-01T09:59:00.000Z',
    };
    const statement = await read({
      feedItems: [
        { ...item, feedItemUid: 'a', direction: 'OUT', counterPartyName: 'Tesco', reference: 'TESCO 123' },
        {
          ...item,
          feedItemUid: 'b',
          direction: 'IN',
          counterPartyName: 'Me',
          transactionTime: '2024-05-13T09:59:00.000Z',
        },
      ],
    });
    expect(brief(statement)).toEqual([
      ['2024-05-01', -1234, 'GBP', 'TESCO 123'],
      ['2024-05-13', 1234, 'GBP', 'Me'],
    ]);
  });

  test('Tink: whole numbers with a scale', async () => {
    // After docs.tink.com, Transactions: -1300 with the scale -1 is -13000, 25 with the scale 2 is 0.25.
    const transaction = (unscaledValue: string, scale: string): object => ({
      amount: { currencyCode: 'EUR', value: { scale, unscaledValue } },
      dates: { booked: '2020-12-15' },
      descriptions: { display: 'Tesco', original: 'TESCO STORES 3297' },
      id: unscaledValue,
    });
    const statement = await read({
      transactions: [transaction('-1300', '-1'), transaction('25', '2')],
      nextPageToken: '',
    });
    expect(brief(statement)).toEqual([
      ['2020-12-15', -1_300_000, 'EUR', 'TESCO STORES 3297'],
      ['2020-12-15', 25, 'EUR', 'TESCO STORES 3297'],
    ]);
  });

  test('PayPal: as written', async () => {
    // After developer.paypal.com, Transaction Search.
    const statement = await read({
      transaction_details: [
        {
          transaction_info: {
            transaction_id: '5TY05013RG002845M',
            transaction_initiation_date: '2014-07-11T04:03:52+0000',
            transaction_amount: { currency_code: 'USD', value: '465.00' },
            fee_amount: { currency_code: 'USD', value: '-13.79' },
            transaction_status: 'S',
            transaction_subject: 'Bill for your purchase',
          },
        },
      ],
    });
    expect(brief(statement)).toEqual([['2014-07-11', 46_500, 'USD', 'Bill for your purchase']]);
  });

  test('what is known is reported', async () => {
    const { profile } = await read(stripe);
    const decisions = profile.sources[0]?.decisions ?? [];
    expect(decisions.find(({ setting }) => setting === 'json.shape')).toMatchObject({
      value: 'stripe',
      basis: 'inferred',
      reason: expect.stringContaining('minor units'),
    });
  });
});

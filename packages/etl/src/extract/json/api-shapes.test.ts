import { describe, expect, test } from 'vitest';
import { extract } from '../extract.js';
import type { Statement } from '../extraction.js';
import type { ImportSettings } from '../import-settings.js';

async function read(value: unknown, settings: ImportSettings = {}): Promise<Statement> {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return extract({ name: 'api.json', bytes }, settings).table();
}

function brief({ transactions }: Statement): readonly unknown[] {
  return [...transactions.rows()].map((row) => [row.date, row.amountMinor, row.currency, row.description]);
}

/** After the examples of plaid.com/docs/api/products/transactions. */
const plaid = {
  accounts: [
    {
      account_id: 'BxBXxLj1m4HMXBm9WZZmCWVbPjX16EHwv99vp',
      balances: { available: 110.94, current: 110.94, iso_currency_code: 'USD', limit: null },
      mask: '0000',
      name: 'Plaid Checking',
      subtype: 'checking',
      type: 'depository',
    },
  ],
  item: { item_id: 'eVBnVMp7zdTJLkRNr33Rs6zr7KNJqBFL9DrE6', webhook: 'https://www.example.com/webhook' },
  request_id: '45QSn',
  total_transactions: 2,
  transactions: [
    {
      account_id: 'BxBXxLj1m4HMXBm9WZZmCWVbPjX16EHwv99vp',
      account_owner: null,
      amount: 28.34,
      authorized_date: '2023-09-23',
      authorized_datetime: '2023-09-22T10:34:50Z',
      category: ['Food and Drink', 'Restaurants'],
      category_id: '13005032',
      check_number: null,
      counterparties: [{ name: 'FUN', type: 'marketplace', entity_id: null }],
      date: '2023-09-24',
      datetime: '2023-09-24T11:01:01Z',
      iso_currency_code: 'USD',
      location: { address: null, city: 'Houston', region: 'TX', lat: 29.77, lon: -95.37 },
      merchant_name: 'Burger King',
      name: 'Burger King #3322',
      payment_channel: 'in store',
      payment_meta: { by_order_of: null, payee: null, reason: null, reference_number: null },
      pending: false,
      personal_finance_category: {
        confidence_level: 'VERY_HIGH',
        detailed: 'FOOD_AND_DRINK_FAST_FOOD',
        primary: 'FOOD_AND_DRINK',
      },
      transaction_code: null,
      transaction_id: 'yhnUVvtcGGcCKU0bcz8PDQr5ZUxUXebUvbKC0',
      transaction_type: 'place',
      unofficial_currency_code: null,
    },
    {
      account_id: 'BxBXxLj1m4HMXBm9WZZmCWVbPjX16EHwv99vp',
      amount: -4200.1,
      date: '2023-09-25',
      iso_currency_code: 'USD',
      merchant_name: null,
      name: 'Salary',
      pending: false,
      transaction_id: 'x2',
      transaction_type: 'special',
    },
  ],
};

/** After developer.gocardless.com/bank-account-data, and the NextGenPSD2 it follows. */
const berlin = {
  transactions: {
    booked: [
      {
        transactionId: '2022051501907001-1',
        bookingDate: '2022-05-15',
        valueDate: '2022-05-16',
        transactionAmount: { amount: '45.00', currency: 'EUR' },
        debtorName: 'MON MOTHMA',
        debtorAccount: { iban: 'GL53SAFI055151515' },
        remittanceInformationUnstructured: 'For the support of Restoration of the Republic foundation',
        bankTransactionCode: 'PMNT',
      },
      {
        transactionId: '2022051501907002-1',
        bookingDate: '2022-05-15',
        transactionAmount: { currency: 'EUR', amount: '-15.00' },
        creditorName: 'Alderaan Coffe',
        remittanceInformationUnstructuredArray: ['PAYMENT', 'Alderaan Coffe'],
        balanceAfterTransaction: { balanceAmount: { amount: '1913.12', currency: 'EUR' } },
      },
    ],
    pending: [
      {
        valueDate: '2022-05-17',
        transactionAmount: { currency: 'EUR', amount: '-10.00' },
        remittanceInformationUnstructured: 'Reserved PAYMENT Emperor Burgers',
      },
    ],
  },
};

/** After docs.stripe.com/api/balance_transactions. */
const stripe = {
  object: 'list',
  url: '/v1/balance_transactions',
  has_more: false,
  data: [
    {
      id: 'txn_1MiN3gLkdIwHu7ixxapQrznl',
      object: 'balance_transaction',
      amount: -400,
      available_on: 1678043844,
      created: 1678043844,
      currency: 'usd',
      description: null,
      exchange_rate: null,
      fee: 0,
      fee_details: [],
      net: -400,
      reporting_category: 'transfer',
      source: 'tr_1MiN3gLkdIwHu7ixNCZvFdgA',
      status: 'available',
      type: 'transfer',
    },
    {
      id: 'txn_2',
      object: 'balance_transaction',
      amount: 12345,
      available_on: 1678043844,
      created: 1678060799,
      currency: 'jpy',
      description: 'Order 7',
      exchange_rate: null,
      fee: 400,
      fee_details: [{ amount: 400, currency: 'jpy', type: 'stripe_fee' }],
      net: 11945,
      reporting_category: 'charge',
      source: 'ch_1',
      status: 'available',
      type: 'charge',
    },
    {
      id: 'txn_3',
      object: 'balance_transaction',
      amount: 500,
      created: 1678060799,
      currency: 'ugx',
      description: 'Uganda has no cents, but Stripe has',
      fee: 0,
      net: 500,
      status: 'pending',
      type: 'charge',
    },
  ],
};

/** After openbankinguk.github.io, Read/Write API 3.1, Transactions. */
const openBanking = {
  Data: {
    Transaction: [
      {
        AccountId: '22289',
        TransactionId: '123',
        TransactionReference: 'Ref 1',
        Amount: { Amount: '10.00', Currency: 'GBP' },
        CreditDebitIndicator: 'Credit',
        Status: 'Booked',
        BookingDateTime: '2017-04-05T10:43:07+00:00',
        ValueDateTime: '2017-04-05T10:45:22+00:00',
        TransactionInformation: 'Cash from Aubrey',
        BankTransactionCode: { Code: 'ReceivedCreditTransfer', SubCode: 'DomesticCreditTransfer' },
        Balance: {
          Amount: { Amount: '230.00', Currency: 'GBP' },
          CreditDebitIndicator: 'Credit',
          Type: 'InterimBooked',
        },
      },
      {
        AccountId: '22289',
        TransactionId: '124',
        Amount: { Amount: '300.00', Currency: 'GBP' },
        CreditDebitIndicator: 'Debit',
        Status: 'Booked',
        BookingDateTime: '2017-04-06T10:43:07+00:00',
        MerchantDetails: { MerchantName: 'Shop', MerchantCategoryCode: '5411' },
        Balance: {
          Amount: { Amount: '70.00', Currency: 'GBP' },
          CreditDebitIndicator: 'Debit',
          Type: 'InterimBooked',
        },
      },
    ],
  },
  Links: { Self: 'https://api.alphabank.com/open-banking/v3.1/aisp/accounts/22289/transactions/' },
  Meta: { TotalPages: 1 },
};

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

  test('minor units and moments are known by name in others', async () => {
    const statement = await read([
      {
        visibleTS: 1651400000000,
        price: { amount_cents: 1999, currency: 'JOD' },
        label: 'Shop',
        amountInCents: null,
      },
      { visibleTS: 1652500000000, price: { amount_cents: -5, currency: 'JPY' }, label: 'Shop' },
    ]);
    expect(brief(statement)).toEqual([
      ['2022-05-01', 1999, 'JOD', 'Shop'],
      ['2022-05-14', -5, 'JPY', 'Shop'],
    ]);
    expect(statement.profile.sources[0]?.decisions).toContainEqual(
      expect.objectContaining({ setting: 'json.minorUnits', value: ['price.amount_cents'] }),
    );
  });

  test('a JSON number with three decimals is no thousand, a German text is one', async () => {
    const rows = (...amounts: readonly (string | number)[]): readonly object[] =>
      amounts.map((amount, index) => ({
        date: `2024-05-1${index}`,
        description: 'x',
        amount,
        currency: 'JOD',
      }));
    expect(brief(await read(rows(1.234, -5)))).toMatchObject([{ 1: 1234 }, { 1: -5000 }]);
    expect(brief(await read(rows('1.234,50', '-5,00', '1.234')))).toMatchObject([
      { 1: 1_234_500 },
      { 1: -5000 },
      { 1: 1_234_000 },
    ]);
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

  test('others are inferred by names and values', async () => {
    const statement = await read({
      results: [
        {
          id: 1,
          timestamp: '2024-05-01T10:00:00Z',
          amount: -12.5,
          currency: 'EUR',
          description: 'Bakery',
          merchant: { name: 'B' },
        },
        {
          id: 2,
          timestamp: '2024-05-13T10:00:00Z',
          amount: 7,
          currency: 'EUR',
          description: 'Refund',
          merchant: { name: 'B' },
        },
      ],
      next: null,
    });
    expect(brief(statement)).toEqual([
      ['2024-05-01', -1250, 'EUR', 'Bakery'],
      ['2024-05-13', 700, 'EUR', 'Refund'],
    ]);
  });
});

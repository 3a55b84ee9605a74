/** After the examples of plaid.com/docs/api/products/transactions. */
export const plaid: object = {
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
export const berlin: object = {
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
export const stripe: object = {
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
export const openBanking: object = {
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

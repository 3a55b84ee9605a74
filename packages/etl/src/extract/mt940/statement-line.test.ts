import { describe, expect, test } from 'vitest';
import { parseAccountField } from './account-field.js';
import { parseBalanceField } from './balance-field.js';
import { parseStatementLine } from './statement-line.js';

// Marks and signs as SWIFT's standard of field 61 defines them: RC reverses a credit, RD a debit.
describe('field 61', () => {
  test.each([
    [
      '0709040904CR300,NTRFTFNr 40005 MSGID//0724710345313905',
      '300',
      '2007-09-04',
      'TFNr 40005 MSGID',
      '0724710345313905',
    ],
    ['110701CN50,00NZ10NONREF', '50.00', '2011-07-01', '', ''],
    ['1105240524D9,N192NONREF', '-9', '2011-05-24', '', ''],
    ['0709040904RCR204,88NRTINONREF', '-204.88', '2007-09-04', '', ''],
    ['0709040904RDR204,88NRTINONREF', '204.88', '2007-09-04', '', ''],
    ['130101D000000000025,00N102EREF', '-25.00', '2013-01-01', '', ''],
    ['1407290729C500NTRF29-07-2014 10:05//B4G', '500', '2014-07-29', '29-07-2014 10:05', 'B4G'],
    ['240102D,50NTRFX', '-.50', '2024-01-02', 'X', ''],
    ['120829D000000000088,10N060P000029225      KPN - MOBIEL', '-88.10', '2012-08-29', 'P000029225', ''],
  ])('%s', (text, amount, date, customerReference, bankReference) => {
    expect(parseStatementLine([text])).toMatchObject({ amount, date, customerReference, bankReference });
  });

  test.each([
    ['2412310102D1,00NTRFX', '2024-12-31', '2025-01-02'],
    ['2501021231D1,00NTRFX', '2025-01-02', '2024-12-31'],
    ['2402290301D1,00NTRFX', '2024-02-29', '2024-03-01'],
    ['991231D1,00NTRFX', '1999-12-31', '1999-12-31'],
    ['790101D1,00NTRFX', '2079-01-01', '2079-01-01'],
  ])('%s: the entry is in the year nearest to the value', (text, valueDate, date) => {
    expect(parseStatementLine([text])).toMatchObject({ valueDate, date });
  });

  test('further lines and text behind the reference are its supplement', () => {
    expect(parseStatementLine(['1206070608D20,00NIOB0987654321', 'marechal s'])?.supplement).toBe(
      'marechal s',
    );
    const rabobank = parseStatementLine(['110527D000000001213,28N0440121470966      W.P. Jansen']);
    expect(rabobank).toMatchObject({ customerReference: '0121470966', supplement: 'W.P. Jansen' });
  });

  test('a point without a comma may part thousands or not, and is no amount', () => {
    expect(parseStatementLine(['240102D1.234NTRFX'])).toBeNull();
    expect(parseStatementLine(['240102D1.234,NTRFX'])?.amount).toBe('-1234');
    expect(parseStatementLine(['240102D1234.50NTRFX'])?.amount).toBe('-1234.50');
    expect(parseBalanceField('C240102EUR1.234')).toBeNull();
    expect(parseBalanceField('C240102EUR1,234')).toBeNull();
    expect(parseBalanceField('C240102KWD1,234')?.amount).toBe('1.234');
  });

  test('announced entries are marked', () => {
    expect(parseStatementLine(['240105ED5,00NTRFX'])).toMatchObject({ isExpected: true, amount: '-5.00' });
    expect(parseStatementLine(['240105EC5,00NTRFX'])).toMatchObject({ isExpected: true, amount: '5.00' });
  });

  test.each(['', 'garbage', '110701X50,00NTRFX', '110701D,NTRFX', '110701D5,00', '11070D5,00NTRFX'])(
    '%j is none',
    (text) => expect(parseStatementLine([text])).toBeNull(),
  );
});

describe('fields 60 and 62', () => {
  test.each([
    ['C100318EUR380115,12', '380115.12'],
    ['C100318EUR380115,1', '380115.1'],
    ['C100318EUR380115,', '380115'],
    ['C100318EUR0,12', '0.12'],
    ['C100318EUR00,12', '0.12'],
    ['C100318EUR001,12', '1.12'],
    ['D070903EUR1234718,36', '-1234718.36'],
  ])('%s', (text, amount) => {
    expect(parseBalanceField(text)).toEqual({ currency: 'EUR', amount });
  });

  test.each(['', 'X100318EUR1,00', 'C100318EU1,00', 'C100318EUR', 'C100318EURx'])('%j is none', (text) => {
    expect(parseBalanceField(text)).toBeNull();
  });
});

describe('field 25', () => {
  test.each([
    ['51210600/9223382012EUR', '51210600/9223382012', 'EUR'],
    ['1291.99.348EUR', '1291.99.348', 'EUR'],
    ['517852257', '517852257', ''],
    ['NL71RABO0123456789', 'NL71RABO0123456789', ''],
    // The IBANs of the Seychelles end with the currency (SWIFT IBAN registry): it is theirs.
    ['SC18SSCB11010000000000001497USD', 'SC18SSCB11010000000000001497USD', ''],
    ['NL91ABNA0417164300EUR', 'NL91ABNA0417164300', 'EUR'],
    ['12345ABC', '12345ABC', ''],
  ])('%s', (text, accountId, currency) => {
    expect(parseAccountField(text)).toEqual({ accountId, currency });
  });
});

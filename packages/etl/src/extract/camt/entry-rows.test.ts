import { describe, expect, test } from 'vitest';
import { columnsOf, extracted } from '../statement/testing/extracted.js';
import { camtExtractor } from './camt-extractor.js';
import { document, entry, payment } from './testing/camt-document.js';

describe('batches of payments', () => {
  const rowsOf = async (details: string, amount: string = '5.00'): Promise<readonly unknown[]> =>
    columnsOf(
      await extracted(
        camtExtractor(),
        document(entry({ amount, indicator: 'DBIT', more: `<NtryDtls>${details}</NtryDtls>` })),
      ),
      'amount',
      'paymentCount',
    );

  test('become a row each where they add up', async () => {
    expect(await rowsOf(payment('3.00') + payment('2.00'))).toEqual([
      ['-3.00', undefined],
      ['-2.00', undefined],
    ]);
    // A payment can go the other way; amounts of version 2 stand deeper.
    expect(await rowsOf(payment('6.00') + payment('1.00', '<CdtDbtInd>CRDT</CdtDbtInd>'))).toEqual([
      ['-6.00', undefined],
      ['1.00', undefined],
    ]);
    const deep = '<TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">2.50</Amt></TxAmt></AmtDtls></TxDtls>';
    expect(await rowsOf(deep + deep)).toEqual([
      ['-2.50', undefined],
      ['-2.50', undefined],
    ]);
  });

  test('may state their amounts as they were ordered, in the currency of the account', async () => {
    const ordered = (amount: string): string =>
      `<TxDtls><AmtDtls><InstdAmt><Amt Ccy="EUR">${amount}</Amt></InstdAmt></AmtDtls></TxDtls>`;
    expect(await rowsOf(ordered('3.00') + ordered('2.00'))).toEqual([
      ['-3.00', undefined],
      ['-2.00', undefined],
    ]);
    expect(await rowsOf(ordered('3.00') + ordered('2.00').replace('EUR', 'USD'))).toEqual([['-5.00', '2']]);
  });

  test('that are one row are described by the first of them', async () => {
    const to = (name: string): string =>
      `<TxDtls><RltdPties><Cdtr><Nm>${name}</Nm></Cdtr></RltdPties><RmtInf><Ustrd>Pay</Ustrd></RmtInf></TxDtls>`;
    const source = document(
      entry({ amount: '5.00', indicator: 'DBIT', more: `<NtryDtls>${to('Ann')}${to('Bob')}</NtryDtls>` }),
    );
    expect(columnsOf(await extracted(camtExtractor(), source), 'description', 'merchantName')).toEqual([
      ['Ann Pay Bob', undefined],
    ]);
  });

  test.each([
    ['they do not add up', payment('3.00') + payment('2.01')],
    ['one has no amount', `${payment('5.00')}<TxDtls/>`],
    ['one is in another currency', payment('3.00') + payment('2.00').replace('EUR', 'USD')],
  ])('are one row where %s', async (_, details) => {
    expect(await rowsOf(details)).toEqual([['-5.00', '2']]);
  });

  test('of very many are read in bounded memory, with the place of each', async () => {
    const count = 20_000;
    const source = document(
      entry({
        amount: (count / 100).toFixed(2),
        more: `<NtryDtls>${payment('0.01').repeat(count)}</NtryDtls>`,
      }),
    );
    const found = await extracted(camtExtractor(), source);
    expect(found.records).toHaveLength(count);
    expect(source.startsWith('<TxDtls>', found.byteOffsets[count - 1])).toBe(true);
  });
});

describe('currencies', () => {
  const dollars = '<AmtDtls><InstdAmt><Amt Ccy="USD">6.00</Amt></InstdAmt></AmtDtls>';
  test.each([
    ['the entry', dollars],
    ['its payment', `<NtryDtls><TxDtls>${dollars}</TxDtls></NtryDtls>`],
    [
      'its payment, also as what was cleared',
      `<NtryDtls><TxDtls>${dollars.replace('</AmtDtls>', '<TxAmt><Amt Ccy="USD">6.00</Amt></TxAmt></AmtDtls>')}</TxDtls></NtryDtls>`,
    ],
  ])('the amount that was ordered in another one is kept where %s states it', async (_, more) => {
    const found = await extracted(
      camtExtractor(),
      document(entry({ amount: '5.00', indicator: 'DBIT', more })),
    );
    expect(columnsOf(found, 'amount', 'currency', 'originalAmount', 'originalCurrency')).toEqual([
      ['-5.00', 'EUR', '6.00', 'USD'],
    ]);
  });

  test('an amount without one is in that of the account', async () => {
    const source = document(entry({ amount: '5.00', indicator: 'DBIT' }))
      .replace('<Amt Ccy="EUR">5.00', '<Amt>5.00')
      .replace('<Ccy>EUR</Ccy>', '<Ccy>CHF</Ccy>');
    expect(columnsOf(await extracted(camtExtractor(), source), 'currency')).toEqual([['CHF']]);
  });
});

import { createTransaction, tableFromRows } from '@titans/core';
import { expect, test } from 'vitest';
import { featureSet } from './feature-set.js';
import { markerFeatures } from './marker-features.js';

function markersOf(description: string, currency = 'GBP') {
  const row = createTransaction({ date: '2024-01-01', amount: -1, description, currency });
  return featureSet([markerFeatures])
    .matrix(tableFromRows([row]))
    .columns.map((column) => column[0]);
}

test.each([
  ['NON-STERLING TRANSACTION FEE FOREIGN', 1],
  ['Auslandseinsatzentgelt', 0],
  ['AUSLANDSEINSATZ 2,50', 1],
  ['HOTEL ROMA EUR 120,50', 1],
  ['HOTEL 1.120,50 EUR ROMA', 1],
  ['TESCO GBP 12.40', 0],
  ['TOP 10 CINEMA', 0],
  ['ALL SAINTS 24', 0],
  ['FOREIGNER TOUR', 0],
  ['PAID XXQ 12.40', 0],
])('%s: foreign %d', (description, expected) => {
  expect(markersOf(description)[0]).toBe(expected);
});

test('the currency of the account is not foreign to it', () => {
  expect(markersOf('HOTEL EUR 120,50', 'EUR')[0]).toBe(0);
});

test.each([
  ['PAYPAL *EBAY', 1, 0],
  ['SQ *COFFEE BAR', 1, 0],
  ['SumUp *Bäckerei', 1, 0],
  ['PAYPALACE *BAR', 0, 0],
  ['Amazon.de Bestellung', 0, 1],
  ['www.bahn.example', 0, 1],
  ['DOT COMMERCE', 0, 0],
])('%s: service %d, address %d', (description, service, address) => {
  expect(markersOf(description).slice(1)).toEqual([service, address]);
});

test('long descriptions of hostile shape take no longer than others', () => {
  for (const text of ['9'.repeat(500), '1,'.repeat(250), 'A'.repeat(500), 'EUR '.repeat(125)]) {
    expect(markersOf(text)[0]).toBe(0);
  }
});

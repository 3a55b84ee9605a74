import { normaliseMerchant } from '@titans/core/merchants';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { processorMs } from '../../../../core/src/testing/processor-time.js';
import { defaultTaxonomy } from '../default-taxonomy.js';
import { brandCategories } from './brand-categories.js';
import { kindWords } from './kind-words.js';
import { lexiconKey } from './lexicon-index.js';
import { readLexicon } from './lexicon-reading.js';
import type { LexiconQuery } from './read-evidence.js';

function mostProbable(query: LexiconQuery): string | null {
  const reading = readLexicon(query);
  if (reading === null) return null;
  let best = 0;
  reading.probabilities.forEach((probability, k) => {
    if (probability > (reading.probabilities[best] as number)) best = k;
  });
  return defaultTaxonomy.details[best] as string;
}

describe('the lexicon', () => {
  test('every entry is for a detailed category, folded, and there once', () => {
    for (const [detail, line] of Object.entries(kindWords)) {
      expect(defaultTaxonomy.details).toContain(detail);
      const words = line.split(',').map((piece) => piece.replace(/^[+*-]|\?$/g, ''));
      for (const word of words) expect(lexiconKey(word)).toBe(word);
      const pieces = line.split(',').map((piece) => piece.replace(/\?$/, ''));
      expect(pieces.filter((piece, at) => pieces.indexOf(piece) !== at)).toEqual([]);
    }
    const keys: string[] = [];
    for (const [detail, line] of Object.entries(brandCategories)) {
      expect(defaultTaxonomy.details).toContain(detail);
      keys.push(...line.split('|').map((name) => lexiconKey(name.replace(/\?$/, ''))));
    }
    expect(keys.filter((key, at) => key === '' || keys.indexOf(key) !== at)).toEqual([]);
  });

  test('brands are found under the names that the normaliser gives them', () => {
    const names = Object.values(brandCategories).flatMap((line) => line.split('|'));
    const lost = names.filter((name) => {
      const plain = name.replace(/\?$/, '');
      const reading = readLexicon({ description: plain, amount: -1 });
      return reading === null || !reading.evidence.some(({ kind }) => kind.startsWith('brand'));
    });
    expect(lost.map((name) => [name, normaliseMerchant(name).name])).toEqual([]);
  });
});

// Raw lines in six languages, not of any data set; the categories are what a reader would say.
test.each<[LexiconQuery, string | null]>([
  [{ description: 'STARBUCKS STORE 00042 SEATTLE WA', amount: -5 }, 'coffee'],
  [{ description: 'SHELL OIL 57442345678 HOUSTON TX', amount: -40 }, 'fuel'],
  [{ description: 'TESCO PAY AT PUMP 3810', amount: -40 }, 'fuel'],
  [{ description: 'TESCO STORES 6737', amount: -40 }, 'groceries'],
  [{ description: 'Shell Island Bakery', amount: -4 }, 'bakeries_and_delicatessens'],
  [{ description: 'STADT-APOTHEKE MUENCHEN', amount: -12 }, 'pharmacies'],
  [{ description: 'RATHAUSAPOTHEKE', amount: -12 }, 'pharmacies'],
  [{ description: 'PHARMACIE DU CENTRE', amount: -12 }, 'pharmacies'],
  [{ description: 'COMPRA TARJETA FARMACIA LOPEZ', amount: -12 }, 'pharmacies'],
  [{ description: 'BEA Apotheek De Linde', amount: -12 }, 'pharmacies'],
  [{ description: 'Ristorante Da Mario', amount: -60 }, 'restaurants'],
  [{ description: 'Hotel Zur Post', amount: -160 }, 'lodging'],
  [{ description: 'TAXI 4711 HAMBURG', amount: -16 }, 'taxis_and_ride_hailing'],
  [{ description: 'MIETE JANUAR', amount: -900 }, 'rent'],
  [{ description: 'Loyer mars', amount: -900 }, 'rent'],
  [{ description: 'MIETE WOHNUNG 3', amount: 900 }, 'rental_income'],
  [{ description: 'GEHALT 03/2024', amount: 2_900 }, 'wages'],
  [{ description: 'ACME INC PAYROLL', amount: 2_900 }, 'wages'],
  [{ description: 'ACME INC PAYROLL', amount: -29_000 }, 'payroll'],
  [{ description: 'INTEREST PAID', amount: 2 }, 'interest_earned'],
  [{ description: 'INTEREST CHARGED', amount: -2 }, 'interest_charges'],
  [{ description: 'ATM WITHDRAWAL 00123 NEW YORK NY', amount: -60 }, 'cash_withdrawal'],
  [{ description: 'PRELIEVO BANCOMAT 12/03', amount: -60 }, 'cash_withdrawal'],
  [{ description: 'OVERDRAFT FEE', amount: -35 }, 'overdraft_fees'],
  [{ description: 'XJ-4471 KQ', amount: -35, merchantCategoryCode: '8021' }, 'dentists'],
  [{ description: 'WWW.NORTHLANDFURNITURE.CO.UK', amount: -80 }, 'furniture'],
  [{ description: 'PAYPAL *STATIONERYBOX', amount: -8 }, 'office_supplies'],
  [{ description: 'THE RED LION', amount: -24 }, 'bars'],
  // Longer words that are no compounds of those in them: opera, borough, tents.
  [{ description: 'OPERATIONS SCARBOROUGH', amount: -8 }, null],
  [{ description: 'WWW.MALCONTENTS.CO.UK', amount: -8 }, null],
  [{ description: 'PAYPAL *KAREL MOKRY', amount: -35 }, null],
  [{ description: 'XJ-4471 KQ', amount: -35 }, null],
  [{ description: '', amount: -35 }, null],
  [{}, null],
])('%j is %s', (query, category) => {
  expect(mostProbable(query)).toBe(category);
});

test('whatever the text, probabilities sum to 1 and depend on nothing else', () => {
  const words = fc.constantFrom(...'SHELL hotel * café 東京 ß miete -- fee FEE 5411 & É\u0301'.split(' '));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(words).map((list) => list.join(' ')),
        fc.string({ unit: 'binary' }),
      ),
      fc.double(),
      (description, amount) => {
        const reading = readLexicon({ description, amount });
        const again = readLexicon({ description, amount });
        expect(again?.evidence).toEqual(reading?.evidence);
        expect(again?.probabilities.join()).toBe(reading?.probabilities.join());
        if (reading === null) return;
        expect(reading.probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 9);
        expect(reading.evidence.length).toBeGreaterThan(0);
      },
    ),
  );
});

test('a long text takes time in proportion to what is read of it', () => {
  const description = 'hotel miete '.repeat(100_000);
  const spent = processorMs(() => {
    for (let i = 0; i < 20; i++) readLexicon({ description, amount: -1 });
  });
  expect(spent).toBeLessThan(2_000);
});

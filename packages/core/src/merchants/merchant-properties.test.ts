import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { processorMs } from '../testing/processor-time.js';
import { normaliseText } from '../text/normalise.js';
import { normaliseMerchant } from './normalise-merchant.js';

const nameOf = (raw: string): string => normaliseMerchant(raw).name;

/** Words of statements that some rule is about. */
const words =
  'AMZN Mktp US*2K4AB12C0 AMAZON.COM*MK1 SQ *BLUE TST* PAYPAL *SPOTIFY PP*SIT SumUp IZ ZETTLE_*FLOWER CKO*X GOOGLE *YouTube APPLE.COM/BILL ' +
  'UBER *TRIP *EATS FACEBK MSFT *<E030062BHX> EB WP-TACKLE STORE STORES #1234 # 00042 T-1234 S304102550000123 CARD XXXX1234 X1234 PURCHASE ' +
  'AUTHORIZED ON 04/12 POS DEBIT PAIEMENT PAR CARTE KARTENZAHLUNG SAGT DANKE. 43210//KOELN/DE 2024-01-03T12:30:12 KFN 1 BEA, Betaalpas ' +
  '1563,PAS012 NR:B5Z2X1, LTD LIMITED GMBH CO & OF THE NEW YORK NY SEATTLE WA HALIFAX IT CA DE GB 866-712-7753 12.40 GBP, RATE REF A-1B2C3D4 ' +
  'WWW.BARNYARNS.COM TRAINLINE.COM WWW. .CO.UK INN44014120 TESCO-STORES Tesco Wal-Mart REMA 1000 B.J.MELIA McDonald’s T K MAXX ( (UK) - / ' +
  'joes diner x1234 ab12c3 MAR SUN 8PM 18:30 REFUND STARBUCKS Zara 12 ООО РОМАШКА 東京電力 Ørsted İHORN groß';

/** Pieces that statements are made of, in any order, so that properties meet the rules. */
const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(...words.split(' ')),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '*',
      '#',
      '//',
      '-',
      '&',
      ',PAS1',
      'www.',
      '.com',
      '  ',
      '\t',
      'ß',
      'İ',
      'ﬁ',
      'ｶﾞ',
      '\u0301',
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 8, unit: 'grapheme' }) },
);
const line = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' '));

describe('properties', () => {
  test('the name of a name is itself', () => {
    fc.assert(
      fc.property(fc.oneof(line, fc.string({ unit: 'binary', maxLength: 60 })), (raw) => {
        const name = nameOf(raw);
        expect(nameOf(name)).toBe(name);
      }),
      { numRuns: 20_000 },
    );
  });

  test('no visible description has an empty name, and none is longer than a name may be', () => {
    fc.assert(
      fc.property(fc.oneof(line, fc.string({ unit: 'binary' })), (raw) => {
        const { name } = normaliseMerchant(raw);
        expect(name.length > 0).toBe(normaliseText(raw.slice(0, 500)).length > 0);
        expect(name.length).toBeLessThanOrEqual(200);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('hostile descriptions', () => {
  const seeds = [
    'A',
    ' ',
    '*',
    '1',
    '#1 ',
    '/',
    '//',
    '-',
    '.',
    'X',
    'A ',
    'a1',
    '1A',
    '.CO',
    'WWW.',
    'POS ',
    'LTD ',
    'CA ',
    'NEW YORK ',
    'CARD 1234 ',
    '12/03 ',
    'SQ *',
    'PAYPAL *',
    '(',
    'A(',
    ',1',
    'A,1 ',
    'ON ',
    '\u0301',
    'A\u0301',
    '+1',
    'é',
    '12:',
    '0-',
    'X*',
    'PURCHASE AUTHORIZED ',
    'VIREMENT ',
    '\t',
    'A  ',
    '&',
    'STORE ',
    '- A ',
    'AMAZON ',
    'CO-OP ',
    'T-1 ',
  ];
  const repeated = (seed: string, length: number): string =>
    seed.repeat(Math.ceil(length / seed.length)).slice(0, length);
  const fastest = (raw: string): number => {
    let best = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 7; run++) {
      best = Math.min(
        best,
        processorMs(() => nameOf(raw)),
      );
    }
    return best;
  };

  test('the name of a name is itself, however often a mark is repeated', () => {
    for (const seed of seeds) {
      for (const length of [50, 125, 499, 500]) {
        const name = nameOf(repeated(seed, length));
        expect(nameOf(name), seed).toBe(name);
      }
    }
  });

  test('500 characters of anything take at most a few milliseconds, and a megabyte no longer', () => {
    for (const seed of seeds) {
      expect(fastest(repeated(seed, 500)), seed).toBeLessThan(5);
      expect(fastest(repeated(seed, 1_000_000)), seed).toBeLessThan(10);
    }
  });
});

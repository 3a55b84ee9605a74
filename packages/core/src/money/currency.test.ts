import { expect, test } from 'vitest';
import { currencyDecimals, isCurrency } from './currency.js';

// ISO 4217 list one, as the Python package iso4217 1.14 ships it: every code with a minor unit that is not 2.
const exceptions = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
} as const;

test.each(Object.entries(exceptions))(
  'the currencies with %s decimals are those of ISO 4217',
  (decimals, codes) => {
    for (const code of codes.split(' '))
      expect([code, currencyDecimals(code)]).toEqual([code, Number(decimals)]);
  },
);

// java.util.Currency of Java 17, getDefaultFractionDigits.
test.each([
  ['DEM FRF NLG ATS FIM IEP LTL LVL EEK HRK SKK SIT MTL CYP ANG SLL ZMK VEF MRO STD ZWL', 2],
  ['ITL ESP PTE BEF LUF GRD TRL ROL BYR MGF TPE ADP', 0],
])('withdrawn currencies are known: %s', (codes, decimals) => {
  for (const code of codes.split(' ')) expect([code, currencyDecimals(code)]).toEqual([code, decimals]);
});

test('common currencies have two decimals', () => {
  for (const code of ['USD', 'EUR', 'GBP', 'CHF', 'INR', 'BRL', 'HUF', 'MGA', 'XCG', 'XAD']) {
    expect([code, currencyDecimals(code)]).toEqual([code, 2]);
  }
});

test.each(['usd', 'XXX', 'XAU', 'XTS', 'EURO', '', 'toString'])('%j is no currency', (code) => {
  expect(isCurrency(code)).toBe(false);
  expect(() => currencyDecimals(code)).toThrow(expect.objectContaining({ code: 'CURRENCY_UNKNOWN' }));
});

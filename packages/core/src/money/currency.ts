import { maskSample } from '../errors/mask.js';
import { TitansError } from '../errors/titans-error.js';

/** An ISO 4217 alphabetic code, for example `USD`. */
export type CurrencyCode = string;

const twoDecimals =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW ' +
  'CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ' +
  'ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV ' +
  'MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD ' +
  'SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG';
const zeroDecimals = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const threeDecimals = 'BHD IQD JOD KWD LYD OMR TND';
const fourDecimals = 'CLF UYW';

/** Withdrawn from ISO 4217 since 1990: statements of those years still name them. */
const withdrawnZeroDecimals = 'ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE ROL TPE TRL';
const withdrawnTwoDecimals =
  'ANG ATS AYM AZM BGL CSD CUC CYP DEM EEK FIM FRF GHC GWP HRK IEP LTL LVL MRO MTL MZM NLG SDD SIT SKK SLL SRG STD ' +
  'TMM VEB VEF YUM ZMK ZWD ZWL ZWN ZWR';

const codesByDecimals: readonly (readonly [number, string])[] = [
  [0, `${zeroDecimals} ${withdrawnZeroDecimals}`],
  [2, `${twoDecimals} ${withdrawnTwoDecimals}`],
  [3, threeDecimals],
  [4, fourDecimals],
];
// Made in a call that is marked pure, so that bundles without money leave it out.
const decimalsByCode: ReadonlyMap<string, number> = /* @__PURE__ */ (() =>
  new Map(
    codesByDecimals.flatMap(([decimals, codes]) => codes.split(' ').map((code) => [code, decimals])),
  ))();

/** Whether the text is a code of ISO 4217, in force or withdrawn since 1990, that has a minor unit: no metals, funds units and test codes. */
export function isCurrency(code: string): code is CurrencyCode {
  return decimalsByCode.has(code);
}

/**
 * Decimals of the currency's minor unit (ISO 4217): 2 for USD, 0 for JPY, 3 for KWD.
 *
 * @throws TitansError `CURRENCY_UNKNOWN` if the code is not in ISO 4217.
 */
export function currencyDecimals(code: CurrencyCode): number {
  const decimals = decimalsByCode.get(code);
  if (decimals === undefined) {
    throw new TitansError('CURRENCY_UNKNOWN', `"${maskSample(code)}" is not an ISO 4217 currency code.`, {
      details: { value: maskSample(code) },
    });
  }
  return decimals;
}

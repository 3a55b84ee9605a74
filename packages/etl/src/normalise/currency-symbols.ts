import { type CurrencyCode, isCurrency } from '@titans/core';

const dollars =
  'USD ARS AUD BBD BMD BND BSD BZD CAD CLP COP CVE DOP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD TWD UYU XCD';

/** The currencies that a sign or abbreviation stands for, most likely first, in lower case. */
const symbols: ReadonlyMap<string, readonly CurrencyCode[]> = new Map(
  Object.entries({
    $: dollars,
    us$: 'USD',
    a$: 'AUD',
    au$: 'AUD',
    c$: 'CAD',
    ca$: 'CAD',
    nz$: 'NZD',
    hk$: 'HKD',
    s$: 'SGD',
    nt$: 'TWD',
    mx$: 'MXN',
    r$: 'BRL',
    '€': 'EUR',
    '£': 'GBP EGP FKP GIP LBP SDG SHP SSP SYP',
    '¥': 'JPY CNY',
    '₹': 'INR',
    rs: 'INR PKR LKR NPR MUR SCR',
    '₽': 'RUB',
    руб: 'RUB BYN',
    '₩': 'KRW KPW',
    '₺': 'TRY',
    tl: 'TRY',
    '₴': 'UAH',
    '₦': 'NGN',
    '₫': 'VND',
    đ: 'VND',
    '฿': 'THB',
    '₪': 'ILS',
    '₱': 'PHP',
    '₡': 'CRC SVC',
    '₲': 'PYG',
    '₸': 'KZT',
    '₼': 'AZN',
    '₾': 'GEL',
    '₵': 'GHS',
    '₭': 'LAK',
    '₮': 'MNT',
    zł: 'PLN',
    zl: 'PLN',
    kč: 'CZK',
    ft: 'HUF',
    kr: 'SEK NOK DKK ISK',
    лв: 'BGN',
    lei: 'RON MDL',
    fr: 'CHF XAF XOF XPF',
    sfr: 'CHF',
    r: 'ZAR',
    rm: 'MYR',
    rp: 'IDR',
  }).map(([symbol, codes]) => [symbol, codes.split(' ')] as const),
);

/**
 * The currencies that a word or sign beside an amount can stand for, most likely first: the code itself, or those of
 * a symbol such as `€` or `kr`. `null` for anything else.
 */
export function currenciesOf(mark: string): readonly CurrencyCode[] | null {
  const code = mark.toUpperCase();
  return isCurrency(code) ? [code] : (symbols.get(mark.toLowerCase()) ?? null);
}

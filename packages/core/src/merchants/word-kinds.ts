import { cities, countryCodes, stateCodes } from './places.js';

/** What single words of a description mean, a bit each: one look-up tells all of them. */
export const wordKind = {
  month: 1,
  currency: 2,
  weekday: 4,
  legalForm: 8,
  /** Stands before the number of a card, of a shop, of anything else. */
  card: 16,
  store: 32,
  reference: 64,
  /** `CA`, `GB`. */
  placeCode: 128,
  /** Ends the name of a large city. */
  cityEnd: 256,
} as const;

/** Months in capitals, as dates have them. */
export const months: readonly string[] =
  'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|SEPT|OCT|NOV|DEC|MAI|OKT|DEZ|ENE|ABR|AGO|DIC|JANV|FEV|AVR|JUIN|JUIL|AOU|GEN|MAG|GIU|LUG|SET|OTT'.split(
    '|',
  );
const currencies = 'USD|GBP|EUR|CHF|CAD|AUD|SEK|NOK|DKK|PLN|JPY'.split('|');
const weekdays = 'MON|TUE|WED|THU|FRI|SAT|SUN'.split('|');
const legalForms =
  'LTD|LIMITED|LIMITE|LIMIT|LT|INC|INCORPORATED|LLC|LLP|LP|PLC|CORP|CORPORATION|GMBH|MBH|AG|KG|OHG|UG|EK|SARL|SAS|SASU|EURL|SA|SL|SLU|SRL|SPA|SNC|BV|NV|OY|OYJ|AB|APS|AS|ASA|SPZOO|SP.ZOO|SPZ.OO|SPZO.O|SP.Z.OO|SP.ZO.O|SPZ.O.O|SP.Z.O.O|KFT|SRO|PTY|PTE|CO|CIA|LTDA|GESMBH|S.A|S.L|S.R.L|S.P.A|B.V|N.V|E.K|E.V'.split(
    '|',
  );
const cardWords = 'CARD|KARTE|CARTE|TARJETA|CARTA|PAS|ENDING|KFN|DEBITK|KARTENNR|CARTAO|KORT|CD'.split('|');
const storeWords = 'STORE|STORES|SHOP|NO|NR|NUM|FIL|FILIALE|BRANCH|UNIT|TERMINAL|TERM|SITE|LOC'.split('|');
const referenceWords =
  'REF|REFERENCE|REFNO|NR|MANDATE|MREF|EREF|ID|INVOICE|INV|TRN|TXN|AUTH|CODE|RRN|TRACE'.split('|');

const kinds: ReadonlyMap<string, number> = (() => {
  const all = new Map<string, number>();
  const add = (words: Iterable<string>, kind: number): void => {
    for (const word of words) all.set(word, (all.get(word) ?? 0) | kind);
  };
  add(months, wordKind.month);
  add(currencies, wordKind.currency);
  add(weekdays, wordKind.weekday);
  add(legalForms, wordKind.legalForm);
  add(cardWords, wordKind.card);
  add(storeWords, wordKind.store);
  add(referenceWords, wordKind.reference);
  add(stateCodes, wordKind.placeCode);
  add(countryCodes, wordKind.placeCode);
  for (const city of cities) add([city.slice(city.lastIndexOf(' ') + 1)], wordKind.cityEnd);
  return all;
})();

/** The kinds of a word in capitals, 0 for none. */
export function kindsOf(word: string): number {
  return kinds.get(word) ?? 0;
}

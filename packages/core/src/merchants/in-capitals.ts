import { foldText } from '../text/fold.js';

/** Text in capitals without accents, as statements mostly write it: `Møller` and `MOLLER` are one. */
export function inCapitals(text: string): string {
  return foldText(text).toUpperCase();
}

import type { FeatureRow } from './feature-row.js';
import { payeeOf } from './payee.js';

/** Months, short and in full, as payroll names them in English, German, French, Spanish, Italian and Dutch. */
const months: ReadonlySet<string> = new Set(
  [
    'jan feb mar apr may jun jul aug sep sept oct nov dec',
    'january february march april june july august september october november december',
    'januar jänner februar märz mrz mai juni juli oktober okt dezember dez',
    'janvier février fevrier févr mars avril avr juin juillet juil août aout octobre novembre décembre decembre',
    'enero ene febrero marzo abril abr mayo junio julio agosto ago septiembre octubre noviembre diciembre dic',
    'gennaio gen febbraio aprile maggio mag giugno giu luglio lug settembre set ottobre ott dicembre',
    'januari februari maart mrt mei augustus',
  ].flatMap((words) => words.split(' ')),
);

/** Who pays in: the payee without the month that the payment is for, so that `SALARY JAN` and `SALARY FEB` are one. */
export function incomeSourceOf(row: Pick<FeatureRow, 'description' | 'merchantName'>): string {
  const payee = payeeOf(row) ?? '';
  return (
    payee
      .split(' ')
      .filter((word) => !months.has(word))
      .join(' ') || payee
  );
}

import { createTransaction } from '@titans/core';
import { type TrainedSuite, train } from '@titans/models';

/** What is asked about a payment. */
export interface AskedPayment {
  readonly description: string;
  readonly amount: number;
}

const streets = 'NORTHGATE,MARKET,STATION,CHURCH,VICTORIA,ALBION,HARBOUR,CASTLE,GRANGE,ORCHARD'.split(',');
const families = (
  'HARVEY,OKAFOR,LINDQVIST,MORETTI,SANDHU,PETERSON,DUBOIS,KOWALSKI,ANSARI,BRANNIGAN,TRAORE,' +
  'WEISS,CARDOSO,YILDIZ,HOLLOWAY,NAKAMURA,ESPINOSA,RUSSELL,VANDENBERG,ABERNATHY'
).split(',');
/** Trade, category, and the least amount in hundredths. */
const trades = [
  ['BAKERY', 'groceries', 300],
  ['BUTCHERS', 'groceries', 900],
  ['TAXIS', 'transport', 700],
  ['GARAGE', 'transport', 6_000],
  ['PHARMACY', 'health', 500],
  ['DENTAL PRACTICE', 'health', 4_000],
  ['COFFEE HOUSE', 'restaurants', 250],
  ['FISH BAR', 'restaurants', 800],
  ['STATIONERS', 'office', 450],
  ['PRINT SHOP', 'office', 1_500],
] as const;

/** Made-up payees in an order that mixes them, each with a number of a till behind its name. */
function payment(index: number): AskedPayment & { readonly category: string } {
  const place = (index * 7_919) % (streets.length * families.length * trades.length);
  const [trade, category, least] = trades[place % trades.length] as (typeof trades)[number];
  const family = families[Math.floor(place / trades.length) % families.length];
  const street = streets[Math.floor(place / (trades.length * families.length)) % streets.length];
  const round = Math.floor(index / (streets.length * families.length * trades.length));
  // In every round families have another letter before them, and so are others.
  const letter = String.fromCharCode(65 + (round % 26));
  return {
    description: `${letter} ${family} ${street} ${trade} ${100 + (index % 900)}`,
    amount: -(least + ((index * 37) % (3 * least))) / 100,
    category,
  };
}

/** Payees that are learned from, and rows of each. */
export const learnedPayees = 1_500;
const rowsOfEach = 3;

/** A suite that learned from the first payees. */
export function suiteOfPayees(): Promise<TrainedSuite> {
  const transactions = Array.from({ length: learnedPayees * rowsOfEach }, (_, row) => {
    const { description, amount, category } = payment(row % learnedPayees);
    const day = `2024-0${1 + Math.floor((row * 9) / (learnedPayees * rowsOfEach))}-${String(1 + (row % 28)).padStart(2, '0')}`;
    return createTransaction({ date: day, description, amount, category, currency: 'GBP' });
  });
  return train(transactions, { seed: 1, tasks: ['category', 'amount'], budget: 'quick' });
}

/** Payments to so many payees from one on. */
export function paymentsFrom(first: number, count: number): readonly AskedPayment[] {
  return Array.from({ length: count }, (_, at) => {
    const { description, amount } = payment(first + at);
    return { description, amount };
  });
}

import {
  createRandom,
  createTransaction,
  dayOfWeek,
  daysInMonth,
  epochDay,
  fromEpochDay,
  type Random,
  type Transaction,
} from '@titans/core';
import type { Frequency } from '../stream.js';

/** A stream as it was generated. */
export interface TrueStream {
  readonly name: string;
  readonly frequency: Frequency;
  /** Rows of its payments up to the day of the cut. */
  readonly rows: readonly number[];
  /** The first payment after the cut. */
  readonly nextDay: number;
  readonly nextMinor: number;
}

/** An account up to a day, with what is true of it. */
export interface GeneratedAccount {
  readonly rows: readonly Transaction[];
  readonly streams: readonly TrueStream[];
  readonly asOf: number;
}

interface Draft {
  readonly day: number;
  readonly amount: number;
  readonly description: string;
  readonly stream: number;
}

const firstDay = epochDay(2022, 1, 1);
const lastDay = epochDay(2024, 12, 31);
const cut = epochDay(2024, 6, 30);
const never = epochDay(2100, 1, 1);

/** Thirty months of an account: contracts of every kind, and shops without any. */
export function generatedAccount(seed: number): GeneratedAccount {
  const random = createRandom(seed, 'generated-account');
  const drafts: Draft[] = [];
  const kinds: { readonly name: string; readonly frequency: Frequency }[] = [];
  const contract = (
    name: string,
    frequency: Frequency,
    days: readonly number[],
    amountOf: (nth: number) => number,
    text: (nth: number) => string = () => name,
  ): void => {
    const stream = kinds.push({ name, frequency }) - 1;
    for (const [nth, day] of days.entries()) {
      // Now and then a payment is left out, or comes a day or two late.
      if (random.float() < 0.01) continue;
      const late = random.float() < 0.03 ? 1 + random.integer(2) : 0;
      drafts.push({
        day: day + late,
        amount: Math.round(amountOf(nth) * 100) / 100,
        description: text(nth),
        stream,
      });
    }
  };
  const salary = 2000 + random.integer(3000);
  contract(
    'Acme Works salary',
    'monthly',
    monthly(25 + random.integer(7), 1, random.integer(2) === 0 ? -1 : 0),
    (nth) => salary * 1.03 ** Math.floor(nth / 12),
    (nth) => `Acme Works salary ${nth + 1}/22`,
  );
  const rent = 700 + random.integer(900);
  contract('Hausverwaltung Miete', 'monthly', monthly(1 + random.integer(5), 1, 1), () => -rent);
  for (const [index, name] of ['Netflix.com', 'Spotify AB', 'Gym Fit Club', 'Cloudbox'].entries()) {
    const price = 5 + random.integer(30) + 0.99;
    const step = 8 + random.integer(15);
    contract(
      name,
      'monthly',
      monthly(1 + random.integer(28), 1, 0).slice(random.integer(8)),
      (nth) => -(index < 2 && nth >= step ? price + 2 : price),
      () => `${name} ${100000 + random.integer(899999)}`,
    );
  }
  const power = 60 + random.integer(60);
  contract(
    'Stadtwerke Strom',
    'monthly',
    monthly(10 + random.integer(10), 1, 1),
    () => -power * (1 + 0.2 * random.normal() * 0.8),
  );
  const insurance = 80 + random.integer(200);
  contract('Allsafe Versicherung', 'quarterly', monthly(1 + random.integer(28), 3, 0), () => -insurance);
  const tax = 100 + random.integer(200);
  contract('Kfz Steuer', 'half-yearly', monthly(1 + random.integer(28), 6, 1), () => -tax);
  const clean = 40 + random.integer(40);
  contract('Cleaner Maria', 'fortnightly', weekly(14, random), () => -clean);
  // Two subscriptions of one payee, among purchases from it.
  contract(
    'Amazon',
    'monthly',
    monthly(1 + random.integer(28), 1, 0),
    () => -8.99,
    () => 'Amazon EU',
  );
  contract(
    'Amazon',
    'monthly',
    monthly(1 + random.integer(28), 1, 0),
    () => -14.99,
    () => 'Amazon EU',
  );
  shop('Amazon EU', 1 / 25, 12, 80);
  shop('Bus ticket', 1 / 9, 3.2, 3.2);
  shop('Corner coffee', 1 / 4, 3, 6);
  for (let index = 0; index < 25; index++)
    shop(
      `Shop ${'abcdefghijklmnopqrstuvwxyz'[index]}${'klmnopqrstuvwxyzabcdefghij'[index]}ra`,
      1 / (10 + random.integer(80)),
      5,
      120,
    );
  saturdays('Grocer Market');

  function shop(description: string, perDay: number, least: number, most: number): void {
    for (let day = firstDay; day <= lastDay; day++) {
      if (random.float() >= perDay) continue;
      const amount = least + Math.round(random.float() * (most - least) * 100) / 100;
      drafts.push({ day, amount: -amount, description, stream: -1 });
    }
  }
  function saturdays(description: string): void {
    for (let day = firstDay; day <= lastDay; day++) {
      if (dayOfWeek(day) !== 5 || random.float() < 0.15) continue;
      const moved = random.float() < 0.2 ? -1 : 0;
      drafts.push({
        day: day + moved,
        amount: -(30 + Math.round(random.float() * 9000) / 100),
        description,
        stream: -1,
      });
    }
  }

  drafts.sort((a, b) => a.day - b.day);
  const known = drafts.filter(({ day }) => day <= cut);
  const rows = known.map(({ day, amount, description }) =>
    createTransaction({
      date: fromEpochDay(day),
      description,
      amount: Math.round(amount * 100) / 100,
      accountId: 'main',
      currency: 'EUR',
    }),
  );
  const streams = kinds.map((kind, stream): TrueStream => {
    const next = drafts.find((draft) => draft.stream === stream && draft.day > cut);
    return {
      ...kind,
      rows: known.flatMap((draft, row) => (draft.stream === stream ? [row] : [])),
      nextDay: next?.day ?? never,
      nextMinor: Math.round((next?.amount ?? 0) * 100),
    };
  });
  return { rows, streams, asOf: cut };
}

/** Days of the month with business-day shift: 1 to the next one, -1 to the one before, 0 none. */
function monthly(dayOfMonth: number, everyMonths: number, shift: -1 | 0 | 1): readonly number[] {
  const days: number[] = [];
  for (let month = 0; month < 36; month += everyMonths) {
    const [year, ofYear] = [2022 + Math.floor(month / 12), (month % 12) + 1];
    let day = epochDay(year, ofYear, Math.min(dayOfMonth, daysInMonth(year, ofYear)));
    while (shift !== 0 && dayOfWeek(day) >= 5) day += shift;
    days.push(day);
  }
  return days;
}

function weekly(stepDays: number, random: Random): readonly number[] {
  const start = firstDay + random.integer(stepDays);
  return Array.from(
    { length: Math.floor((lastDay - start) / stepDays) + 1 },
    (_, nth) => start + nth * stepDays,
  );
}

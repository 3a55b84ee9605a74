import {
  civilFromEpochDay,
  createRandom,
  createTransaction,
  dayOfWeek,
  epochDay,
  fromEpochDay,
  type Random,
  type Transaction,
} from '@titans/core';
import { horizonDays } from './accounts-data.js';

type Pay = (day: number, amount: number, description: string) => void;

interface Kind {
  readonly days: number;
  readonly make: (random: Random, first: number, end: number, pay: Pay) => void;
}

const shops = ['Fresh Market', 'Corner Grocery', 'Blue Cafe', 'Pizza Roma', 'City Fuel', 'Book Nook'];

/** Purchases at a rate per day, with lognormal amounts. */
function shopping(random: Random, first: number, end: number, pay: Pay, rate: number, amount: number): void {
  for (let day = first; day <= end; day++) {
    const expected = rate * (dayOfWeek(day) >= 4 ? 1.4 : 0.8);
    for (
      let left = Math.exp(-expected), product = random.float();
      product > left;
      product *= random.float()
    ) {
      pay(day, -amount * Math.exp(0.6 * random.normal()), shops[random.integer(shops.length)] as string);
    }
  }
}

function every(step: number, from: number, end: number, amount: () => number, name: string, pay: Pay): void {
  for (let day = from; day <= end; day += step) pay(day, amount(), name);
}

function monthly(ofMonth: number, first: number, end: number, amount: number, name: string, pay: Pay): void {
  for (let day = first; day <= end; day++) if (civilFromEpochDay(day).day === ofMonth) pay(day, amount, name);
}

const kinds: Readonly<Record<string, Kind>> = {
  'fortnightly wages, 30-day rent': {
    days: 730,
    make(random, first, end, pay) {
      every(14, first + random.integer(14), end, () => 1500, 'Acme wages', pay);
      every(30, first + random.integer(30), end, () => -900, 'Rent Co', pay);
      shopping(random, first, end, pay, 0.8, 25);
    },
  },
  'payout every 10 days': {
    days: 500,
    make(random, first, end, pay) {
      const amount = (): number => 400 * (1 + 0.1 * random.normal());
      every(10, first + random.integer(10), end, amount, 'Platform payout', pay);
      shopping(random, first, end, pay, 1, 30);
    },
  },
  'weekly wages, monthly rent': {
    days: 730,
    make(random, first, end, pay) {
      every(7, first + random.integer(7), end, () => 700, 'Acme wages', pay);
      monthly(1 + random.integer(5), first, end, -800, 'Rent Co', pay);
      shopping(random, first, end, pay, 1, 18);
    },
  },
  'Gaussian noise': {
    days: 730,
    make(random, first, end, pay) {
      for (let day = first; day <= end; day++)
        pay(day, 40 + 100 * random.normal(), `Shop ${random.integer(6)}`);
    },
  },
  'autoregressive noise': {
    days: 730,
    make(random, first, end, pay) {
      for (let day = first, level = 0; day <= end; day++) {
        level = 0.8 * level + 30 * random.normal();
        pay(day, level - 20, `Shop ${random.integer(6)}`);
      }
    },
  },
  'spending alone': {
    days: 730,
    make: (random, first, end, pay) => shopping(random, first, end, pay, 1.2, 20),
  },
  'few purchases': {
    days: 730,
    make: (random, first, end, pay) => shopping(random, first, end, pay, 0.15, 80),
  },
  'a hundred days': {
    days: 100,
    make(random, first, end, pay) {
      monthly(25, first, end, 1800, 'Salary', pay);
      monthly(2, first, end, -700, 'Rent Co', pay);
      shopping(random, first, end, pay, 1, 25);
    },
  },
};

/** An account of another kind, up to its last day, and the flow of each of the thirty days after it. */
export interface KindOfAccount {
  readonly rows: readonly Transaction[];
  readonly lastDay: number;
  readonly actual: readonly number[];
}

export const kindsOfAccounts: readonly string[] = Object.keys(kinds);

export function accountOfKind(name: string, seed: number): KindOfAccount {
  const random = createRandom(seed, name);
  const { days, make } = kinds[name] as Kind;
  const lastDay = epochDay(2024, 3, 1) + random.integer(300);
  const first = lastDay - days + 1;
  const rows: Transaction[] = [];
  const cents = new Float64Array(horizonDays);
  make(random, first, lastDay + horizonDays, (day, amount, description) => {
    const rounded = Math.round(amount * 100);
    const ahead = day - lastDay - 1;
    if (rounded === 0 || ahead >= horizonDays) return;
    if (ahead >= 0) cents[ahead] = (cents[ahead] as number) + rounded;
    else rows.push(createTransaction({ date: fromEpochDay(day), description, amount: rounded / 100 }));
  });
  return { rows, lastDay, actual: [...cents].map((value) => value / 100) };
}

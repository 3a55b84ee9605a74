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

/** A made-up account: two years to learn from, thirty days to forecast, and what was to be expected of them. */
export interface MadeAccount {
  readonly rows: readonly Transaction[];
  /** Epoch day of the first row's day and of the last that is known. */
  readonly firstDay: number;
  readonly lastDay: number;
  /** Net flow of each day from the first on, the thirty days after the last included. */
  readonly daily: readonly number[];
  /** What someone expects for the thirty days who knows every schedule, price and habit; with means, and medians. */
  readonly oracle: readonly number[];
  readonly medianOracle: readonly number[];
}

export const horizonDays = 30;
const historyDays = 730;

interface Contract {
  readonly name: string;
  readonly days: readonly number[];
  readonly amountOn: (day: number) => number;
  /** Standard deviation of the amount, relative. */
  readonly varies: number;
}

/** Makes an account of wages, rent, subscriptions, utilities and daily spending. */
export function madeAccount(seed: number): MadeAccount {
  const random = createRandom(seed, 'made-account');
  const lastDay = epochDay(2024, 3, 1) + random.integer(300);
  const firstDay = lastDay - historyDays + 1;
  const end = lastDay + horizonDays;
  const flows = new Float64Array(end - firstDay + 1);
  const expected = new Float64Array(horizonDays);
  const rows: Transaction[] = [];
  const pay = (day: number, amount: number, description: string): void => {
    const rounded = Math.round(amount * 100) / 100;
    if (rounded === 0 || day < firstDay || day > end) return;
    flows[day - firstDay] = (flows[day - firstDay] as number) + rounded;
    if (day <= lastDay)
      rows.push(createTransaction({ date: fromEpochDay(day), description, amount: rounded }));
  };
  for (const { name, days, amountOn, varies } of contracts(random, firstDay, lastDay, end)) {
    for (const day of days) {
      const amount = amountOn(day);
      if (day > lastDay && day <= end) {
        expected[day - lastDay - 1] = (expected[day - lastDay - 1] as number) + amount;
      }
      if (random.float() < 0.01) continue;
      const late = random.float() < 0.03 ? 1 + random.integer(2) : 0;
      pay(day + late, amount * (1 + varies * random.normal()), name);
    }
  }
  const [mean, middle] = spend(random, firstDay, end, pay);
  return {
    rows,
    firstDay,
    lastDay,
    daily: [...flows].map((flow) => Math.round(flow * 100) / 100),
    oracle: Array.from(expected, (amount, step) => amount + (mean[dayOfWeek(lastDay + 1 + step)] as number)),
    medianOracle: Array.from(
      expected,
      (amount, step) => amount + (middle[dayOfWeek(lastDay + 1 + step)] as number),
    ),
  };
}

function contracts(random: Random, first: number, last: number, end: number): readonly Contract[] {
  const all: Contract[] = [];
  const between = (low: number, high: number): number => low + random.float() * (high - low);
  const price = (low: number, high: number): number => Math.round(between(low, high) * 100) / 100;
  const stepped = (amount: number, rise: number, at: number) => (day: number) =>
    Math.round((day >= at ? amount * rise : amount) * 100) / 100;
  const someDay = (): number => first + random.integer(last - first);

  const salary = price(1800, 5200);
  const raise = someDay();
  all.push({
    name: 'Acme Works salary',
    days: monthly(
      [15, 25, 27, 28, 30, 31][random.integer(6)] as number,
      1,
      random.integer(2) === 0 ? -1 : 1,
      first,
      end,
    ),
    amountOn: stepped(salary, between(1.01, 1.06), raise),
    varies: 0,
  });
  const rent = price(600, 1600);
  all.push({
    name: 'Hausverwaltung Miete',
    days: monthly(1 + random.integer(5), 1, 1, first, end),
    amountOn: stepped(-rent, random.integer(3) === 0 ? 1.04 : 1, someDay()),
    varies: 0,
  });
  const names = [
    'Netflix',
    'Spotify AB',
    'Gym Fit Club',
    'Cloudbox',
    'Daily News',
    'Phone Mobile',
    'Music School',
  ];
  for (const name of names.slice(0, 3 + random.integer(5))) {
    const fate = random.float();
    const from = fate < 0.2 ? someDay() : first;
    const to = fate > 0.8 ? someDay() : end;
    all.push({
      name,
      days: monthly(1 + random.integer(28), 1, 0, first, end).filter((day) => day >= from && day <= to),
      amountOn: stepped(-price(5, 60), random.integer(3) === 0 ? between(1.05, 1.3) : 1, someDay()),
      varies: 0,
    });
  }
  const power = price(50, 140);
  all.push({
    name: 'Stadtwerke Strom',
    days: monthly(8 + random.integer(12), 1, 1, first, end),
    amountOn: (day) => -power * (1 + 0.15 * Math.cos((2 * Math.PI * (day - epochDay(2024, 1, 15))) / 365.25)),
    varies: 0.08,
  });
  all.push({
    name: 'City Water',
    days: monthly(1 + random.integer(28), 3, 0, first, end),
    amountOn: stepped(-price(60, 140), 1, end),
    varies: 0.05,
  });
  all.push({
    name: 'Allsafe Insurance',
    days: monthly(1 + random.integer(28), random.integer(2) === 0 ? 3 : 12, 0, first, end),
    amountOn: stepped(-price(60, 400), 1, end),
    varies: 0,
  });
  if (random.integer(2) === 0) {
    const begin = first + random.integer(14);
    all.push({
      name: 'Cleaner Maria',
      days: Array.from({ length: Math.ceil((end - begin + 1) / 14) }, (_, nth) => begin + 14 * nth),
      amountOn: stepped(-price(30, 70), 1, end),
      varies: 0,
    });
  }
  return all;
}

/** Days of the month, every so many months, moved to business days: 1 later, −1 earlier, 0 not at all. */
function monthly(
  dayOfMonth: number,
  every: number,
  moved: number,
  first: number,
  end: number,
): readonly number[] {
  const days: number[] = [];
  for (let month = 0; month < 48; month += every) {
    const [year, ofYear] = [2022 + Math.floor(month / 12), (month % 12) + 1];
    let day = epochDay(year, ofYear, Math.min(dayOfMonth, daysInMonth(year, ofYear)));
    while (moved !== 0 && dayOfWeek(day) >= 5) day += moved;
    days.push(day);
  }
  return days.filter((day) => day >= first && day <= end);
}

const shops = [
  'Fresh Market',
  'Corner Grocery',
  'Blue Cafe',
  'Pizza Roma',
  'City Fuel',
  'Book Nook',
  'Cinema Lux',
];

/** Groceries and card spending; gives the mean and the median of a day by weekday. */
function spend(
  random: Random,
  first: number,
  end: number,
  pay: (day: number, amount: number, description: string) => void,
): readonly [readonly number[], readonly number[]] {
  const groceries = Array.from(
    { length: 7 },
    (_, weekday) => (weekday >= 4 ? 0.6 : 0.3) * (0.6 + random.float()),
  );
  const basket = 20 + random.float() * 40;
  const card = Array.from({ length: 7 }, (_, weekday) => (weekday >= 4 ? 1.6 : 0.8) * (0.6 + random.float()));
  const purchase = 6 + random.float() * 14;
  const draw = (source: Random, weekday: number): readonly (readonly [string, number])[] => {
    const bought: (readonly [string, number])[] = [];
    if (source.float() < (groceries[weekday] as number)) {
      bought.push([shops[source.integer(2)] as string, -basket * Math.exp(0.4 * source.normal())]);
    }
    // A Poisson number of purchases.
    for (let left = Math.exp(-(card[weekday] as number)), product = source.float(); product > left; ) {
      bought.push([shops[2 + source.integer(5)] as string, -purchase * Math.exp(0.6 * source.normal())]);
      product *= source.float();
    }
    if (source.float() < 1 / 45) bought.push(['Big Store', -(80 + 300 * source.float())]);
    return bought;
  };
  for (let day = first; day <= end; day++) {
    for (const [name, amount] of draw(random, dayOfWeek(day))) pay(day, amount, name);
  }
  const known = random.stream('expectation');
  const days = Array.from({ length: 7 }, (_, weekday) =>
    Float64Array.from({ length: 2000 }, () =>
      draw(known, weekday).reduce((sum, [, amount]) => sum + amount, 0),
    ).sort(),
  );
  return [
    days.map((sums) => sums.reduce((sum, value) => sum + value, 0) / sums.length),
    days.map((sums) => sums[1000] as number),
  ];
}

import {
  type BusinessCalendar,
  civilFromEpochDay,
  dayOfWeek,
  daysInMonth,
  type EpochDay,
  epochDay,
} from '@titans/core';

/** When a payment comes next, told by its earlier days. */
export interface PaydayRule {
  /** Days from one payment to the next, about. */
  readonly periodDays: number;
  /** The first payday on or after a day. */
  nextFrom(day: EpochDay): EpochDay;
}

/** The same weekday every so many days. */
interface Periodic {
  readonly every: 7 | 14 | 28;
}

/**
 * Ways to name a day of each month: by its number, moved to the working day before or after where it is none; the n-th
 * or n-th last working day; the n-th or the last of a weekday.
 */
type Anchor = 'on' | 'before' | 'after' | 'nthWorked' | 'nthLastWorked' | 'nthWeekday' | 'lastWeekday';
const anchors: readonly Anchor[] = [
  'on',
  'before',
  'after',
  'nthLastWorked',
  'nthWorked',
  'lastWeekday',
  'nthWeekday',
];

/** Days that a rule is learned from, the fewest, and the share of them that it must have made. */
const fewestDays = 3;
const leastShare = 0.6;
/** Working days counted from either end of a month. */
const mostCounted = 5;
const numbers = 32;

/**
 * The rule behind the days of a payment, ascending: weekly, every two or four weeks, twice a month, or monthly by
 * number, working day or weekday. `null` if there are fewer than three days, or no rule made three in five of them.
 */
export function paydayRule(days: readonly EpochDay[], calendar: BusinessCalendar): PaydayRule | null {
  if (days.length < fewestDays) return null;
  const gaps = days.slice(1).map((day, index) => day - (days[index] as number));
  const gap = [...gaps].sort((a, b) => a - b)[gaps.length >> 1] as number;
  if (gap < 6) return null;
  if (gap <= 8) return periodic(days, 7);
  if (gap <= 19) return periodic(days, 14) ?? twiceMonthly(days, calendar);
  if (gap < 26 || gap > 35) return null;
  return (gaps.every((each) => each === 28) ? periodic(days, 28) : null) ?? monthly(days, calendar);
}

function periodic(days: readonly EpochDay[], every: Periodic['every']): PaydayRule | null {
  const last = days.at(-1) as number;
  // Phases are voted for: a single payment that came a day early for a holiday must not shift the rule.
  const votes = new Int32Array(every);
  for (const day of days) votes[phaseOf(day, every)] = (votes[phaseOf(day, every)] as number) + 1;
  let phase = phaseOf(last, every);
  votes.forEach((count, each) => {
    if (count > (votes[phase] as number)) phase = each;
  });
  if ((votes[phase] as number) < leastShare * days.length) return null;
  return { periodDays: every, nextFrom: (day) => day + phaseOf(phase - day, every) };
}

function phaseOf(day: number, every: number): number {
  return ((day % every) + every) % every;
}

function twiceMonthly(days: readonly EpochDay[], calendar: BusinessCalendar): PaydayRule | null {
  const [even, odd] = [0, 1].map((parity) =>
    monthly(
      days.filter((_, index) => index % 2 === parity),
      calendar,
    ),
  );
  if (!even || !odd) return null;
  return { periodDays: 15, nextFrom: (day) => Math.min(even.nextFrom(day), odd.nextFrom(day)) };
}

function monthly(days: readonly EpochDay[], calendar: BusinessCalendar): PaydayRule | null {
  if (days.length < 2) return null;
  const votes = new Int32Array(anchors.length * numbers);
  for (const day of days) {
    for (const code of rulesThatMake(day, calendar)) votes[code] = (votes[code] as number) + 1;
  }
  let best = 0;
  votes.forEach((count, code) => {
    if (count > (votes[best] as number)) best = code;
  });
  if ((votes[best] as number) < Math.max(2, leastShare * days.length)) return null;
  const anchor = anchors[Math.floor(best / numbers)] as Anchor;
  const number = best % numbers;
  return {
    periodDays: 30,
    nextFrom(day) {
      const { year, month } = civilFromEpochDay(day);
      // A payday may be moved into the month before its own, so that of the month after may be the next.
      for (let months = year * 12 + month - 2; ; months++) {
        const made = dayOfMonth(anchor, number, Math.floor(months / 12), (months % 12) + 1, calendar);
        if (made >= day) return made;
      }
    },
  };
}

/** Every monthly rule that pays on a day, once each. */
function rulesThatMake(day: EpochDay, calendar: BusinessCalendar): Set<number> {
  const made = new Set<number>();
  const { year, month, day: number } = civilFromEpochDay(day);
  const length = daysInMonth(year, month);
  const add = (anchor: Anchor, value: number) => made.add(anchors.indexOf(anchor) * numbers + value);
  const addNumbers = (anchor: Anchor, nominal: EpochDay) => {
    const civil = civilFromEpochDay(nominal);
    add(anchor, civil.day);
    // The 31st is the last day of a shorter month.
    if (civil.day === daysInMonth(civil.year, civil.month))
      for (let n = civil.day; n <= 31; n++) add(anchor, n);
  };
  addNumbers('on', day);
  if (number <= 28) add('nthWeekday', 4 * dayOfWeek(day) + Math.ceil(number / 7) - 1);
  if (number > length - 7) add('lastWeekday', dayOfWeek(day));
  if (!calendar.isBusinessDay(day)) return made;
  addNumbers('before', day);
  for (let next = day + 1; !calendar.isBusinessDay(next); next++) addNumbers('before', next);
  addNumbers('after', day);
  for (let before = day - 1; !calendar.isBusinessDay(before); before--) addNumbers('after', before);
  const nth = calendar.businessDaysBetween(day - number + 1, day) + 1;
  const nthLast = calendar.businessDaysBetween(day, day - number + length + 1);
  if (nth <= mostCounted) add('nthWorked', nth);
  if (nthLast <= mostCounted) add('nthLastWorked', nthLast);
  return made;
}

function dayOfMonth(
  anchor: Anchor,
  number: number,
  year: number,
  month: number,
  calendar: BusinessCalendar,
): EpochDay {
  const first = epochDay(year, month, 1);
  const length = daysInMonth(year, month);
  const nominal = first + Math.min(number, length) - 1;
  switch (anchor) {
    case 'on':
      return nominal;
    case 'after':
      return calendar.addBusinessDays(nominal, 0);
    case 'before':
      return calendar.addBusinessDays(nominal + 1, -1);
    case 'nthWorked':
      return calendar.addBusinessDays(first - 1, number);
    case 'nthLastWorked':
      return calendar.addBusinessDays(first + length, -number);
    case 'nthWeekday':
      return first + phaseOf((number >> 2) - dayOfWeek(first), 7) + 7 * (number % 4);
    default: {
      const last = first + length - 1;
      return last - phaseOf(dayOfWeek(last) - number, 7);
    }
  }
}

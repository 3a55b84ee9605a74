import {
  type CurrencyCode,
  currencyDecimals,
  maskSample,
  type PlainDate,
  parsePlainDate,
  TitansError,
  toEpochDay,
} from '@titans/core';
import { requireKnownOptions, requireList, requireMembers, requireText } from '../../validation/arguments.js';

/** What one unit of a currency was worth in another on a day. */
export interface ExchangeRate {
  readonly date: PlainDate | string;
  readonly from: CurrencyCode;
  readonly to: CurrencyCode;
  /** Decimal text, for example `"1.0845"`; a number is read as the decimal that shows it. */
  readonly rate: string | number;
}

/** A rate as an exact fraction. */
export interface ExactRate {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Rates by day. */
export interface ExchangeRates {
  /** Units of `to` for one unit of `from` on an epoch day, `null` where no rate is known. */
  rateOn(from: CurrencyCode, to: CurrencyCode, day: number): ExactRate | null;
}

/** How rates are looked up. */
export interface ExchangeRatesOptions {
  /** Days for which a rate holds where there is none of the day itself, for weekends and holidays: 7 unless told. */
  readonly maximumAgeDays?: number;
}

/**
 * Collects rates by day. The latest rate on or before a day holds; where a pair has none, that of the reverse pair is
 * divided by, else both are taken over a third currency, as tables against one currency need it.
 *
 * @throws TitansError `DATE_INVALID`, `CURRENCY_UNKNOWN`, or `AMOUNT_INVALID` for a rate that is no positive decimal of
 * at most 30 digits, with its `row`, from 1.
 * @example
 * ```ts
 * import { exchangeRates } from '@titans/etl';
 *
 * const rates = exchangeRates([
 *   { date: '2024-03-01', from: 'EUR', to: 'USD', rate: '1.0813' },
 *   { date: '2024-03-01', from: 'EUR', to: 'GBP', rate: '0.85555' },
 * ]);
 * ```
 */
export function exchangeRates(
  rates: Iterable<ExchangeRate>,
  options: ExchangeRatesOptions = {},
): ExchangeRates {
  requireList(rates, 'rates', 'Exchange rates are a list of { date, from, to, rate }');
  requireKnownOptions(options, ['maximumAgeDays'], 'exchangeRates');
  const { maximumAgeDays = 7 } = options;
  const series = new Map<string, { day: number; rate: ExactRate }[]>();
  const currencies = new Set<string>();
  let row = 0;
  for (const given of rates) {
    row++;
    const place = { row };
    inPlace(place, () => requireRate(given));
    const { date, from, to, rate } = given;
    const key = pairKey(known(from, place), known(to, place));
    const ofPair = series.get(key) ?? [];
    series.set(key, ofPair);
    ofPair.push({ day: dayOf(date, place), rate: exact(rate, place) });
    currencies.add(from).add(to);
  }
  for (const ofPair of series.values()) ofPair.sort((a, b) => a.day - b.day);
  const thirds = [...currencies].sort();

  function direct(from: string, to: string, day: number): ExactRate | null {
    const own = latest(series.get(pairKey(from, to)), day);
    if (own !== null) return own;
    const reverse = latest(series.get(pairKey(to, from)), day);
    return reverse === null ? null : { numerator: reverse.denominator, denominator: reverse.numerator };
  }

  function latest(
    ofPair: readonly { day: number; rate: ExactRate }[] | undefined,
    day: number,
  ): ExactRate | null {
    if (ofPair === undefined) return null;
    let low = 0;
    let high = ofPair.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ofPair[middle]?.day as number) <= day) low = middle + 1;
      else high = middle;
    }
    const found = ofPair[low - 1];
    return found === undefined || day - found.day > maximumAgeDays ? null : found.rate;
  }

  return {
    rateOn(from, to, day) {
      if (from === to) return { numerator: 1n, denominator: 1n };
      const own = direct(from, to, day);
      if (own !== null) return own;
      for (const third of thirds) {
        if (third === from || third === to) continue;
        const first = direct(from, third, day);
        const second = first === null ? null : direct(third, to, day);
        if (first === null || second === null) continue;
        return {
          numerator: first.numerator * second.numerator,
          denominator: first.denominator * second.denominator,
        };
      }
      return null;
    },
  };
}

/**
 * Minor units of one currency in minor units of another: exact arithmetic, rounded once, half to even (IEEE 754, as
 * accounts do).
 */
export function convertMinor(
  minor: number,
  rate: ExactRate,
  decimals: { readonly from: number; readonly to: number },
): bigint {
  const shift = decimals.to - decimals.from;
  const numerator = BigInt(minor) * rate.numerator * 10n ** BigInt(Math.max(0, shift));
  const denominator = rate.denominator * 10n ** BigInt(Math.max(0, -shift));
  const isNegative = numerator < 0n;
  const size = isNegative ? -numerator : numerator;
  const whole = size / denominator;
  const twiceRest = 2n * (size % denominator);
  const isUp = twiceRest > denominator || (twiceRest === denominator && whole % 2n === 1n);
  const rounded = isUp ? whole + 1n : whole;
  return isNegative ? -rounded : rounded;
}

/** `String` takes a symbol too, which is no currency. */
const pairKey = (from: string, to: string): string => `${String(from)} ${String(to)}`;

interface RatePlace {
  readonly row: number;
}

function requireRate(given: unknown): void {
  const what = 'An exchange rate is { date, from, to, rate }, with texts for the first three';
  requireMembers(given, ['date', 'from', 'to', 'rate'], 'rates', what);
  const { date, from, to }: Partial<ExchangeRate> = Object(given);
  for (const text of [date, from, to]) requireText(text, 'rates', what);
}

function known(currency: string, place: RatePlace): string {
  return inPlace(place, () => {
    currencyDecimals(currency);
    return currency;
  });
}

function dayOf(date: string, place: RatePlace): number {
  return inPlace(place, () => toEpochDay(parsePlainDate(date)));
}

function exact(rate: string | number, place: RatePlace): ExactRate {
  const text = String(rate);
  const parts = /^(\d{1,15})(?:\.(\d{1,15}))?$/.exec(text);
  const fraction = parts?.[2] ?? '';
  const numerator = parts === null ? 0n : BigInt(`${parts[1]}${fraction}`);
  if (numerator === 0n) {
    throw new TitansError(
      'AMOUNT_INVALID',
      `"${maskSample(text)}" is no rate: a positive decimal such as 1.0845 is needed.`,
      { details: { ...place, field: 'rate', value: maskSample(text) } },
    );
  }
  return { numerator, denominator: 10n ** BigInt(fraction.length) };
}

function inPlace<T>(place: RatePlace, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof TitansError ? error.at({ ...place }) : error;
  }
}

import * as z from 'zod/mini';
import { isPlainDate } from '../calendar/plain-date.js';
import { isCurrency } from '../money/currency.js';
import { limits } from '../transaction/vocabulary.js';
import { wellFormed } from './well-formed.js';

/** A whole number as a query writes it: decimal digits alone, no sign, exponent or leading zero. */
export function wholeNumber(least: number, most: number): z.ZodMiniType<number, unknown> {
  const digits = /^(?:0|[1-9]\d{0,9})$/;
  return z.pipe(
    z.union([
      z.int(),
      z.pipe(
        z.string().check(z.regex(digits, 'must be a whole number in decimal digits')),
        z.transform((text) => Number(text)),
      ),
    ]),
    z.int().check(z.gte(least), z.lte(most)),
  );
}

/** A level that intervals are calibrated for, as a query or a body gives it. */
export const intervalLevel: z.ZodMiniType<0.8 | 0.95, unknown> = /* @__PURE__ */ (() =>
  z.pipe(
    z.union([
      z.number(),
      z.pipe(
        z.string().check(z.regex(/^0\.(?:8|80|95)$/, 'must be 0.8 or 0.95')),
        z.transform((text) => Number(text)),
      ),
    ]),
    z.union([z.literal(0.8), z.literal(0.95)]),
  ))();

export const plainDateText: z.ZodMiniType<string> = /* @__PURE__ */ (() =>
  z.iso.date().check(z.refine(isPlainDate, 'not a calendar date')))();

export const currencyText: z.ZodMiniType<string> = /* @__PURE__ */ (() =>
  z.string().check(z.length(3), z.refine(isCurrency, 'not an ISO 4217 currency')))();

export const identifierText: z.ZodMiniType<string> = /* @__PURE__ */ (() =>
  z.string().check(z.minLength(1), z.maxLength(limits.identifierLength), wellFormed))();

/** Rows of a page, 100 unless told. */
export const pageLimit: z.ZodMiniType<number, unknown> = /* @__PURE__ */ (() => wholeNumber(1, 1_000))();

/** Where a page goes on: what the page before gave as `next_cursor`. */
export const pageCursor: z.ZodMiniType<string> = /* @__PURE__ */ (() =>
  z.string().check(z.minLength(1), z.maxLength(500), wellFormed))();

import type { DateFormat } from '../../normalise/dates.js';
import { dateFormats } from '../../normalise/dates.js';
import { type DateEvidence, doDiffer, readAs, readOnlyAs } from './date-evidence.js';

/** Neighbouring rows of a statement are not this far apart, on the average of all. */
const mostDaysBetweenRows = 300;

/** How the dates of a column are written. */
export interface DateFormatDecision {
  readonly format: DateFormat;
  readonly confidence: number;
  readonly basis: 'inferred' | 'default';
  readonly alternatives: readonly DateFormat[];
  readonly reason: string;
}

/** Whether one format reads dates that no other does, and none reads dates that it does not. */
export function isDateFormatDecided(evidence: DateEvidence): boolean {
  const [best, ...rest] = ranked(evidence);
  if (best === undefined || readAs(evidence, best) === 0) return false;
  return rest.every(
    (other) =>
      readAs(evidence, other) === 0 ||
      (readOnlyAs(evidence, other, best) === 0 &&
        (readOnlyAs(evidence, best, other) > 0 || isSame(evidence, best, other))),
  );
}

/**
 * Decides on the format of a column of dates.
 *
 * @param siblings Other columns of dates of the same source, which are written in the same way.
 * @param hint The order that the language and currency of the source speak for.
 */
export function decideDateFormat(
  evidence: DateEvidence,
  siblings: readonly DateEvidence[],
  hint: DateFormat | null,
): DateFormatDecision {
  const formats = ranked(evidence);
  const best = formats[0] as DateFormat;
  const read = readAs(evidence, best);
  if (read === 0) {
    return {
      format: 'iso',
      confidence: 0,
      basis: 'default',
      alternatives: [],
      reason: reasonForNone(evidence),
    };
  }
  const rivals = formats.filter(
    (other) =>
      other !== best &&
      readAs(evidence, other) > 0 &&
      (doDiffer(evidence, best, other) || readOnlyAs(evidence, other, best) > 0),
  );
  const same = formats.filter(
    (other) =>
      other !== best &&
      readAs(evidence, other) === read &&
      !rivals.includes(other) &&
      !isSame(evidence, best, other),
  );
  if (same.length > 0 && rivals.length === 0) {
    return {
      format: hint !== null && same.includes(hint) ? hint : best,
      confidence: 0.6,
      basis: 'inferred',
      alternatives: [best, ...same].filter(
        (format) => format !== (hint !== null && same.includes(hint) ? hint : best),
      ),
      reason: 'every date is the same day in several orders',
    };
  }
  const equals = rivals.filter((other) => readOnlyAs(evidence, best, other) === 0);
  if (equals.length === 0) {
    const against = Math.max(0, ...rivals.map((other) => readOnlyAs(evidence, other, best)));
    const proofs = Math.min(
      read,
      ...formats
        .filter((other) => other !== best && (rivals.includes(other) || readAs(evidence, other) === 0))
        .map((other) => readOnlyAs(evidence, best, other)),
    );
    const contrary = rivals.filter((other) => readOnlyAs(evidence, other, best) > 0);
    return {
      format: best,
      confidence: against === 0 ? 1 : proofs / (proofs + against),
      basis: 'inferred',
      alternatives: contrary,
      reason:
        against === 0
          ? `${proofs} of ${evidence.cells} dates can be read in no other way`
          : `${read} of ${evidence.cells} dates can be read so, but ${against} only in another way`,
    };
  }
  return settled([best, ...equals], evidence, siblings, hint);
}

/** The formats read every date, as different days: what else there is has to tell. */
function settled(
  formats: readonly DateFormat[],
  evidence: DateEvidence,
  siblings: readonly DateEvidence[],
  hint: DateFormat | null,
): DateFormatDecision {
  const others = (format: DateFormat): readonly DateFormat[] => formats.filter((each) => each !== format);
  const shared = separator(evidence);
  const telling = siblings.filter((each) => separator(each) === shared);
  const told = formats.find((format) =>
    others(format).every((other) => {
      const speaksFor = telling.reduce((sum, each) => sum + readOnlyAs(each, format, other), 0);
      const speaksAgainst = telling.reduce((sum, each) => sum + readOnlyAs(each, other, format), 0);
      return speaksFor > 0 && speaksAgainst === 0;
    }),
  );
  if (told !== undefined) {
    return {
      format: told,
      confidence: 0.9,
      basis: 'inferred',
      alternatives: others(told),
      reason: 'every date can be read in several ways, but another column of dates in only one',
    };
  }
  const orderOf = (format: DateFormat) => evidence.order[dateFormats.indexOf(format)];
  const step = (format: DateFormat): number => (orderOf(format)?.days ?? 0) / (orderOf(format)?.steps || 1);
  const possible = formats.filter((format) => step(format) < mostDaysBetweenRows);
  if (possible.length === 1 && (orderOf(possible[0] as DateFormat)?.steps ?? 0) >= 3) {
    const format = possible[0] as DateFormat;
    return {
      format,
      confidence: 0.95,
      basis: 'inferred',
      alternatives: [],
      reason: 'read in any other way, the dates would be years apart from row to row',
    };
  }
  const monotone = formats.filter((format) => {
    const order = orderOf(format);
    return order !== undefined && order.steps >= 2 && (order.ups === 0 || order.downs === 0);
  });
  const smoothest = [...formats].sort(
    (a, b) => (orderOf(a)?.days ?? 0) - (orderOf(b)?.days ?? 0),
  )[0] as DateFormat;
  const isSmooth = others(smoothest).every(
    (other) => (orderOf(smoothest)?.days ?? 0) * 3 <= (orderOf(other)?.days ?? 0),
  );
  if (monotone.length === 1 || (isSmooth && (orderOf(smoothest)?.steps ?? 0) >= 2)) {
    const format = monotone.length === 1 ? (monotone[0] as DateFormat) : smoothest;
    return {
      format,
      confidence: hint === null || hint === format ? 0.6 : 0.55,
      basis: 'inferred',
      alternatives: others(format),
      reason: 'every date can be read in several ways; only so are they in order',
    };
  }
  const format = hint !== null && formats.includes(hint) ? hint : (formats[0] as DateFormat);
  return {
    format,
    // With points between the numbers the month comes first nowhere.
    confidence: shared === '.' && format === 'day-first' ? 0.6 : 0.5,
    basis: 'inferred',
    alternatives: others(format),
    reason:
      format === hint
        ? 'every date can be read in several ways; the language and currency of the source speak for this one'
        : 'every date can be read in several ways, and nothing tells which is right',
  };
}

/** Whether what both formats read can only ever be the same day: nothing has to be decided between them. */
function isSame(evidence: DateEvidence, format: DateFormat, other: DateFormat): boolean {
  if (doDiffer(evidence, format, other)) return false;
  return evidence.numeric === 0 || [format, other].every((each) => each === 'iso' || each === 'year-first');
}

/** Formats by the number of dates that they read; of equal ones the commoner first. */
function ranked(evidence: DateEvidence): readonly DateFormat[] {
  return [...dateFormats].sort((a, b) => readAs(evidence, b) - readAs(evidence, a));
}

/** The commonest mark between the numbers of the dates. */
function separator({ separators }: DateEvidence): string {
  return [...separators].reduce((best, each) => (each[1] > best[1] ? each : best), ['', 0] as [
    string,
    number,
  ])[0];
}

function reasonForNone({ cells }: DateEvidence): string {
  return cells === 0 ? 'there are no dates' : `none of ${cells} values is a date in any format`;
}

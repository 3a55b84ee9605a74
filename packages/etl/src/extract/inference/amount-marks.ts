import type { AmountFormat } from '@titans/core';
import type { AmountShape } from './amount-shape.js';

type DecimalMark = '.' | ',';
type GroupMark = Required<AmountFormat>['groupMark'];

/** What the amounts seen so far tell about their marks. Counts only, so that evidence can be added up. */
export interface MarkEvidence {
  /** Amounts that can be read with this decimal mark alone. */
  readonly proves: Record<DecimalMark, number>;
  /** Amounts with one mark before three digits, such as `1,234`: it is either. */
  readonly open: Record<DecimalMark, number>;
  /** Amounts in which the mark certainly parts thousands. */
  readonly groups: Record<Exclude<GroupMark, ''>, number>;
  amounts: number;
}

export function noMarkEvidence(): MarkEvidence {
  return {
    proves: { '.': 0, ',': 0 },
    open: { '.': 0, ',': 0 },
    groups: { ',': 0, '.': 0, ' ': 0, "'": 0 },
    amounts: 0,
  };
}

/** Adds the evidence of one column to that of others. */
export function addMarks(joint: MarkEvidence, marks: MarkEvidence): void {
  joint.amounts += marks.amounts;
  for (const mark of ['.', ','] as const) {
    joint.proves[mark] += marks.proves[mark];
    joint.open[mark] += marks.open[mark];
  }
  for (const mark of [',', '.', ' ', "'"] as const) joint.groups[mark] += marks.groups[mark];
}

/** Adds one amount. */
export function observeMarks(evidence: MarkEvidence, { digits }: AmountShape): void {
  evidence.amounts++;
  const lastPoint = digits.lastIndexOf('.');
  const lastComma = digits.lastIndexOf(',');
  if (digits.includes(' ')) evidence.groups[' ']++;
  if (digits.includes("'")) evidence.groups["'"]++;
  if (lastPoint === -1 && lastComma === -1) return;
  if (lastPoint !== -1 && lastComma !== -1) {
    const decimal: DecimalMark = lastPoint > lastComma ? '.' : ',';
    const group = decimal === '.' ? ',' : '.';
    evidence.proves[decimal]++;
    evidence.groups[group]++;
    return;
  }
  const mark: DecimalMark = lastPoint === -1 ? ',' : '.';
  const at = Math.max(lastPoint, lastComma);
  const other: DecimalMark = mark === '.' ? ',' : '.';
  if (digits.indexOf(mark) !== at) {
    evidence.proves[other]++;
    evidence.groups[mark]++;
  } else if (
    digits.length - at - 1 !== 3 ||
    at > 3 ||
    at === 0 ||
    digits.startsWith('0') ||
    /[ ']/.test(digits)
  ) {
    evidence.proves[mark]++;
  } else evidence.open[mark]++;
}

/** The marks that fit. */
export interface MarkDecision {
  readonly format: { readonly decimalMark: DecimalMark; readonly groupMark: GroupMark };
  readonly confidence: number;
  readonly basis: 'inferred' | 'default';
  readonly alternatives: readonly { readonly decimalMark: DecimalMark; readonly groupMark: GroupMark }[];
  readonly reason: string;
}

/** Whether further amounts can change nothing. */
export function areMarksDecided({ proves }: MarkEvidence): boolean {
  return proves['.'] > 0 !== proves[','] > 0;
}

/**
 * Decides on the marks of a column.
 *
 * @param hint The decimal mark that other things speak for, such as other columns or the language of the header.
 */
export function decideMarks(evidence: MarkEvidence, hint: DecimalMark | null): MarkDecision {
  const { proves, open, groups } = evidence;
  const proven = proves['.'] + proves[','];
  if (proven > 0) {
    const decimalMark: DecimalMark = proves['.'] >= proves[','] ? '.' : ',';
    const share = proves[decimalMark] / proven;
    const format = { decimalMark, groupMark: groupFor(decimalMark, groups) };
    return {
      format,
      confidence: share,
      basis: 'inferred',
      alternatives: share === 1 ? [] : [formatWith(decimalMark === '.' ? ',' : '.', groups)],
      reason:
        share === 1
          ? `${proven} of ${evidence.amounts} amounts can be read in no other way`
          : `${proves[decimalMark]} amounts can be read in no other way, but ${proven - proves[decimalMark]} only in the opposite one`,
    };
  }
  if (open['.'] + open[','] > 0) {
    // A currency with three decimals is rare: a mark before three digits parts thousands.
    const mark: DecimalMark = open[','] >= open['.'] ? ',' : '.';
    const decimalMark: DecimalMark =
      open['.'] > 0 && open[','] > 0 ? (hint ?? '.') : mark === ',' ? '.' : ',';
    return {
      format: formatWith(decimalMark, groups),
      confidence: hint === decimalMark ? 0.6 : 0.5,
      basis: 'inferred',
      alternatives: [formatWith(decimalMark === '.' ? ',' : '.', groups)],
      reason: `the mark of ${open[mark]} amounts like 1${mark}234 can part thousands or decimals, and no other amount tells`,
    };
  }
  const decimalMark = hint ?? '.';
  return {
    format: formatWith(decimalMark, groups),
    confidence: 1,
    basis: 'default',
    alternatives: [],
    reason: 'no amount has a mark',
  };
}

function formatWith(decimalMark: DecimalMark, groups: MarkEvidence['groups']): MarkDecision['format'] {
  return { decimalMark, groupMark: groupFor(decimalMark, groups) };
}

/** The group mark that was seen, else the usual counterpart of the decimal mark. */
function groupFor(decimalMark: DecimalMark, groups: MarkEvidence['groups']): GroupMark {
  const usual: GroupMark = decimalMark === '.' ? ',' : '.';
  const [mark, count] = (Object.entries(groups) as [Exclude<GroupMark, ''>, number][])
    .filter(([each]) => each !== decimalMark)
    .reduce((best, each) => (each[1] > best[1] ? each : best));
  return count > 0 ? mark : usual;
}

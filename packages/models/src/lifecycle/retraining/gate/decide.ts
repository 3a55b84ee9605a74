import { numberBetween, numberWithin, oneOf } from '../../../estimators/parameters.js';
import { holmAdjusted } from '../../../evaluation/comparison/holm.js';
import type { TaskComparison } from '../../../suite/evaluation/compare-suites.js';
import type { TaskName } from '../../../tasks/models.js';
import type { GateFinding } from './gate-finding.js';

/** How a candidate is weighed against the champion. */
export interface GateRule {
  /**
   * `superior` (unless told): better in at least one task beyond chance, and in none worse beyond chance. `non-inferior`: in
   * no task worse by more than its margin, with 97.5% confidence; for models that are replaced because they are old.
   */
  readonly rule?: 'superior' | 'non-inferior';
  /**
   * Probability of promoting a candidate that is only as good as the champion, above 0 and at most 0.5, 0.05 unless told; of
   * all tasks together (Holm).
   */
  readonly alpha?: number;
  /**
   * Of `non-inferior`: what may be lost per task. In accuracy and average precision points, 0.02 unless told; of absolute
   * errors a share of the champion's, 0.05 unless told.
   */
  readonly margins?: Partial<Readonly<Record<TaskName, number>>>;
}

const defaultMargins = { category: 0.02, amount: 0.05, anomaly: 0.02, cashflow: 0.05 } as const;

/** A rule with every value. */
export type GateRuleSettings = Required<GateRule>;

/** @throws TitansError `INVALID_ARGUMENT`. */
export function gateRuleSettings({
  rule = 'superior',
  alpha = 0.05,
  margins = {},
}: GateRule): GateRuleSettings {
  oneOf('gate.rule', rule, ['superior', 'non-inferior']);
  numberWithin('gate.alpha', alpha, Number.MIN_VALUE, 0.5);
  const all = { ...defaultMargins, ...margins };
  for (const task of Object.keys(all)) oneOf(`gate.margins.${task}`, task, Object.keys(defaultMargins));
  for (const [task, margin] of Object.entries(all)) numberBetween(`gate.margins.${task}`, margin, 0, 1);
  return { rule, alpha, margins: all };
}

/** What the comparisons come to. */
export interface GateDecision {
  readonly passed: boolean;
  readonly reason: string;
  readonly findings: readonly GateFinding[];
}

/** Comparisons whose p-values are numbers: there is none where all differences are the same, which is no chance. */
export function withPValues(comparisons: readonly TaskComparison[]): readonly TaskComparison[] {
  return comparisons.map((one) =>
    Number.isNaN(one.pValue) ? { ...one, pValue: one.value === one.otherValue ? 1 : 0 } : one,
  );
}

/**
 * Weighs a candidate against the champion by paired tests on rows that neither has seen; `this` of the comparisons is the
 * candidate, with p-values as `withPValues` makes them. Tasks that only one of them has are not here: whoever calls sees to
 * them.
 */
export function decideByComparison(
  comparisons: readonly TaskComparison[],
  settings: GateRuleSettings,
): GateDecision {
  if (comparisons.length === 0) {
    return { passed: false, reason: 'there was nothing that both could be compared on', findings: [] };
  }
  return settings.rule === 'superior'
    ? bySuperiority(comparisons, settings.alpha)
    : byMargins(comparisons, settings.margins);
}

function bySuperiority(comparisons: readonly TaskComparison[], alpha: number): GateDecision {
  const better = holmAdjusted(comparisons.map((one) => oneSided(one, 1)));
  const findings = comparisons.map((one, at): GateFinding => {
    const isWorse = oneSided(one, -1) <= alpha;
    const isBetter = (better[at] as number) <= alpha;
    const verdict = isWorse ? 'worse' : isBetter ? 'better' : 'no difference beyond chance';
    return finding(one, !isWorse, verdict);
  });
  const worse = findings.find(({ passed }) => !passed);
  if (worse !== undefined) return { passed: false, reason: worse.reason, findings };
  const isSuperior = better.some((pValue) => pValue <= alpha);
  const best = comparisons[better.indexOf(Math.min(...better))] as TaskComparison;
  const reason = `${described(best)}: ${isSuperior ? 'better' : 'not better beyond chance'}`;
  return { passed: isSuperior, reason, findings };
}

function byMargins(
  comparisons: readonly TaskComparison[],
  margins: GateRuleSettings['margins'],
): GateDecision {
  const findings = comparisons.map((one): GateFinding => {
    const { task, metric, interval, otherValue } = one;
    const isError = metric === 'mae';
    const mostLost = (margins[task] as number) * (isError ? Math.abs(otherValue) : 1);
    const lost = isError ? interval.upper : -interval.lower;
    const isWithin = lost <= mostLost;
    const verdict = `may lose ${shown(Math.max(0, lost))} of ${shown(mostLost)} that it may`;
    return finding(one, isWithin, verdict);
  });
  const worse = findings.find(({ passed }) => !passed);
  const [first] = findings as [GateFinding];
  return { passed: worse === undefined, reason: (worse ?? first).reason, findings };
}

/** The p-value of being better (`1`) or worse (`-1`), from that of being different. */
function oneSided({ metric, value, otherValue, pValue }: TaskComparison, direction: 1 | -1): number {
  const gain = direction * (metric === 'mae' ? otherValue - value : value - otherValue);
  if (gain === 0) return 1;
  return gain > 0 ? pValue / 2 : 1 - pValue / 2;
}

function finding(comparison: TaskComparison, passed: boolean, verdict: string): GateFinding {
  return {
    kind: 'comparison',
    name: comparison.task,
    passed,
    reason: `${described(comparison)}: ${verdict}`,
  };
}

function described({ task, metric, value, otherValue, pValue, n }: TaskComparison): string {
  return `${task} ${metric} ${shown(value)} against ${shown(otherValue)} (p ${pValue.toPrecision(2)}, n ${n})`;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(4)));
}

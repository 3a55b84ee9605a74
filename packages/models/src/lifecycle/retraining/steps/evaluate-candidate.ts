import type { TransactionTable } from '@titans/core';
import type { TaskComparison } from '../../../suite/evaluation/compare-suites.js';
import type { EvaluateOptions } from '../../../suite/evaluation/evaluation-rows.js';
import { anomalyLabels } from '../../feedback/anomaly-labels.js';
import { appliedCorrections } from '../../feedback/applied-corrections.js';
import { correctionsTag } from '../../feedback/follow-corrections.js';
import { askGuards, lostTasks } from '../gate/ask-guards.js';
import { askCanaries } from '../gate/canary.js';
import { decideByComparison, type GateDecision, withPValues } from '../gate/decide.js';
import type { Contender, GuardContext } from '../gate/guard.js';
import type { RetrainingEvaluation } from '../retraining-run.js';
import type { DividedRows } from '../rows.js';
import { withoutToldLabels } from './hidden-labels.js';
import { refused, type Step, type StepContext } from './step.js';
import { rowsOf } from './train-candidate.js';

/** Compares candidate and champion on rows that neither has seen, and asks guards and canaries. */
export const evaluateCandidate: Step = async (context) => {
  const { run } = context;
  const rows = await rowsOf(context);
  if (rows === null || run.candidate === null) return { state: 'again' };
  const evaluation = await evaluationOf(context, rows, run.candidate.version);
  return evaluation.passed
    ? { state: 'done', changes: { evaluation } }
    : refused(evaluation.reason, { evaluation });
};

/** What a candidate comes to. */
async function evaluationOf(
  context: StepContext,
  rows: DividedRows,
  version: string,
): Promise<RetrainingEvaluation> {
  const { settings, run, signal } = context;
  const { registry, model } = settings;
  const work = { ...(signal && { signal }) };
  const load = async (id: string): Promise<Omit<Contender, 'figures'>> => ({
    version: await registry.resolve(model, id, work),
    suite: await registry.load(model, id, work),
  });
  const candidate = await load(version);
  const champion = run.champion === null ? null : await load(run.champion);
  return weigh(context, rows, candidate, champion);
}

/** Weighs two versions. */
async function weigh(
  context: StepContext,
  { training, holdout }: DividedRows,
  candidate: Omit<Contender, 'figures'>,
  champion: Omit<Contender, 'figures'> | null,
): Promise<RetrainingEvaluation> {
  const { settings, signal } = context;
  const rows = await labelledFairly(context, holdout, champion);
  const options: EvaluateOptions = {
    history: training,
    ...(await knownAnomalies(context, holdout)),
    ...(signal && { signal }),
  };
  const contender = async (one: Omit<Contender, 'figures'>): Promise<Contender> => ({
    ...one,
    figures: await one.suite.evaluate(rows, options),
  });
  const guarded: GuardContext = {
    candidate: await contender(candidate),
    champion: champion === null ? null : await contender(champion),
    rows,
    history: training,
    ...(signal && { signal }),
  };
  const comparisons =
    champion === null ? [] : withPValues(await candidate.suite.compare(champion.suite, rows, options));
  const decision = champion === null ? first(settings.gate.promoteFirst) : compared(comparisons, context);
  const others = [
    ...lostTasks(guarded),
    ...(await askGuards(guarded, settings.gate.guards)),
    ...askCanaries(candidate.suite, settings.canaries),
  ];
  const failed = others.filter(({ passed }) => !passed);
  const reason = [
    decision.reason,
    ...failed.slice(0, 3).map(({ kind, name, reason: why }) => `${kind} ${name}: ${why}`),
  ].join('; ');
  const passed = decision.passed && failed.length === 0;
  return { comparisons, findings: [...decision.findings, ...others], passed, reason };
}

function first(promotes: boolean): GateDecision {
  const reason = promotes ? 'there is no champion yet' : 'there is no champion to compare with';
  return { passed: promotes, reason, findings: [] };
}

function compared(comparisons: readonly TaskComparison[], { settings }: StepContext): GateDecision {
  return decideByComparison(comparisons, settings.gate.rule);
}

/** What users have said of the rows, which neither has been told: training labels the rows that it learns from. */
async function knownAnomalies(
  { settings: { corrections }, signal }: StepContext,
  holdout: TransactionTable,
): Promise<Pick<EvaluateOptions, 'anomalies'>> {
  if (corrections === undefined) return {};
  const { log, scope } = corrections;
  const { anomalies } = await appliedCorrections(log, { scope, ...(signal && { signal }) });
  return anomalies.length === 0 ? {} : { anomalies: anomalyLabels(holdout, anomalies) };
}

/** The rows with the labels that neither has been told. */
async function labelledFairly(
  { settings, signal }: StepContext,
  holdout: TransactionTable,
  champion: Omit<Contender, 'figures'> | null,
): Promise<TransactionTable> {
  if (settings.corrections === undefined) return holdout;
  const known = Number(champion?.version.tags[correctionsTag] ?? 0);
  const after = Number.isSafeInteger(known) && known >= 0 ? known : 0;
  return withoutToldLabels(holdout, { ...settings.corrections, after, signal });
}

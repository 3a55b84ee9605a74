import type { Transaction, TransactionTable } from '@titans/core';
import { dataFingerprint } from '../../../suite/fingerprint.js';
import { rolledBackTag } from '../champion.js';
import { agreement } from '../gate/agreement.js';
import { askCanaries } from '../gate/canary.js';
import type { GateFinding } from '../gate/gate-finding.js';
import type { RetrainingData, RetrainingRefit } from '../retraining-run.js';
import { firstRowAfter, readRows, rowsThrough } from '../rows.js';
import { candidateOf } from '../run-versions.js';
import type { Step, StepContext, StepResult } from './step.js';
import { candidateFrom, trainedVersion } from './trained-version.js';

/** Newest rows that judged and refitted model have both learned from, which both are asked about. */
const mostAsked = 500;

/**
 * Trains once more as the judged candidate was, on the rows that were held out as well, and looks whether the two answer alike.
 * Where they do not, or nothing can be trained, the judged one is promoted: it has passed everything.
 */
export const refitCandidate: Step = async (context) => {
  const { settings, run, signal } = context;
  const { data } = run;
  if (settings.refit === null || data === null) return { state: 'done', changes: {} };
  const rows = await rowsNow(context, data);
  const told = { trainedThrough: data.through, trainingRows: rows.length, candidate: null, findings: [] };
  if (rows.length < data.rows * (1 - settings.data.mostLostShare)) {
    return keptJudged(told, `there are ${rows.length} rows, of ${data.rows} when it was judged`);
  }
  const judged = candidateOf(run);
  const made = await trainedVersion(context, {
    rows,
    mark: `${run.id} refit ${dataFingerprint(rows)}`,
    trainedThrough: data.through,
    parent: judged,
    description: `Retraining ${run.id}: refit of ${judged.slice(0, 12)} on all rows`,
  });
  if (typeof made === 'string') return keptJudged(told, made);
  const { version } = made;
  if (version.id === judged || version.aliases.includes('champion')) {
    return keptJudged(told, `training gave version ${version.number} again`);
  }
  const known = { ...told, candidate: candidateFrom(made) };
  const rolledBackBy = version.tags[rolledBackTag];
  if (rolledBackBy !== undefined) {
    return keptJudged(known, `version ${version.number} had to be taken back (${rolledBackBy})`);
  }
  const { registry, model } = settings;
  const work = { ...(signal && { signal }) };
  const suite = await registry.load(model, version.id, work);
  const learned = firstRowAfter(rows, data.trainedThrough);
  const findings: readonly GateFinding[] = [
    ...(await agreement(suite, await registry.load(model, judged, work), {
      ...{ rows: newest(rows, learned), history: rows, leastShare: settings.refit.leastAgreedShare, ...work },
    })),
    ...askCanaries(suite, settings.canaries),
  ];
  const failed = findings.filter(({ passed }) => !passed);
  const checked = { ...known, findings };
  if (failed.length > 0) {
    return keptJudged(
      checked,
      failed.map(({ kind, name, reason }) => `${kind} ${name}: ${reason}`).join('; '),
    );
  }
  return done({ ...checked, passed: true, reason: 'it answers as the judged one does' });
};

/** The rows up to the last day that was validated, with what has become known of them since. */
async function rowsNow(
  { settings, rows, signal }: StepContext,
  data: RetrainingData,
): Promise<TransactionTable> {
  return (
    rows?.all ?? rowsThrough(await readRows(settings.transactions, settings.now(), signal), data.through)
  );
}

function newest(table: TransactionTable, end: number): readonly Transaction[] {
  const start = Math.max(0, end - mostAsked);
  return Array.from({ length: end - start }, (_, at) => table.row(start + at) as Transaction);
}

function keptJudged(refit: Omit<RetrainingRefit, 'passed' | 'reason'>, reason: string): StepResult {
  return done({ ...refit, passed: false, reason });
}

function done(refit: RetrainingRefit): StepResult {
  return { state: 'done', changes: { refit } };
}

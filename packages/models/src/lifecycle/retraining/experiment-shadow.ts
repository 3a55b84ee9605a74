import { isTitansError } from '@titans/core';
import type { ExperimentReport, MetricSummary, NewExperiment } from '../experiments/experiment.js';
import type { OnlineExperiments } from '../experiments/online-experiments.js';
import type { ShadowPair, ShadowServer } from './shadow.js';

const by = 'retraining';
/** What servers record of shadow traffic: whether the challenger failed to answer, and whether it decided otherwise. */
const failure = { name: 'failure_rate', direction: 'lower', range: [0, 1] } as const;
const disagreement = { name: 'disagreement_rate', direction: 'lower', range: [0, 1], tolerance: 1 } as const;

/**
 * Compares candidates as experiments with shadow traffic, which every server takes part in that has the experiments of the same
 * store and scope: each run has one of its own, named `retraining-` and its id. While another experiment runs, the step fails
 * and is tried again.
 *
 * @example
 * ```ts
 * import type { KeyValueStore } from '@titans/core';
 * import { experimentShadow, onlineExperiments, type RetrainingOptions } from '@titans/models/lifecycle';
 *
 * export function shadowOf(store: KeyValueStore): Pick<RetrainingOptions, 'shadow'> {
 *   const server = experimentShadow(onlineExperiments({ store, scope: 'tenant-1' }));
 *   return { shadow: { server, requests: 2_000, forMs: 2 * 86_400_000 } };
 * }
 * ```
 */
export function experimentShadow(experiments: OnlineExperiments): ShadowServer {
  async function found(id: string): Promise<ExperimentReport | null> {
    try {
      return await experiments.get(id);
    } catch (error) {
      if (isTitansError(error, 'NOT_FOUND')) return null;
      throw error;
    }
  }

  return {
    async begin(pair) {
      const id = idOf(pair);
      const { state } = (await found(id)) ?? (await experiments.create(planOf(id, pair), { by }));
      if (state === 'draft') await experiments.start(id, { by, reason: `candidate of run ${pair.run}` });
    },

    async traffic(pair) {
      const report = await experiments.get(idOf(pair));
      const answers = totalsOf(report.metric);
      const other = report.guards.find(({ metric }) => metric === disagreement.name);
      const decisions = other === undefined ? { rows: 0, sum: 0 } : totalsOf(other);
      return {
        requests: answers.rows,
        failed: answers.sum,
        compared: decisions.rows,
        agreed: decisions.rows - decisions.sum,
      };
    },

    async end(pair) {
      const id = idOf(pair);
      const report = await found(id);
      if (report?.state === 'draft') await experiments.discard(id);
      if (report?.state !== 'running') return;
      try {
        await experiments.stop(id, { by, reason: `run ${pair.run} has ended` });
      } catch (error) {
        // It has stopped by itself meanwhile.
        if (!isTitansError(error, 'CONFLICT')) throw error;
      }
    },
  };
}

function idOf({ run }: ShadowPair): string {
  return `retraining-${run}`;
}

function planOf(id: string, { model, candidate, champion }: ShadowPair): NewExperiment {
  return {
    ...{ id, model, mode: 'shadow', unit: 'transaction', metric: failure, guards: [disagreement] },
    champion: { version: champion, weight: 1 },
    challenger: { version: candidate, weight: 1 },
    // Whoever retrains decides when it is over.
    stopOn: [],
  };
}

/** Outcomes of the challenger, and how many of them were so. */
function totalsOf({ challenger }: MetricSummary): { readonly rows: number; readonly sum: number } {
  return { rows: challenger.rows, sum: Math.round((challenger.mean ?? 0) * challenger.rows) };
}

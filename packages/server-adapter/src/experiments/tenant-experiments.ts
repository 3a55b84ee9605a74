import { isTitansError, type KeyValueStore, TitansError } from '@titans/core';
import {
  type ExperimentReport,
  type ExperimentVariant,
  type NewExperiment,
  onlineExperiments,
} from '@titans/models/lifecycle';
import type { Clock } from '../http/clock.js';
import { requestError } from '../http/problem.js';
import type { Logger } from '../logging/logger.js';
import { type BesideModels, type ModelHost, requireRegistry } from '../model-host/model-host.js';
import type { CheckedExperimentSettings } from './experiment-settings.js';
import type { CategoryLabel } from './told-answers.js';
import { openTrial, type Trial } from './trial.js';

/** Who changes an experiment, and why. */
export interface ExperimentReasons {
  readonly by: string;
  readonly reason: string;
}

/** Experiments of one tenant. Methods throw what `OnlineExperiments` throws. */
export interface TenantExperiments {
  /** What this process takes part in now; `null` mostly. */
  readonly trial: Trial | null;
  list(): Promise<readonly ExperimentReport[]>;
  get(id: string): Promise<ExperimentReport>;
  /**
   * Compares a version with the champion, once it is loaded here; other processes take part as soon as they look.
   *
   * @throws TitansError `CONFLICT` while another experiment runs, `REQUEST_INVALID` for a version that cannot be compared, and
   * what `ModelHost.loadBeside` throws.
   */
  start(
    experiment: Omit<NewExperiment, 'model' | 'champion'>,
    reasons: ExperimentReasons & { readonly signal?: AbortSignal | undefined },
  ): Promise<ExperimentReport>;
  stop(id: string, reasons: ExperimentReasons): Promise<ExperimentReport>;
  /** Promotes the challenger where it has won. */
  conclude(
    id: string,
    reasons: ExperimentReasons & {
      readonly winner: ExperimentVariant;
      readonly signal?: AbortSignal | undefined;
    },
  ): Promise<ExperimentReport>;
  /** Takes part in what runs by now, and no more in what does not. */
  follow(): Promise<void>;
  /** Tells the right category of an answer, by a correction that applies, or is held until it is released. */
  labelled(label: CategoryLabel, isApplied: boolean): void;
  /** A correction was released, or undone: then it counts no more. */
  decided(correctionId: string, isApplied: boolean): void;
  /** What this process lost of an experiment, by what it was. */
  lostOf(id: string): Readonly<Record<string, number>>;
  close(): Promise<void>;
}

/** What the experiments of a tenant need. */
export interface TenantExperimentsParts {
  readonly tenant: string;
  /** Models of a registry. */
  readonly models: ModelHost;
  readonly settings: CheckedExperimentSettings;
  readonly store: KeyValueStore;
  /** Milliseconds between looks at what other processes changed; 0 for none. */
  readonly followMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Opens the experiments of a tenant, and takes part in the one that runs, so that a restart changes no unit's variant. */
export async function tenantExperiments(parts: TenantExperimentsParts): Promise<TenantExperiments> {
  const { tenant, models, settings, store, followMs, clock, logger } = parts;
  const { registry, name: model } = requireRegistry(models.registry);
  const experiments = onlineExperiments({ store, scope: tenant, now: () => clock.now() });
  let taking: { readonly trial: Trial; readonly beside: BesideModels } | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let isFailing = false;

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work);
    turn = result.catch(() => {});
    return result;
  }

  async function end(): Promise<void> {
    const ended = taking;
    taking = null;
    await ended?.trial.close();
    ended?.beside.release();
  }

  async function begin({ plan }: ExperimentReport, beside: BesideModels): Promise<void> {
    await end();
    const onEnded = (): void => void followQuietly();
    const trial = openTrial({
      ...{ plan, challenger: beside.suite, experiments, store, tenant, settings, logger, onEnded },
    });
    taking = { trial, beside };
    logger.info({ tenant, experiment: plan.id, mode: plan.mode }, 'An experiment runs.');
  }

  /** Whether the champion is the one of the experiment, which otherwise compares what nobody asks about. */
  async function isStillChampion({ plan }: ExperimentReport): Promise<boolean> {
    if (models.current.version === plan.champion.version) return true;
    const champion = await registry.resolve(model, 'champion');
    if (champion.id === plan.champion.version) return true;
    await stopForAll(plan.id, 'another version became champion');
    return false;
  }

  async function stopForAll(id: string, reason: string): Promise<void> {
    try {
      await experiments.stop(id, { by: 'titans', reason });
    } catch (error) {
      // Another process may have stopped it at the same moment.
      if (!isTitansError(error, 'CONFLICT')) throw error;
    }
  }

  /** The challenger; `null` where the registry does not have it any more, and then nobody can take part. */
  async function challengerOf({ plan }: ExperimentReport): Promise<BesideModels | null> {
    try {
      return await models.loadBeside(plan.challenger.version);
    } catch (error) {
      if (!isTitansError(error, 'NOT_FOUND')) throw error;
      await stopForAll(plan.id, 'the challenger is no longer in the registry');
      return null;
    }
  }

  async function followNow(): Promise<void> {
    const found = await experiments.running();
    const report = found && (await experiments.review(found.plan.id));
    if (report?.state !== 'running' || !(await isStillChampion(report))) return end();
    if (taking?.trial.plan.id === report.plan.id) return;
    // The champion of the experiment will answer here soon: the host follows the registry.
    if (models.current.version !== report.plan.champion.version) return end();
    const beside = await challengerOf(report);
    return beside === null ? end() : begin(report, beside);
  }

  /** For nobody who waits: a failure is said once, and that it works again. */
  async function followQuietly(): Promise<void> {
    try {
      await inTurn(followNow);
      isFailing = false;
    } catch (err) {
      if (!isFailing) logger.warn({ tenant, err }, 'Experiments could not be looked at.');
      isFailing = true;
    }
  }

  let isLooking = false;
  function lookOnce(): void {
    if (isLooking) return;
    isLooking = true;
    void followQuietly().finally(() => {
      isLooking = false;
    });
  }
  const timer = followMs > 0 ? setInterval(lookOnce, followMs) : undefined;
  timer?.unref?.();
  await followQuietly();

  /** Takes in what this process knows before anybody is told of it. */
  async function flushed(id: string): Promise<void> {
    if (taking?.trial.plan.id === id) await taking.trial.flush();
  }

  /** Before another suite is loaded, which takes memory; starting it decides. */
  async function requireNoneRuns(): Promise<void> {
    const other = await experiments.running();
    if (other === null) return;
    throw new TitansError('CONFLICT', `The experiment "${other.plan.id}" runs. Stop it first.`);
  }

  async function comparable(reference: string, signal: AbortSignal | undefined): Promise<BesideModels> {
    const beside = await models.loadBeside(reference, signal);
    const { suite, version } = models.current;
    const missing = suite.tasks.find((task) => !beside.suite.tasks.includes(task));
    if (beside.version !== version && missing === undefined) return beside;
    beside.release();
    const message =
      missing === undefined
        ? 'is the champion itself'
        : `has no model of the task "${missing}", which the champion has`;
    throw requestError('REQUEST_INVALID', `The challenger ${message}.`, {
      issues: [{ pointer: '/challenger', message }],
    });
  }

  /** Who concludes at the same time may have promoted it, before this process looked or while it did. */
  async function promoteOnce(version: string, change: Parameters<ModelHost['promote']>[1]): Promise<void> {
    const { signal } = change;
    const isChampion = async (): Promise<boolean> => {
      const champion = await registry.resolve(model, 'champion', { ...(signal && { signal }) });
      return champion.id === version;
    };
    if (!(await isChampion())) {
      try {
        return await models.promote(version, change);
      } catch (error) {
        if (!isTitansError(error, 'CONFLICT') || !(await isChampion())) throw error;
      }
    }
    await models.reload(signal);
  }

  return {
    get trial() {
      return taking === null ? null : taking.trial;
    },
    list: () => experiments.list(),
    async get(id) {
      await flushed(id);
      return experiments.get(id);
    },
    start: (experiment, { by, reason, signal }) =>
      inTurn(async () => {
        await requireNoneRuns();
        const beside = await comparable(experiment.challenger.version, signal);
        try {
          const weight = 1 - experiment.challenger.weight;
          const described = {
            ...experiment,
            model,
            champion: { version: models.current.version as string, weight },
            challenger: { version: beside.version, weight: experiment.challenger.weight },
          };
          await experiments.create(described, { by });
          const started = await startOrDiscard(experiment.id, { by, reason });
          await begin(started, beside);
          return started;
        } catch (error) {
          beside.release();
          throw error;
        }
      }),
    stop: (id, reasons) =>
      inTurn(async () => {
        await flushed(id);
        const stopped = await experiments.stop(id, reasons);
        await end();
        return stopped;
      }),
    conclude: (id, { signal, ...reasons }) =>
      inTurn(async () => {
        await flushed(id);
        try {
          return await experiments.conclude(id, {
            ...reasons,
            promote: (version, expected) => promoteOnce(version, { ...reasons, expected, signal }),
          });
        } finally {
          await followNow().catch((err: unknown) => {
            logger.warn({ tenant, err }, 'Experiments could not be looked at.');
          });
        }
      }),
    follow: () => inTurn(followNow),
    labelled: (label, isApplied) => taking?.trial.labelled(label, isApplied),
    decided: (correctionId, isApplied) => taking?.trial.decided(correctionId, isApplied),
    lostOf: (id) => (taking?.trial.plan.id === id ? taking.trial.lost : {}),
    async close() {
      clearInterval(timer);
      await inTurn(end);
    },
  };

  async function startOrDiscard(id: string, reasons: ExperimentReasons): Promise<ExperimentReport> {
    try {
      return await experiments.start(id, reasons);
    } catch (error) {
      // What another one keeps from starting may be asked for again under the same name.
      await experiments.discard(id).catch(() => undefined);
      throw error;
    }
  }
}

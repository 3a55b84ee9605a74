import { randomUUID } from 'node:crypto';
import { defaultAccountId, type KeyValueStore } from '@titans/core';
import type { TransactionRequest } from '@titans/core/contract';
import type { TrainedSuite } from '@titans/models';
import {
  assignVariant,
  type ExperimentPlan,
  type ExperimentVariant,
  type Observation,
  type OnlineExperiments,
  shadowQuestions,
} from '@titans/models/lifecycle';
import type { Logger } from '../logging/logger.js';
import type { ServedModels } from '../model-host/model-host.js';
import type { Exchange } from '../routes/handlers.js';
import { backgroundWork } from './background-work.js';
import { digestOf } from './digest.js';
import { experimentHeader } from './experiment-header.js';
import type { CheckedExperimentSettings } from './experiment-settings.js';
import { type KeptAnswer, keptAnswers } from './kept-answers.js';
import { type ReadAnswer, readAnswer, valuesOf } from './observed-values.js';
import { type CategoryLabel, type CountedLabel, type Recount, toldAnswers } from './told-answers.js';

/** A question, as far as a trial sees it. */
export type AskedExchange = Pick<
  Exchange<TransactionRequest, unknown>,
  'principal' | 'requestId' | 'headers' | 'body'
>;

type Question = Pick<AskedExchange, 'requestId' | 'body'>;

/** What has one variant for good. */
interface Unit {
  readonly id: string;
  /** Whether no other question can be of it. */
  readonly isAlone: boolean;
}

/** A part in a trial: one question, whose answer is measured. */
export interface TrialPart {
  /** What answers. */
  readonly suite: TrainedSuite;
  /** `again` asks the same of another suite. */
  answered(answer: object, seconds: number, again: (suite: TrainedSuite) => object): void;
  /** It could not be answered, and not by its own fault. */
  failed(): void;
}

/** An experiment that runs, as this process takes part in it. */
export interface Trial {
  readonly plan: ExperimentPlan;
  /** The part of a question; `null` where other models answer by now than those of the experiment. */
  take(exchange: AskedExchange, served: ServedModels): TrialPart | null;
  /** Tells the right category of an answer, by a correction that applies, or is held until it is released. */
  labelled(label: CategoryLabel, isApplied: boolean): void;
  /** A correction was released, or undone: then it counts no more. */
  decided(correctionId: string, isApplied: boolean): void;
  /** What this process lost, by what it was. */
  readonly lost: Readonly<Record<string, number>>;
  /** Resolves when everything so far is recorded. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** What a trial needs. */
export interface TrialParts {
  readonly plan: ExperimentPlan;
  readonly challenger: TrainedSuite;
  readonly experiments: OnlineExperiments;
  readonly store: KeyValueStore;
  readonly tenant: string;
  readonly settings: CheckedExperimentSettings;
  readonly logger: Logger;
  /** Called once it is known that it does not run any more. */
  readonly onEnded: () => void;
}

const flushEveryMs = 1_000;
const mostWaiting = 10_000;
/** Units that are known to have been counted. Others that come once there are so many are counted no more, rather than twice. */
const mostKnownUnits = 100_000;

/** Takes part in an experiment. Nothing of it is waited for by a request: what finds no room, or no store, is lost and counted. */
export function openTrial(parts: TrialParts): Trial {
  const { plan, challenger, experiments, store, tenant, settings, logger, onEnded } = parts;
  const background = backgroundWork(logger, tenant);
  const answers = keptAnswers(store, tenant, settings.labelMs);
  const told = toldAnswers(store, tenant, settings.labelMs);
  const variants = (['champion', 'challenger'] as const).map((name) => ({ name, weight: plan[name].weight }));
  const knownUnits = new Set<string>();
  const shadow = shadowQuestions<() => void>({
    ask: (question) => question(),
    onError: () => background.lose('shadow'),
    capacity: settings.shadowCapacity,
  });
  let waiting: Observation[] = [];
  let newUnits = { champion: 0, challenger: 0 };
  let turn: Promise<void> = Promise.resolve();
  let labelTurn: Promise<void> = Promise.resolve();

  function observe(observation: Observation): void {
    if (waiting.length < mostWaiting) waiting.push(observation);
    else background.lose('observations');
  }

  async function write(): Promise<void> {
    const [outcomes, units] = [waiting, newUnits];
    if (outcomes.length === 0 && units.champion + units.challenger === 0) return;
    waiting = [];
    newUnits = { champion: 0, challenger: 0 };
    try {
      const { isRunning } = await experiments.record(plan.id, { outcomes, newUnits: units });
      if (!isRunning) onEnded();
    } catch (err) {
      if (outcomes.length > 0) background.lose('observations', outcomes.length);
      if (units.champion + units.challenger > 0) background.lose('units', units.champion + units.challenger);
      logger.warn(
        { tenant, experiment: plan.id, err },
        'Observations of an experiment could not be recorded.',
      );
    }
  }

  function writeInTurn(): Promise<void> {
    turn = turn.then(write);
    return turn;
  }

  /** Counts a unit the first time that any process sees it. */
  function count({ id, isAlone }: Unit, variant: ExperimentVariant): void {
    if (isAlone) {
      newUnits[variant]++;
      return;
    }
    if (knownUnits.has(id) || knownUnits.size >= mostKnownUnits) return;
    knownUnits.add(id);
    background.run('units', async () => {
      const key = `titans:experiments:${tenant}:unit:${digestOf([plan.id, id])}`;
      const isNew = await store.compareAndSet(key, null, variant, { ttlMs: plan.maximumMs });
      if (isNew) newUnits[variant]++;
    });
  }

  function unitOf({ principal, body }: AskedExchange): Unit {
    if (plan.unit === 'credential') return { id: principal?.id ?? 'anonymous', isAlone: false };
    const accountId = body.account_id ?? defaultAccountId;
    if (plan.unit === 'account') return { id: accountId, isAlone: false };
    const transactionId = body.transaction_id ?? null;
    // Ids of requests name no transaction: callers choose them, and may give one again and again.
    if (transactionId === null) return { id: randomUUID(), isAlone: true };
    // Accounts may number their transactions alike.
    return { id: `${accountId}:${transactionId}`, isAlone: false };
  }

  function keep({ requestId, body }: Question, unit: string, categories: KeptAnswer['categories']): void {
    const names = {
      predictionId: requestId,
      accountId: body.account_id ?? defaultAccountId,
      transactionId: body.transaction_id ?? null,
    };
    const answer = { id: randomUUID(), experiment: plan.id, unit, categories };
    background.run('answers', () => answers.keep(answer, names));
  }

  function splitPart(exchange: AskedExchange, champion: TrainedSuite): TrialPart {
    const unit = unitOf(exchange);
    const { id } = unit;
    const variant = assignVariant({ experiment: plan.id, variants, unit: id });
    exchange.headers[experimentHeader] = `${plan.id}; variant=${variant}`;
    count(unit, variant);
    return {
      suite: variant === 'champion' ? champion : challenger,
      answered(answer, seconds) {
        const read = readAnswer(answer);
        observe({ unit: id, [variant]: valuesOf(read, seconds) });
        if (read.category !== null) keep(exchange, id, { [variant]: read.category });
      },
      failed: () => observe({ unit: id, [variant]: { failure_rate: 1 } }),
    };
  }

  function shadowPart(exchange: AskedExchange, champion: TrainedSuite): TrialPart {
    const { id: unit } = unitOf(exchange);
    const { requestId, body } = exchange;
    return {
      suite: champion,
      answered(answer, seconds, again) {
        const first = readAnswer(answer);
        const taken = shadow.offer(() => askAgain({ requestId, body }, unit, first, seconds, again));
        if (!taken) background.lose('shadow');
      },
      // The challenger cannot be asked what made the champion fail: it may be the history that could not be read.
      failed: () => undefined,
    };
  }

  function askAgain(
    question: Question,
    unit: string,
    first: ReadAnswer,
    seconds: number,
    again: (suite: TrainedSuite) => object,
  ): void {
    const champion = valuesOf(first, seconds);
    const started = performance.now();
    let second: ReadAnswer;
    try {
      second = readAnswer(again(challenger));
    } catch {
      observe({ unit, champion, challenger: { failure_rate: 1 } });
      return;
    }
    const other = valuesOf(second, (performance.now() - started) / 1_000);
    const isOther =
      first.decision === null ? {} : { disagreement_rate: first.decision === second.decision ? 0 : 1 };
    const isSame = first.decision === null ? {} : { disagreement_rate: 0 };
    observe({ unit, champion: { ...champion, ...isSame }, challenger: { ...other, ...isOther } });
    if (first.category !== null && second.category !== null) {
      keep(question, unit, { champion: first.category, challenger: second.category });
    }
  }

  async function join(label: CategoryLabel): Promise<void> {
    // What the challenger says to the question may still be asked.
    if (shadow.waiting > 0) await shadow.drain();
    const answer = await answers.find(label);
    if (answer === null || answer.experiment !== plan.id) return;
    observeRecount(await told.count(label, answer));
  }

  function observeRecount({ withdrawn, counted }: Recount): void {
    if (withdrawn !== null) observeLabel(withdrawn, true);
    if (counted !== null) observeLabel(counted, false);
  }

  /** What is decided of a correction must not overtake it. */
  function runInTurn(work: () => Promise<void>): void {
    background.run('labels', () => {
      const done = labelTurn.then(work);
      labelTurn = done.catch(() => {});
      return done;
    });
  }

  async function release(correctionId: string): Promise<void> {
    const label = await told.recall(correctionId);
    if (label !== null) await join(label);
  }

  /** Counts a label of an answer, or no more. */
  function observeLabel({ category: right, answer, round }: CountedLabel, withdraws: boolean): void {
    const { unit, categories } = answer;
    const id = `${answer.id}:${round}${withdraws ? ':withdrawn' : ''}`;
    const isRight = Object.entries(categories).map(([variant, category]) => [variant, category === right]);
    const values = (
      name: string,
      value: (isRight: boolean) => number,
    ): Record<string, Record<string, number>> =>
      Object.fromEntries(isRight.map(([variant, right]) => [variant, { [name]: value(right as boolean) }]));
    observe({ id: `right:${id}`, unit, withdraws, ...values('accuracy', (right) => (right ? 1 : 0)) });
    if (isRight.some(([, right]) => right === false)) {
      const corrected = values('correction_rate', (right) => (right ? 0 : 1));
      observe({ id: `corrected:${id}`, unit, amends: true, withdraws, ...corrected });
    }
  }

  async function flush(): Promise<void> {
    await shadow.drain();
    await background.flush();
    await writeInTurn();
  }

  const timer = setInterval(() => void writeInTurn(), flushEveryMs);
  timer.unref?.();

  return {
    plan,
    take(exchange, { suite, version }) {
      if (version !== plan.champion.version) return null;
      return plan.mode === 'split' ? splitPart(exchange, suite) : shadowPart(exchange, suite);
    },
    labelled: (label, isApplied) => runInTurn(() => (isApplied ? join(label) : told.remember(label))),
    decided: (correctionId, isApplied) =>
      runInTurn(() => (isApplied ? release(correctionId) : told.withdraw(correctionId).then(observeRecount))),
    lost: background.lost,
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}

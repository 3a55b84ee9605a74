import type { MonitoredKind } from './baseline.js';
import { holds, type NumberRanges, withNumbers } from './event-numbers.js';
import type { KeptLabel, KeptPrediction } from './monitored-prediction.js';
import { addGrowth, evidence, type Growth, growthOfClusters, growthOfShare } from './sequential-test.js';
import { type StoredTally, tallyKind } from './tally.js';
import { isOfPredictions, type PlanCell, type TestPlan } from './test-plan.js';
import { addToWindows, type StateWindow, type WindowRule } from './windows.js';

/** Predictions as they were asked for, labelled or not. */
export interface AskedTally {
  readonly n: number;
  /** Sum of the confidences of those that have one: the accuracy to be expected, times their number. */
  readonly confidence: number;
  readonly confident: number;
  readonly alerts: number;
  readonly corrected: number;
}

/** How far a test has come. */
export interface TestState {
  /** Largest ln of the e-value so far. */
  readonly largest: number;
  /** When it first reached its threshold, in milliseconds since 1970. */
  readonly reportedAt: number | null;
}

/** All that is kept of one version of a task beside predictions that wait for their labels. Plain data. */
export interface MonitorState {
  readonly predictions: number;
  readonly labels: number;
  readonly corrections: number;
  readonly confirmations: number;
  readonly labelled: readonly StateWindow<StoredTally>[];
  readonly asked: readonly StateWindow<AskedTally>[];
  /** Time of the last prediction in a window that is no longer kept. */
  readonly droppedTo: number | null;
  /** Windows of labelled predictions that are no longer kept: how many, and the last of them. */
  readonly droppedLabelled: { readonly count: number; readonly last: number };
  /** What windows before those kept did to the tests, by metric and range of its baseline. */
  readonly before: Readonly<Record<string, readonly Growth[]>>;
  readonly tests: Readonly<Record<string, TestState>>;
  /** Events that are counted already. */
  readonly counted: NumberRanges;
}

export const emptyState: MonitorState = {
  ...{
    predictions: 0,
    labels: 0,
    corrections: 0,
    confirmations: 0,
    labelled: [],
    asked: [],
    before: {},
    tests: {},
  },
  counted: [],
  droppedTo: null,
  droppedLabelled: { count: 0, last: 0 },
};

const emptyAsked: AskedTally = { n: 0, confidence: 0, confident: 0, alerts: 0, corrected: 0 };

/** What people say of an answer; `null` where nobody does, or it was taken back. */
export type Verdict = 'corrected' | 'confirmed' | null;

/** Something that happened to a prediction. It is counted once, whoever tells of it and how often. */
export type MonitorEvent = { readonly number: number; readonly prediction: KeptPrediction } & (
  | { readonly type: 'asked' }
  | { readonly type: 'verdict'; readonly from: Verdict; readonly to: Verdict }
  | { readonly type: 'labelled'; readonly label: KeptLabel }
);

/** What a state is kept by. */
export interface StateRules {
  readonly kind: MonitoredKind;
  readonly plans: readonly TestPlan[];
  readonly windows: WindowRule;
}

/** The state after events, and the same object where all of them were counted before. */
export function afterEvents(
  state: MonitorState,
  events: readonly MonitorEvent[],
  unused: readonly number[],
  rules: StateRules,
  now: number,
): MonitorState {
  const fresh = [...new Map(events.map((event) => [event.number, event])).values()].filter(
    ({ number }) => !holds(state.counted, number),
  );
  if (fresh.length === 0 && unused.length === 0) return state;
  const numbers = [...fresh.map(({ number }) => number), ...unused];
  const counted = { ...state, counted: withNumbers(state.counted, numbers) };
  return tested(
    fresh.reduce((before, event) => afterEvent(before, event, rules), counted),
    rules,
    now,
  );
}

function afterEvent(state: MonitorState, event: MonitorEvent, rules: StateRules): MonitorState {
  const { prediction } = event;
  switch (event.type) {
    case 'asked': {
      const placed = addToWindows(state.asked, rules.windows, prediction.at, emptyAsked, (tally) =>
        asked(tally, prediction),
      );
      return withDropped(
        { ...state, predictions: state.predictions + 1, asked: placed.windows },
        placed.dropped,
        [],
        rules,
      );
    }
    case 'labelled': {
      const kind = tallyKind(rules.kind);
      const limit = rules.plans.find(({ metric }) => metric === 'mae')?.cells[0]?.limit ?? null;
      const placed = addToWindows(state.labelled, rules.windows, prediction.at, kind.empty, (tally) =>
        kind.add(tally, prediction, event.label, limit),
      );
      return withDropped(
        { ...state, labels: state.labels + 1, labelled: placed.windows },
        [],
        placed.dropped,
        rules,
      );
    }
    case 'verdict':
      return judged(judged(state, event.from, -1, prediction.at, rules), event.to, 1, prediction.at, rules);
  }
}

/** The state with a verdict more, or less. */
function judged(
  state: MonitorState,
  verdict: Verdict,
  by: 1 | -1,
  at: number,
  rules: StateRules,
): MonitorState {
  if (verdict === null) return state;
  if (verdict === 'confirmed') return { ...state, confirmations: state.confirmations + by };
  return corrected({ ...state, corrections: state.corrections + by }, at, by, rules);
}

function asked(tally: AskedTally, { confidence, predicted }: KeptPrediction): AskedTally {
  return {
    ...tally,
    n: tally.n + 1,
    confidence: tally.confidence + (confidence ?? 0),
    confident: tally.confident + (confidence === undefined ? 0 : 1),
    alerts: tally.alerts + (predicted === true ? 1 : 0),
  };
}

/**
 * A correction counts where its prediction was counted, or before: bets that began after that never see it, so that what is
 * not known exactly makes them lose.
 */
function corrected(state: MonitorState, at: number, by: 1 | -1, rules: StateRules): MonitorState {
  const isDropped = state.droppedTo !== null && at <= state.droppedTo;
  const place = isDropped ? -1 : state.asked.findIndex(({ to }) => at <= to);
  const window = state.asked[place];
  if (window !== undefined) {
    const { n, corrected: before } = window.tally;
    const tally = { ...window.tally, corrected: Math.max(0, Math.min(n, before + by)) };
    return { ...state, asked: state.asked.with(place, { ...window, tally }) };
  }
  const plan = rules.plans.find(({ metric }) => metric === 'uncorrected');
  const known = state.before.uncorrected;
  if (plan === undefined || known === undefined) return state;
  const uncorrected = known.map((growth, cell) => {
    const { limit } = plan.cells[cell] as PlanCell;
    const right = growthOfShare(0, 1, limit);
    const change = growthOfShare(1, 1, limit).map((value, bet) => by * (value - (right[bet] as number)));
    return addGrowth(growth, growthOfClusters(change, plan.clusterRows));
  });
  return { ...state, before: { ...state.before, uncorrected } };
}

function withDropped(
  state: MonitorState,
  askedWindows: readonly StateWindow<AskedTally>[],
  labelledWindows: readonly StateWindow<StoredTally>[],
  rules: StateRules,
): MonitorState {
  if (askedWindows.length + labelledWindows.length === 0) return state;
  const before = { ...state.before };
  const droppedTo = askedWindows.reduce(
    (latest, { to }) => Math.max(latest, to),
    state.droppedTo ?? Number.NEGATIVE_INFINITY,
  );
  const dropped = { asked: askedWindows, labelled: labelledWindows };
  for (const plan of rules.plans) {
    const { metric, cells } = plan;
    const known = before[metric];
    const sums = cells.map(({ limit }, cell) =>
      growths(dropped, plan, limit, rules.kind).reduce<Growth | null>(
        (sum, { growth }) => (sum === null ? growth : addGrowth(sum, growth)),
        known?.[cell] ?? null,
      ),
    );
    const found = sums.filter((sum) => sum !== null);
    if (found.length > 0) before[metric] = found;
  }
  return {
    ...{ ...state, before, droppedTo: Number.isFinite(droppedTo) ? droppedTo : null },
    droppedLabelled: labelledWindows.reduce(
      // A window that is gone comes back for a moment with each of its late labels.
      ({ count, last }, { index }) => (index > last ? { count: count + 1, last: index } : { count, last }),
      state.droppedLabelled,
    ),
  };
}

/** Looks at every test, and remembers what it has ever shown. */
function tested(state: MonitorState, rules: StateRules, now: number): MonitorState {
  const tests = { ...state.tests };
  for (const plan of rules.plans) {
    const { metric, cells, threshold } = plan;
    if (cells.length === 0) continue;
    const found = cells.map(
      ({ limit, head }, cell) =>
        head + evidence(growths(state, plan, limit, rules.kind), state.before[metric]?.[cell] ?? null),
    );
    const known = tests[metric] ?? { largest: 0, reportedAt: null };
    const largest = Math.max(known.largest, Math.min(...found));
    tests[metric] = { largest, reportedAt: known.reportedAt ?? (largest >= threshold ? now : null) };
  }
  return { ...state, tests };
}

function growths(
  { asked, labelled }: Pick<MonitorState, 'asked' | 'labelled'>,
  { metric, clusterRows }: TestPlan,
  limit: number,
  kind: MonitoredKind,
): readonly { readonly index: number; readonly growth: Growth }[] {
  const clustered = (growth: Growth): Growth => growthOfClusters(growth, clusterRows);
  if (isOfPredictions(metric)) {
    return asked.map(({ index, tally }) => {
      const count = metric === 'alert_share' ? tally.alerts : tally.corrected;
      return { index, growth: clustered(growthOfShare(count, tally.n, limit)) };
    });
  }
  return labelled.flatMap(({ index, tally }) => {
    const losses = tallyKind(kind).losses(tally, metric);
    if (losses === null) return [];
    const growth = 'count' in losses ? growthOfShare(losses.count, losses.n, limit) : losses;
    return [{ index, growth: clustered(growth) }];
  });
}

import type { Random } from '@titans/core';
import type { MonitoredKind } from './baseline.js';
import { classificationTally } from './classification-tally.js';
import { detectionTally } from './detection-tally.js';
import type { KeptLabel, KeptPrediction } from './monitored-prediction.js';
import { regressionTally } from './regression-tally.js';
import type { Growth } from './sequential-test.js';
import type { WindowFigure } from './window-figure.js';

/** Losses of 0 and 1: how many of so many rows are 1. */
export interface LossCount {
  readonly count: number;
  readonly n: number;
}

/** What is kept of the rows of a window, in place of them; plain data. */
export interface TallyKind<Tally extends { readonly n: number }> {
  readonly empty: Tally;
  /** @param limit Of the mean loss that is tested, where losses are not 0 or 1. */
  add(tally: Tally, prediction: KeptPrediction, label: KeptLabel, limit: number | null): Tally;
  figures(tally: Tally, random: Random): readonly WindowFigure[];
  /** What a test of the metric has learned from the window; `null` for metrics that are not tested. */
  losses(tally: Tally, metric: string): LossCount | Growth | null;
}

/** Rows of any kind, as they are stored. */
export interface StoredTally {
  readonly n: number;
}

/** The kinds behind one type: which one a tally is of, its state knows. */
export function tallyKind(kind: MonitoredKind): TallyKind<StoredTally> {
  return kinds[kind];
}

const kinds: Readonly<Record<MonitoredKind, TallyKind<StoredTally>>> = {
  classification: storedAs(classificationTally),
  regression: storedAs(regressionTally),
  detection: storedAs(detectionTally),
};

/** A state is read with the kind that it was written with: its baseline says which. */
function storedAs<Tally extends StoredTally>(kind: TallyKind<Tally>): TallyKind<StoredTally> {
  const own = (tally: StoredTally): Tally => tally as Tally;
  return {
    empty: kind.empty,
    add: (tally, prediction, label, limit) => kind.add(own(tally), prediction, label, limit),
    figures: (tally, random) => kind.figures(own(tally), random),
    losses: (tally, metric) => kind.losses(own(tally), metric),
  };
}

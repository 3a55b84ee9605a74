import { createRandom } from '@titans/core';
import type { VersionPlan } from './kept-versions.js';
import type { MonitorState, StateRules } from './monitor-state.js';
import { tallyKind } from './tally.js';
import { shareFigure, type WindowFigure } from './window-figure.js';
import { isComplete } from './windows.js';

/** Labelled predictions that belong together, and how well they were answered. */
export interface PerformanceWindow {
  /** From 1. */
  readonly index: number;
  /** Time of the first and of the last of its predictions, as text of ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** Labelled predictions in it. */
  readonly n: number;
  /** Whether nothing more is expected: the rows are there, or the days are over. Late labels of its days still count. */
  readonly isComplete: boolean;
  readonly figures: readonly WindowFigure[];
}

/** What is to be expected of predictions whose labels are not known, and what is known of them without. */
export interface PredictionWindow {
  readonly index: number;
  readonly from: string;
  readonly to: string;
  /** Predictions in it. */
  readonly n: number;
  readonly isComplete: boolean;
  /** `alert_share`, and `uncorrected` where there may be corrections. */
  readonly figures: readonly WindowFigure[];
  /**
   * The accuracy that calibrated confidences promise (confidence-based performance estimation), with three standard errors
   * to each side, as NannyML states it; `null` without confidences.
   */
  readonly estimate: WindowFigure | null;
}

/** Figures of as many rows that were made before under the same name, or made now: intervals take long. */
export type FigureMemory = (
  name: string,
  n: number,
  make: () => readonly WindowFigure[],
) => Promise<readonly WindowFigure[]>;

/** What a state is read by. */
export interface ReportRules extends StateRules {
  readonly remember: FigureMemory;
}

/** Remembers the figures of so many windows, those that were asked for last. */
export function figureMemory(most: number): FigureMemory {
  const made = new Map<string, { readonly n: number; readonly figures: readonly WindowFigure[] }>();
  return async (name, n, make) => {
    let known = made.get(name);
    if (known?.n !== n) {
      // Of many windows with many classes they take seconds, in which others must have their turn.
      await new Promise((resolve) => setTimeout(resolve));
      known = { n, figures: Object.freeze(make()) };
    }
    made.delete(name);
    made.set(name, known);
    for (const oldest of made.keys()) {
      if (made.size <= most) break;
      made.delete(oldest);
    }
    return known.figures;
  };
}

/** The windows of labelled predictions. */
export async function performanceWindows(
  { baseline }: VersionPlan,
  { labelled }: Pick<MonitorState, 'labelled'>,
  { windows: rule, remember }: ReportRules,
  now: number,
): Promise<readonly PerformanceWindow[]> {
  const windows: PerformanceWindow[] = [];
  for (const window of labelled) {
    const { index, tally } = window;
    windows.push({
      ...timesOf(window),
      n: tally.n,
      isComplete: isComplete(window, rule, now),
      // Rows are only ever added to a window: of as many rows it has the same figures.
      figures: await remember(`${baseline.task} ${baseline.modelVersion} ${index}`, tally.n, () =>
        tallyKind(baseline.kind).figures(tally, createRandom(0, `monitor/${index}`)),
      ),
    });
  }
  return Object.freeze(windows);
}

const standardErrors = 3;

/** The windows of all predictions. */
export function predictionWindows(
  { baseline }: VersionPlan,
  { asked }: Pick<MonitorState, 'asked'>,
  { windows: rule }: StateRules,
  now: number,
): readonly PredictionWindow[] {
  const { kind, figures } = baseline;
  const accuracy = figures.find(({ metric }) => metric === 'accuracy')?.value;
  return Object.freeze(
    asked.map((window): PredictionWindow => {
      const { n, confidence, confident, alerts, corrected } = window.tally;
      const value = confidence / confident;
      // Of rows as those of the baseline; without one, of rows as probable as these.
      const share = accuracy ?? value;
      const reach = standardErrors * Math.sqrt((share * (1 - share)) / confident);
      return {
        ...timesOf(window),
        n,
        isComplete: isComplete(window, rule, now),
        figures: [
          ...(kind === 'detection' ? shareFigure('alert_share', alerts, n) : []),
          ...(kind === 'classification' ? shareFigure('uncorrected', n - corrected, n) : []),
        ],
        estimate:
          confident === 0 || kind !== 'classification'
            ? null
            : {
                ...{ metric: 'accuracy', value, n: confident },
                lower: Math.max(0, value - reach),
                upper: Math.min(1, value + reach),
              },
      };
    }),
  );
}

function timesOf({
  index,
  from,
  to,
}: {
  readonly index: number;
  readonly from: number;
  readonly to: number;
}): {
  readonly index: number;
  readonly from: string;
  readonly to: string;
} {
  return { index, from: isoTime(from), to: isoTime(to) };
}

export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

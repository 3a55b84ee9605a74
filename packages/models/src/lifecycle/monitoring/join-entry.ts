import type { MonitorEvent } from './monitor-state.js';
import type { KeptLabel, KeptPrediction, LabelOrigin } from './monitored-prediction.js';

/** Kinds of events of one prediction, each of which happens once. */
type EventType = MonitorEvent['type'];

/** What is stored under one id: a prediction, labels that came, or where else to look. Plain data. */
export interface JoinEntry {
  readonly prediction?: KeptPrediction;
  /** Of each origin the first label; others of the same origin change nothing. */
  readonly labels?: Readonly<Partial<Record<LabelOrigin, KeptLabel>>>;
  /** Number by which each event is counted once. */
  readonly numbers?: Readonly<Partial<Record<EventType, number>>>;
  /** The id of the prediction that this one is another name of. */
  readonly of?: string;
}

/** The entry with a prediction; the same one if there is one already. */
export function withPrediction(entry: JoinEntry, prediction: KeptPrediction): JoinEntry {
  return entry.prediction === undefined ? { ...entry, prediction } : entry;
}

/** The entry with a label; the same one if there is one of its origin already. */
export function withLabel(entry: JoinEntry, origin: LabelOrigin, label: KeptLabel): JoinEntry {
  if (entry.labels?.[origin] !== undefined) return entry;
  return { ...entry, labels: { ...entry.labels, [origin]: label } };
}

/** What has happened and has no number yet. */
export function unnumbered(entry: JoinEntry): readonly EventType[] {
  return happened(entry).filter((type) => entry.numbers?.[type] === undefined);
}

/** Gives what has none its number, from those given. */
export function withNumbersOf(entry: JoinEntry, free: readonly number[]): JoinEntry {
  const types = unnumbered(entry);
  if (types.length === 0) return entry;
  const numbers = { ...entry.numbers };
  for (const [place, type] of types.entries()) numbers[type] = free[place] as number;
  return { ...entry, numbers };
}

/** What has happened to the prediction, as the state counts it. */
export function eventsOf(entry: JoinEntry): readonly MonitorEvent[] {
  const { prediction, labels, numbers } = entry;
  if (prediction === undefined) return [];
  return happened(entry).flatMap((type): MonitorEvent[] => {
    const number = numbers?.[type];
    if (number === undefined) return [];
    if (type !== 'labelled') return [{ type, number, prediction }];
    return labels?.truth === undefined ? [] : [{ type, number, prediction, label: labels.truth }];
  });
}

/** A correction that says what was answered confirms it, and a confirmation that does not corrects it. */
function happened({ prediction, labels }: JoinEntry): readonly EventType[] {
  if (prediction === undefined) return [];
  const looked = [labels?.correction, labels?.confirmation].filter((label) => label !== undefined);
  const isWrong = looked.some(({ actual }) => actual !== prediction.predicted);
  return [
    'asked',
    ...(labels?.truth === undefined ? [] : (['labelled'] as const)),
    ...(isWrong ? (['corrected'] as const) : looked.length > 0 ? (['confirmed'] as const) : []),
  ];
}

import type { MonitorEvent, Verdict } from './monitor-state.js';
import type { KeptLabel, KeptPrediction, LabelOrigin } from './monitored-prediction.js';

/** Someone's word on an answer. */
export interface Opinion extends KeptLabel {
  readonly origin: Exclude<LabelOrigin, 'truth'>;
  /** By which it may be taken back. */
  readonly source?: string;
  readonly isWithdrawn?: boolean;
}

/** What is known of an answer. */
export interface JoinLabels {
  /** The first that came; others change nothing. */
  readonly truth?: KeptLabel;
  /** Of each origin and source the first. */
  readonly opinions?: readonly Opinion[];
}

/** What is stored under one id: a prediction, labels that came, or where else to look. Plain data. */
export interface JoinEntry {
  readonly prediction?: KeptPrediction;
  readonly labels?: JoinLabels;
  /** Numbers by which what happens once is counted once. */
  readonly numbers?: { readonly asked?: number; readonly labelled?: number };
  /** What opinions came to, as it changed, each with its number. */
  readonly verdicts?: readonly { readonly number: number; readonly from: Verdict; readonly to: Verdict }[];
  /** The id of the prediction that this one is another name of. */
  readonly of?: string;
}

/** People who disagree for ever must not make an entry grow for ever. */
const mostOpinions = 20;
const mostVerdicts = 40;

/** The entry with a prediction; the same one if there is one already. */
export function withPrediction(entry: JoinEntry, prediction: KeptPrediction): JoinEntry {
  return entry.prediction === undefined ? { ...entry, prediction } : entry;
}

/** The entry with a truth; the same one if there is one already. */
export function withTruth(entry: JoinEntry, truth: KeptLabel): JoinEntry {
  return entry.labels?.truth === undefined ? { ...entry, labels: { ...entry.labels, truth } } : entry;
}

/** The entry with an opinion; the same one if there is one of its origin and source already. */
export function withOpinion(entry: JoinEntry, opinion: Opinion): JoinEntry {
  const opinions = joinedOpinions(entry.labels?.opinions ?? [], [opinion]);
  return opinions === null ? entry : { ...entry, labels: { ...entry.labels, opinions } };
}

/** The entry with what waited for its prediction under another name. */
export function withWaiting(entry: JoinEntry, { truth, opinions = [] }: JoinLabels): JoinEntry {
  const found = opinions.reduce(withOpinion, entry);
  return truth === undefined ? found : withTruth(found, truth);
}

/** The entry with an opinion taken back, or standing again; the same one where there is none of the source, or it is so. */
export function withStanding(entry: JoinEntry, source: string, isWithdrawn: boolean): JoinEntry {
  const opinions = entry.labels?.opinions ?? [];
  if (!opinions.some((one) => one.source === source && (one.isWithdrawn ?? false) !== isWithdrawn))
    return entry;
  const changed = opinions.map((one) => (one.source === source ? { ...one, isWithdrawn } : one));
  return { ...entry, labels: { ...entry.labels, opinions: changed } };
}

/** How many numbers the entry needs for what has happened and has none yet. */
export function unnumbered(entry: JoinEntry): number {
  return pending(entry).length;
}

/** Gives what has none its number, from those given. */
export function withNumbersOf(entry: JoinEntry, free: readonly number[]): JoinEntry {
  let numbered = entry;
  for (const [place, type] of pending(entry).entries()) {
    const number = free[place] as number;
    const { verdicts = [] } = numbered;
    numbered =
      type === 'verdict'
        ? { ...numbered, verdicts: [...verdicts, { number, from: lastVerdict(entry), to: verdictOf(entry) }] }
        : { ...numbered, numbers: { ...numbered.numbers, [type]: number } };
  }
  return numbered;
}

/** What has happened to the prediction, as the state counts it. */
export function eventsOf({ prediction, labels, numbers, verdicts = [] }: JoinEntry): readonly MonitorEvent[] {
  if (prediction === undefined) return [];
  const { asked, labelled } = numbers ?? {};
  return [
    ...(asked === undefined ? [] : [{ type: 'asked' as const, number: asked, prediction }]),
    ...(labelled === undefined || labels?.truth === undefined
      ? []
      : [{ type: 'labelled' as const, number: labelled, prediction, label: labels.truth }]),
    ...verdicts.map((verdict) => ({ type: 'verdict' as const, prediction, ...verdict })),
  ];
}

function pending(entry: JoinEntry): readonly ('asked' | 'labelled' | 'verdict')[] {
  const { prediction, labels, numbers, verdicts = [] } = entry;
  if (prediction === undefined) return [];
  return [
    ...(numbers?.asked === undefined ? (['asked'] as const) : []),
    ...(labels?.truth !== undefined && numbers?.labelled === undefined ? (['labelled'] as const) : []),
    ...(verdicts.length < mostVerdicts && verdictOf(entry) !== lastVerdict(entry)
      ? (['verdict'] as const)
      : []),
  ];
}

function lastVerdict({ verdicts = [] }: JoinEntry): Verdict {
  return verdicts.at(-1)?.to ?? null;
}

/** A correction that says what was answered confirms it, and a confirmation that does not corrects it. */
function verdictOf({ prediction, labels }: JoinEntry): Verdict {
  const standing = (labels?.opinions ?? []).filter(({ isWithdrawn }) => isWithdrawn !== true);
  if (standing.length === 0) return null;
  return standing.some(({ actual }) => actual !== prediction?.predicted) ? 'corrected' : 'confirmed';
}

/** `null` where nothing is new. */
function joinedOpinions(known: readonly Opinion[], more: readonly Opinion[]): readonly Opinion[] | null {
  const fresh = more.filter(
    (opinion) => !known.some(({ origin, source }) => origin === opinion.origin && source === opinion.source),
  );
  return fresh.length === 0 || known.length >= mostOpinions ? null : [...known, ...fresh];
}

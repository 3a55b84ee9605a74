/** What of an answer is measured. */
export interface ReadAnswer {
  /** Of a category; `null` in other answers. */
  readonly category: string | null;
  /** What was decided, where answers can agree: a category, or whether it is an anomaly. */
  readonly decision: string | null;
  readonly abstained: boolean | null;
}

/** Reads the answer of any route about one transaction. */
export function readAnswer(answer: object): ReadAnswer {
  const category =
    'predicted_category' in answer && typeof answer.predicted_category === 'string'
      ? answer.predicted_category
      : null;
  const decision = category ?? ('is_anomaly' in answer ? String(answer.is_anomaly) : null);
  const abstained =
    category !== null && 'abstained' in answer && typeof answer.abstained === 'boolean'
      ? answer.abstained
      : null;
  return { category, decision, abstained };
}

/** The values of an answer that was given. That it is corrected is told later; until then it was not. */
export function valuesOf(
  { category, abstained }: ReadAnswer,
  seconds: number,
): Readonly<Record<string, number>> {
  return {
    latency_ms: seconds * 1_000,
    failure_rate: 0,
    ...(abstained !== null && { abstention_rate: abstained ? 1 : 0 }),
    ...(category !== null && { correction_rate: 0 }),
  };
}

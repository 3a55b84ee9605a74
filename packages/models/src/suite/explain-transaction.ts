import type { TaskName } from '../tasks/models.js';
import type {
  AmountPrediction,
  AnomalyPrediction,
  Attribution,
  CategoryPrediction,
  PredictOptions,
  TransactionQuery,
} from '../tasks/predictions.js';
import type { TaskModels } from './task-models.js';

/** What the suite says about one transaction; a task that was not trained is left out. */
export interface TransactionAnswers {
  readonly category?: CategoryPrediction;
  readonly amount?: AmountPrediction;
  readonly anomaly?: AnomalyPrediction;
}

/** Asks every trained task about transactions. */
export function askAll(
  { category, amount, anomaly }: TaskModels,
  queries: readonly TransactionQuery[],
  options: PredictOptions,
): readonly TransactionAnswers[] {
  const categories = category?.predictBatch(queries, options);
  const amounts = amount?.predictBatch(queries, options);
  const anomalies = anomaly?.predictBatch(queries, options);
  return queries.map((_, row) => {
    const answers: { -readonly [Task in keyof TransactionAnswers]: TransactionAnswers[Task] } = {};
    const [ofCategory, ofAmount, ofAnomaly] = [categories?.[row], amounts?.[row], anomalies?.[row]];
    if (ofCategory !== undefined) answers.category = ofCategory;
    if (ofAmount !== undefined) answers.amount = ofAmount;
    if (ofAnomaly !== undefined) answers.anomaly = ofAnomaly;
    return Object.freeze(answers);
  });
}

/** Why a task answered as it did. */
export interface TaskExplanation {
  readonly task: Exclude<TaskName, 'cashflow'>;
  /** The version of the model that answered. */
  readonly version: string;
  /** The answer in one sentence. */
  readonly answer: string;
  /** What spoke for it, strongest first; the unit is that of the task's score. */
  readonly factors: readonly Attribution[];
}

/** Why the tasks answer as they do about one transaction. */
export function explainTransaction(
  models: TaskModels,
  query: TransactionQuery,
  options: PredictOptions,
): readonly TaskExplanation[] {
  const [answers] = askAll(models, [query], { ...options, details: true }) as [TransactionAnswers];
  const explanations: TaskExplanation[] = [];
  if (models.category !== undefined && answers.category !== undefined) {
    const { category, confidence, source, abstained, explanation } = answers.category;
    explanations.push({
      task: 'category',
      version: models.category.version,
      answer:
        `${category}, ${percent(confidence)} sure, by ${source}` +
        (abstained ? '; too unsure to accept without a look' : ''),
      factors: explanation,
    });
  }
  if (models.amount !== undefined && answers.amount !== undefined) {
    const { amount, range, coverage, currency } = answers.amount;
    explanations.push({
      task: 'amount',
      version: models.amount.version,
      answer: `${amount} ${currency}, ${percent(coverage)} range ${range.min} to ${range.max}`,
      factors: [],
    });
  }
  if (models.anomaly !== undefined && answers.anomaly !== undefined) {
    const { explanation, factors } = answers.anomaly;
    explanations.push({ task: 'anomaly', version: models.anomaly.version, answer: explanation, factors });
  }
  return Object.freeze(explanations.map((one) => Object.freeze(one)));
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

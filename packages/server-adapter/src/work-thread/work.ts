import { type DriftAnswer, type DriftQuestion, driftAnswer } from '../routes/drift-answer.js';
import { type ForecastAnswer, forecastFromHistory, type HistoryQuestion } from '../routes/forecast-answer.js';
import { type RecurringAnswer, type RecurringQuestion, recurringAnswer } from '../routes/recurring-answer.js';

/**
 * Questions that take so long that they are answered in a thread of their own: what each takes, and gives. Both can be
 * copied from thread to thread.
 */
export interface Work {
  readonly forecast: { readonly input: HistoryQuestion; readonly answer: ForecastAnswer };
  readonly recurring: { readonly input: RecurringQuestion; readonly answer: RecurringAnswer };
  readonly drift: { readonly input: DriftQuestion; readonly answer: DriftAnswer };
}

/** Name of such a question. */
export type WorkName = keyof Work;

/** What answers each. */
export const work: {
  readonly [Name in WorkName]: (
    input: Work[Name]['input'],
    signal?: AbortSignal,
  ) => Promise<Work[Name]['answer']>;
} = {
  forecast: forecastFromHistory,
  recurring: recurringAnswer,
  drift: driftAnswer,
};

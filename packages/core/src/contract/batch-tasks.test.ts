import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  type BatchItem,
  type BatchPredictions,
  type BatchTask,
  batchQuerySchema,
  batchResponseSchema,
  batchTaskMembers,
  batchTasks,
} from './index.js';

const predictions = {
  category: 'food',
  confidence: 0.75,
  abstained: false,
  amount: -85.5,
  amount_range: { min: -120, max: -40 },
  is_anomaly: false,
  anomaly_score: 0.1,
  risk_level: 'low',
} as const;

/** Whether an answer may have these members of a prediction. */
function takes(names: readonly string[]): boolean {
  const kept = Object.fromEntries(Object.entries(predictions).filter(([name]) => names.includes(name)));
  return batchResponseSchema.safeParse({
    results: [{ transaction_id: 'a', status: 'success', predictions: kept }],
    ...{ total_processed: 1, successful_predictions: 1, failed_predictions: 0 },
    ...{ processing_time: 0.001, model_versions: {} },
  }).success;
}

describe('predictions', () => {
  const every = Object.keys(predictions);
  const choices = Array.from({ length: 2 ** every.length }, (_, bits) =>
    every.filter((_name, at) => (bits >> at) % 2 === 1),
  );

  test('are of whole tasks, and of one at least: seven of the 256 choices of members', () => {
    const taken = choices.filter(takes).map((names) => names.join());
    const { category, amount, anomaly } = batchTaskMembers;
    expect([...category, ...amount, ...anomaly]).toEqual(every);
    const whole = [
      category,
      amount,
      [...category, ...amount],
      anomaly,
      [...category, ...anomaly],
      [...amount, ...anomaly],
      every,
    ];
    expect(taken).toEqual(whole.map((names) => names.join()));
  });
});

describe('the query', () => {
  test.each<[string, readonly BatchTask[]]>([
    ['category', ['category']],
    ['anomaly,category', ['anomaly', 'category']],
    ['category,amount,anomaly', batchTasks],
  ])('"%s" names tasks', (text, tasks) => {
    expect(batchQuerySchema.parse({ tasks: text })).toEqual({ tasks });
  });

  test.each([
    '',
    ',',
    'category,',
    'categories',
    'Category',
    'category, amount',
    'category,category',
    'cashflow',
    'toString',
    ['category', 'amount'],
  ])('%j names none', (tasks) => {
    const { success, error } = batchQuerySchema.safeParse({ tasks });
    expect([success, error?.issues.map(({ path }) => path)]).toEqual([false, [['tasks']]]);
  });

  test('may say nothing, and nothing else', () => {
    expect(batchQuerySchema.parse({})).toEqual({});
    expect(batchQuerySchema.safeParse({ task: 'category' }).success).toBe(false);
  });
});

test('types have the members of the tasks asked for', () => {
  expectTypeOf<BatchPredictions>()
    .toHaveProperty('risk_level')
    .toEqualTypeOf<'low' | 'medium' | 'high' | 'critical'>();
  expectTypeOf<keyof BatchPredictions<readonly ['category']>>().toEqualTypeOf<
    'category' | 'confidence' | 'abstained'
  >();
  expectTypeOf<BatchPredictions<readonly ['anomaly', 'amount']>['amount']>().toEqualTypeOf<number>();
  expectTypeOf<keyof BatchPredictions<readonly ['anomaly', 'amount']>>().toEqualTypeOf<
    'amount' | 'amount_range' | 'is_anomaly' | 'anomaly_score' | 'risk_level'
  >();
  expectTypeOf<BatchPredictions<'category'[]>['category']>().toEqualTypeOf<string>();
  // Whoever knows only when the program runs what is asked for has to look.
  expectTypeOf<BatchPredictions<readonly BatchTask[]>['category']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<BatchPredictions<readonly ['category' | 'amount']>['category']>().toEqualTypeOf<
    string | undefined
  >();
  expectTypeOf<
    BatchPredictions<readonly ['category' | 'amount', 'amount']>['amount']
  >().toEqualTypeOf<number>();
  expectTypeOf<Extract<BatchItem, { status: 'success' }>['predictions']>().toEqualTypeOf<BatchPredictions>();
});

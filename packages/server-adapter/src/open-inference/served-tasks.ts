import type { TrainedSuite, TransactionQuery } from '@titans/models';
import type { TensorDescription } from './schemas.js';
import { columnTensor, type Datatype, type Tensor } from './tensor.js';

/** A task as a model of the protocol. */
export interface ServedTask {
  readonly outputs: readonly TensorDescription[];
  predict(suite: TrainedSuite, queries: readonly TransactionQuery[]): readonly Tensor[];
}

/** Inputs that every task takes: members of a transaction. Those that are absent are not known. */
export const transactionInputs: readonly TensorDescription[] = (
  [
    ['account_id', 'BYTES'],
    ['date', 'BYTES'],
    ['time', 'BYTES'],
    ['type', 'BYTES'],
    ['description', 'BYTES'],
    ['amount', 'FP64'],
    ['currency', 'BYTES'],
    ['category', 'BYTES'],
    ['payment_method', 'BYTES'],
    ['status', 'BYTES'],
    ['merchant_name', 'BYTES'],
    ['location', 'BYTES'],
    ['recurring', 'BOOL'],
  ] as const
).map(([name, datatype]) => ({ name, datatype, shape: [-1] }));

const outputs = (...columns: readonly (readonly [string, Datatype])[]): readonly TensorDescription[] =>
  columns.map(([name, datatype]) => ({ name, datatype, shape: [-1] }));

/** The tasks by the name of their model. */
export const servedTasks: Readonly<Record<'category' | 'amount' | 'anomaly', ServedTask>> = {
  category: {
    outputs: outputs(['predicted_category', 'BYTES'], ['confidence', 'FP64'], ['abstained', 'BOOL']),
    predict({ category }, queries) {
      const answers = category.predictBatch(queries, { details: false });
      return [
        columnTensor(
          'predicted_category',
          'BYTES',
          answers.map((answer) => answer.category),
        ),
        columnTensor(
          'confidence',
          'FP64',
          answers.map((answer) => answer.confidence),
        ),
        columnTensor(
          'abstained',
          'BOOL',
          answers.map((answer) => answer.abstained),
        ),
      ];
    },
  },
  amount: {
    outputs: outputs(['predicted_amount', 'FP64'], ['lower', 'FP64'], ['upper', 'FP64']),
    predict({ amount }, queries) {
      const answers = amount.predictBatch(queries, { details: false });
      return [
        columnTensor(
          'predicted_amount',
          'FP64',
          answers.map((answer) => answer.amount),
        ),
        columnTensor(
          'lower',
          'FP64',
          answers.map(({ range }) => range.min),
        ),
        columnTensor(
          'upper',
          'FP64',
          answers.map(({ range }) => range.max),
        ),
      ];
    },
  },
  anomaly: {
    outputs: outputs(['anomaly_score', 'FP64'], ['is_anomaly', 'BOOL'], ['risk_level', 'BYTES']),
    predict({ anomaly }, queries) {
      const answers = anomaly.predictBatch(queries, { details: false });
      return [
        columnTensor(
          'anomaly_score',
          'FP64',
          answers.map((answer) => answer.score),
        ),
        columnTensor(
          'is_anomaly',
          'BOOL',
          answers.map((answer) => answer.isAnomaly),
        ),
        columnTensor(
          'risk_level',
          'BYTES',
          answers.map((answer) => answer.riskLevel),
        ),
      ];
    },
  },
};

import type { AmountModel, AnomalyModel, CategoryModel, TrainedSuite } from '@titans/models';
import type { ServedModels } from '../model-host/model-host.js';

/** What answers about a category: the trained model, or the one that has taken corrections since. */
export type AnsweringCategory = Pick<CategoryModel, 'predict' | 'predictBatch'>;

/** What answers about rows, as it is for the whole of one request. */
export interface RowModels {
  readonly suite: TrainedSuite;
  readonly category: AnsweringCategory;
  readonly amount: AmountModel;
  readonly anomaly: AnomalyModel;
}

/** What answers about rows now. A task that was not trained throws `TASK_NOT_TRAINED` when it is read. */
export function rowModels({ suite }: ServedModels): RowModels {
  return {
    suite,
    get category() {
      return suite.category;
    },
    get amount() {
      return suite.amount;
    },
    get anomaly() {
      return suite.anomaly;
    },
  };
}

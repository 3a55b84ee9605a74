import type { AmountModel, AnomalyModel, CashflowModel, CategoryModel } from '../tasks/models.js';

/** The trained tasks, by name. */
export interface TaskModels {
  readonly category?: CategoryModel;
  readonly amount?: AmountModel;
  readonly anomaly?: AnomalyModel;
  readonly cashflow?: CashflowModel;
}

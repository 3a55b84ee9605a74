import type { VNode } from 'preact';
import type { ViewName } from '../state/route.js';
import { ActivityView } from './activity/activity-view.js';
import { AnomaliesView } from './anomalies/anomalies-view.js';
import { DriftView } from './drift/drift-view.js';
import { ExperimentsView } from './experiments/experiments-view.js';
import { ModelsView } from './models/models-view.js';
import { OverviewView } from './overview/overview-view.js';
import { QualityView } from './quality/quality-view.js';
import { ReviewView } from './review/review-view.js';
import { TrafficView } from './traffic/traffic-view.js';
import { TransactionsView } from './transactions/transactions-view.js';

const views: Readonly<Record<ViewName, () => VNode>> = {
  overview: OverviewView,
  transactions: TransactionsView,
  review: ReviewView,
  anomalies: AnomaliesView,
  models: ModelsView,
  experiments: ExperimentsView,
  drift: DriftView,
  quality: QualityView,
  traffic: TrafficView,
  activity: ActivityView,
};

/** The view of a name. */
export function CurrentView({ name }: { readonly name: ViewName }): VNode {
  const View = views[name];
  return <View />;
}

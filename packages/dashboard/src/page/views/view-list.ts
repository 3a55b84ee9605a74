import type { ViewName } from '../state/route.js';

/** What each view is called. */
export const viewTitles: Readonly<Record<ViewName, string>> = {
  overview: 'Overview',
  transactions: 'Transactions',
  review: 'Review',
  anomalies: 'Anomalies',
  models: 'Models',
  experiments: 'Experiments',
  drift: 'Drift',
  quality: 'Data quality',
  traffic: 'API traffic',
  activity: 'Activity',
};

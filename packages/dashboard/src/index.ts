/**
 * A page over a Titans server: money, review queue, anomalies, models, drift, traffic, live.
 *
 * @module
 */
export { type DashboardOptions, dashboard } from './dashboard.js';

import type { PerformanceMonitors } from './performance-monitors.js';
import type { PredictionLog } from './prediction-log.js';

/** A log whose records are also watched. */
export function watchingLog(log: PredictionLog, monitors: PerformanceMonitors): PredictionLog {
  return {
    record(asker, route, describeRequest, response) {
      log.record(asker, route, describeRequest, response);
      monitors.record(asker, route, describeRequest, response);
    },
    async flush() {
      await log.flush();
      await monitors.flush();
    },
  };
}

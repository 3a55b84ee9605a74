/**
 * Anomalies in a series as its values come, in one pass and bounded memory.
 *
 * @module
 */
export type { Direction, OnlineDetectorParameters } from './detector-settings.js';
export {
  type OnlineAnomaly,
  type OnlineDetector,
  onlineDetector,
  restoreOnlineDetector,
} from './online-detector.js';
export type { Season } from './season.js';

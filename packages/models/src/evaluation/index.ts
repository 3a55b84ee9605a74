/**
 * Metrics, splits and cross-validation (evaluation work in progress).
 *
 * @module
 */
export {};

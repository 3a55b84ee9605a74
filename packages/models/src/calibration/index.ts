/**
 * Probabilities and intervals that mean what they say (evaluation work in progress).
 *
 * @module
 */
export {};

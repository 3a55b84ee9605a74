/**
 * Serves models by the Open Inference Protocol (KServe V2).
 *
 * @module
 */
export { openInference } from './plugin.js';

export { normaliseText } from './normalise.js';

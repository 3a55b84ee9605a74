export { foldText, stripAccents } from './fold.js';
export { normaliseText } from './normalise.js';

export { foldText, stripAccents } from './fold.js';
export { normaliseText } from './normalise.js';
export { hashOfText, secondSight } from './second-sight.js';

export { canonicalJson, type JsonValue } from './canonical-json.js';
export { parseJson } from './parse-json.js';

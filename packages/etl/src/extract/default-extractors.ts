import { camtExtractor } from './camt/camt-extractor.js';
import { csvExtractor } from './csv/csv-extractor.js';
import type { Extractor } from './extractor.js';
import { jsonExtractor } from './json/json-extractor.js';
import { ndjsonExtractor } from './json/ndjson-extractor.js';
import { mt940Extractor } from './mt940/mt940-extractor.js';
import { ofxExtractor } from './ofx/ofx-extractor.js';
import { qifExtractor } from './qif/qif-extractor.js';

/** The formats that `extract` recognises unless told, to which one of your own can be added. */
export const defaultExtractors: readonly Extractor[] = Object.freeze([
  csvExtractor(),
  jsonExtractor(),
  ndjsonExtractor(),
  ofxExtractor(),
  qifExtractor(),
  mt940Extractor(),
  camtExtractor(),
]);

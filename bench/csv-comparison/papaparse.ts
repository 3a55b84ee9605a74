import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { reportEffort } from './report-effort.js';

/** PapaParse merely parses the file into arrays of texts. */
const file = process.argv[2] ?? '';
await reportEffort(() => {
  const { data } = Papa.parse<string[]>(readFileSync(file, 'utf8'), { skipEmptyLines: true });
  return data.length - 1;
});

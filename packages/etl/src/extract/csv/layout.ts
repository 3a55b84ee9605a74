import { TitansError } from '@titans/core';
import type { SourceSample } from '../byte-input.js';
import type { Decision } from '../import-profile.js';
import type { CsvSettings } from '../import-settings.js';
import { columnNames, columnNumbers } from './column-names.js';
import type { CsvLimits } from './csv-limits.js';
import { type FoundDialect, inferDialect } from './dialect.js';
import { type FoundHeader, findHeader, usualWidth } from './header.js';
import type { CsvDialect, SampledRecord } from './sampled-records.js';

/** Where the records of a CSV source are, and how they are written. */
export interface CsvLayout extends CsvDialect {
  readonly columns: readonly string[];
  /** Cells of the header as they are written; `null` where there is none. */
  readonly header: readonly string[] | null;
  readonly headerLine: number | null;
  /** Byte of the UTF-8 text and line at which the records, or the header before them, begin. */
  readonly startByte: number;
  readonly startLine: number;
  /** Fewest cells that a record has; those that are missing at its end are empty. */
  readonly fewestCells: number;
  /** Records before the header or the first one, such as the name of the bank: they are passed over. */
  readonly preamble: readonly SampledRecord[];
  /** The first records, those of the preamble and the header not among them. */
  readonly body: readonly SampledRecord[];
  readonly decisions: readonly Decision[];
}

/** A row of another width than the header's is accepted if so many of the first records have that width. */
const acceptedShare = 0.05;
const acceptedCount = 2;

/** The line with which Excel is told the delimiter. */
const delimiterLine = /^\ufeff?sep=([,;|\t:^~ ])\r?(?:\n|$)/i;

/**
 * Finds out how a CSV source is laid out from its beginning in UTF-8.
 *
 * @throws TitansError with the code of the fault if its first record is malformed, `LIMIT_EXCEEDED` if no record ends
 * within the sample, `INVALID_ARGUMENT` if no record begins on the line given for the header.
 */
export function inferLayout(sample: SourceSample, given: CsvSettings, limits: CsvLimits): CsvLayout {
  const told = delimiterLine.exec(Buffer.from(sample.bytes.subarray(0, 16)).toString('utf8'))?.[1];
  const dialect = inferDialect(
    sample.bytes,
    sample.isWhole,
    { delimiter: given.delimiter ?? told, quote: given.quote },
    limits,
  );
  const isToldBySource = told !== undefined && given.delimiter === undefined;
  const toPass = told === undefined ? 0 : 1;
  const records = dialect.records.slice(toPass);
  const header =
    given.headerLine === undefined ? findHeader(records) : givenHeader(records, given.headerLine, sample);
  refuseMalformed(records, header, sample, limits);
  const first = header.index ?? records.findIndex(({ isBlank }) => !isBlank);
  const start = records[Math.max(first, 0)];
  const cells = header.index === null ? null : (records[header.index]?.cells ?? []);
  const body = records.slice(header.index === null ? Math.max(first, 0) : header.index + 1);
  const width = tableWidth(cells, body);
  const fewest = fewestCells(body, width);
  const evenness = shareOfRows(body, fewest, width);
  return {
    delimiter: dialect.delimiter,
    quote: dialect.quote,
    columns: cells === null ? columnNumbers(width) : columnNames(cells, width),
    header: cells,
    headerLine: cells === null ? null : (start?.line ?? 1),
    startByte: start?.byteOffset ?? 0,
    startLine: start?.line ?? 1,
    fewestCells: fewest,
    preamble: records.slice(0, Math.max(first, 0)).filter(({ isBlank }) => !isBlank),
    body,
    decisions: decisionsOf(
      { ...dialect, confidence: dialect.confidence * evenness },
      evenness,
      header,
      given,
      isToldBySource,
      records,
    ),
  };
}

function decisionsOf(
  dialect: FoundDialect,
  evenness: number,
  header: FoundHeader,
  given: CsvSettings,
  isToldBySource: boolean,
  records: readonly SampledRecord[],
): readonly Decision[] {
  const lineOf = (index: number | null): number | null =>
    index === null ? null : (records[index]?.line ?? null);
  const sure = isToldBySource ? 1 : dialect.confidence;
  const alternatives = isToldBySource || given.delimiter !== undefined ? [] : dialect.alternatives;
  const basis = (told: unknown): Decision['basis'] => (told === undefined ? 'inferred' : 'given');
  const others = header.alternatives.map(lineOf);
  return [
    {
      setting: 'csv.delimiter',
      value: dialect.delimiter,
      confidence: sure,
      basis: basis(given.delimiter),
      ...(alternatives.length === 0 ? {} : { alternatives }),
      ...(given.delimiter !== undefined
        ? {}
        : {
            reason: isToldBySource
              ? 'The first line of the source says so.'
              : `It parts ${Math.round(evenness * 100)}% of the first records into as many fields as there are columns.`,
          }),
    },
    {
      setting: 'csv.quote',
      value: dialect.quote,
      confidence: given.quote !== undefined || dialect.quote === '"' ? 1 : dialect.confidence,
      basis: basis(given.quote),
    },
    {
      setting: 'csv.headerLine',
      value: lineOf(header.index),
      confidence: header.confidence,
      basis: basis(given.headerLine),
      ...(others.length === 0 ? {} : { alternatives: others }),
      ...(given.headerLine === undefined ? { reason: header.reason + passedOver(records, header) } : {}),
    },
  ];
}

/** Lines before the header are no records: somebody may want to know. */
function passedOver(records: readonly SampledRecord[], { index }: FoundHeader): string {
  const count = records.slice(0, index ?? 0).filter(({ isBlank }) => !isBlank).length;
  return count === 0
    ? ''
    : ` ${count} line${count === 1 ? '' : 's'} before it ${count === 1 ? 'is' : 'are'} passed over.`;
}

function givenHeader(
  records: readonly SampledRecord[],
  line: number | null,
  { name, bytes }: SourceSample,
): FoundHeader {
  const found: FoundHeader = { index: null, confidence: 1, alternatives: [], reason: '' };
  if (line === null) return found;
  const index = records.findIndex((record) => record.line >= line && !record.isBlank);
  if (index !== -1) return { ...found, index };
  throw new TitansError(
    'INVALID_ARGUMENT',
    `No record of "${name}" begins on line ${line} or after it within the first ${bytes.length} bytes. Set csv.headerLine to the line of its header, or to null for none.`,
    { details: { field: 'csv.headerLine', source: name, line } },
  );
}

/** Malformed lines before a header that names columns are part of the preamble; otherwise the first record counts. */
function refuseMalformed(
  records: readonly SampledRecord[],
  header: FoundHeader,
  { name, bytes }: SourceSample,
  limits: CsvLimits,
): void {
  const first = records.find(({ isBlank }) => !isBlank);
  if (first === undefined) {
    throw new TitansError(
      'LIMIT_EXCEEDED',
      `"${name}" has no record within its first ${bytes.length} bytes, or more than ${limits.columns} columns.`,
      { details: { source: name, line: 1 } },
    );
  }
  const isKnown = header.index !== null && (header.confidence > 0.7 || records[header.index] === first);
  const isToldToBeNone = header.index === null && header.confidence === 1 && usualWidth(records) > 0;
  // Where there is no header, a malformed first record is refused like any other.
  const decisive = isKnown ? records[header.index ?? 0] : first;
  if (isToldToBeNone || decisive === undefined || decisive.problem === null) return;
  const { problem } = decisive;
  const { code, message, line, byteOffset } = problem;
  throw new TitansError(code, `The first record of "${name}" cannot be read. ${message}`, {
    details: { source: name, line, byteOffset },
  });
}

/** Columns of the header, and of those beyond it in which records consistently have something. */
function tableWidth(header: readonly string[] | null, body: readonly SampledRecord[]): number {
  if (header === null) return usualWidth(body);
  const filledWidths = body.map(({ cells }) => {
    let width = cells.length;
    while (width > header.length && cells[width - 1]?.trim() === '') width--;
    return width;
  });
  let width = header.length;
  for (const wider of new Set(filledWidths)) {
    if (wider > width && isConsistent(filledWidths, (one) => one >= wider)) width = wider;
  }
  return width;
}

function fewestCells(body: readonly SampledRecord[], width: number): number {
  const widths = body
    .filter(({ isBlank, problem }) => !isBlank && problem === null)
    .map(({ cells }) => cells.length);
  let fewest = width;
  for (const shorter of new Set(widths)) {
    if (shorter >= 2 && shorter < fewest && isConsistent(widths, (one) => one === shorter)) fewest = shorter;
  }
  return fewest;
}

/** Share of the records that have as many cells as the table permits; 1 where there are none. */
function shareOfRows(body: readonly SampledRecord[], fewest: number, width: number): number {
  const rows = body.filter(({ isBlank }) => !isBlank);
  if (rows.length === 0) return 1;
  const fit = rows.filter(
    ({ cells }) => cells.length >= fewest && cells.slice(width).every((cell) => cell.trim() === ''),
  );
  return fit.length / rows.length;
}

function isConsistent(widths: readonly number[], has: (width: number) => boolean): boolean {
  const count = widths.filter(has).length;
  return count >= acceptedCount && count >= widths.length * acceptedShare;
}

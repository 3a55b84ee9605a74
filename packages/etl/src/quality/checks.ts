import { parsePlainDate, TitansError, toEpochDay } from '@titans/core';
import { RE2JS } from 're2js';
import type { TransactionField } from '../normalise/import-field.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import type { BatchVerdict, Expectation, ExpectationRun } from './expectation.js';
import { numberReader, rowsAgainst, textOf } from './field-values.js';
import { keySet } from './key-set.js';
import type { ExpectationSpec, OrderedField } from './suite.js';

/** What expectations of time are measured against. */
export interface CheckContext {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: () => number;
}

const millisecondsPerDay = 86_400_000;

/**
 * Makes an expectation of its data.
 *
 * @throws TitansError `CONFIG_INVALID` for a bound or pattern that makes no sense.
 */
export function expectationOf(spec: ExpectationSpec, context: CheckContext): Expectation {
  const start = startOf(spec, context);
  const isOfRows = !datasetTypes.has(spec.type);
  const { severity = 'warn', tolerance = {} } = spec;
  if (severity === 'quarantine' && !isOfRows) {
    throw new TitansError(
      'CONFIG_INVALID',
      `The expectation ${spec.type} speaks of the whole data, so it cannot put rows into quarantine. Use "warn" or "fail".`,
      { details: { field: 'severity' } },
    );
  }
  return {
    name: nameOf(spec),
    ...('field' in spec ? { field: spec.field } : {}),
    severity,
    tolerance,
    isOfRows,
    start,
  };
}

const datasetTypes: ReadonlySet<ExpectationSpec['type']> = new Set(['column-exists', 'row-count', 'fresh']);

function nameOf(spec: ExpectationSpec): string {
  if ('field' in spec) return `${spec.type}(${spec.field})`;
  return 'fields' in spec ? `${spec.type}(${spec.fields.join(', ')})` : spec.type;
}

function startOf(spec: ExpectationSpec, context: CheckContext): () => ExpectationRun {
  switch (spec.type) {
    case 'column-exists':
      return () => columnExists(spec.field);
    case 'not-null':
      return rowCheck((batch) => ({
        evaluated: batch.rowsIn,
        rows: rowsAgainst(batch.table, spec.field, (text) => text !== null),
        rejections: batch.rejections.filter(
          ({ code, field }) => code === 'FIELD_MISSING' && field === spec.field,
        ),
      }));
    case 'readable':
      return rowCheck((batch) => ({
        evaluated: batch.rowsIn,
        rows: [],
        rejections: batch.rejections.filter(({ field }) => field === spec.field),
      }));
    case 'range':
      return rangeCheck(
        spec.field,
        bound(spec.min, spec.field, Number.NEGATIVE_INFINITY),
        bound(spec.max, spec.field, Number.POSITIVE_INFINITY),
      );
    case 'in-set': {
      const values = new Set(spec.values);
      return textCheck(spec.field, (text) => values.has(text));
    }
    case 'matches': {
      const pattern = compiled(spec.pattern);
      return textCheck(spec.field, (text) => pattern.matcher(text).find());
    }
    case 'length': {
      const { min = 0, max = Number.POSITIVE_INFINITY } = spec;
      return textCheck(spec.field, (text) => text.length >= min && text.length <= max);
    }
    case 'unique':
      return () => unique(spec.fields);
    case 'sign-agrees-with-type':
      return rowCheck(signAgrees);
    case 'row-count':
      return () => rowCount(spec.min ?? 0, spec.max ?? Number.POSITIVE_INFINITY);
    case 'fresh':
      return () => fresh(spec.maxAgeDays, context);
  }
}

function rowCheck(observe: (batch: TransactionBatch) => BatchVerdict): () => ExpectationRun {
  return () => ({ observe, finish: () => ({}) });
}

/** Tests values that are there; absent ones are the business of `not-null`. */
function textCheck(field: TransactionField, isExpected: (text: string) => boolean): () => ExpectationRun {
  return rowCheck(({ table }) => ({
    evaluated: table.length,
    rows: rowsAgainst(table, field, (text) => text === null || isExpected(text)),
  }));
}

function rangeCheck(field: OrderedField, min: number, max: number): () => ExpectationRun {
  return rowCheck(({ table }) => {
    const value = numberReader(table, field);
    const rows: number[] = [];
    for (let row = 0; row < table.length; row++) {
      if (value(row) < min || value(row) > max) rows.push(row);
    }
    return { evaluated: table.length, rows };
  });
}

function signAgrees(batch: TransactionBatch): BatchVerdict {
  const { amountMinor, type } = batch.table.columns;
  const rows: number[] = [];
  for (let row = 0; row < batch.table.length; row++) {
    const amount = amountMinor[row] as number;
    const isIncome = type.values[type.codes[row] as number] === 'Income';
    if (amount !== 0 && amount > 0 !== isIncome) rows.push(row);
  }
  return {
    evaluated: batch.rowsIn,
    rows,
    rejections: batch.rejections.filter(({ code }) => code === 'SIGN_MISMATCH'),
  };
}

function columnExists(field: TransactionField): ExpectationRun {
  const without = new Set<string>();
  return {
    observe: (batch) => {
      if (!batch.fields.includes(field)) without.add(batch.source);
      return { evaluated: 0, rows: [] };
    },
    finish: () => ({ isMet: without.size === 0, observed: { sourcesWithout: [...without].slice(0, 10) } }),
  };
}

/** Every row but the first of those that agree in all fields. Rows without any of the values are left out. */
function unique(fields: readonly TransactionField[]): ExpectationRun {
  const seen = keySet();
  return {
    observe: ({ table }) => {
      const readers = fields.map((field) => textOf(table, field));
      const rows: number[] = [];
      for (let row = 0; row < table.length; row++) {
        const values = readers.map((read) => read(row));
        if (values.every((value) => value === null)) continue;
        const key = values.length === 1 ? (values[0] as string) : JSON.stringify(values);
        if (!seen.add(key)) rows.push(row);
      }
      return { evaluated: table.length, rows };
    },
    finish: () => ({ observed: { distinct: seen.size } }),
  };
}

function rowCount(min: number, max: number): ExpectationRun {
  let rows = 0;
  return {
    observe: (batch) => {
      rows += batch.rowsIn;
      return { evaluated: 0, rows: [] };
    },
    finish: () => ({ isMet: rows >= min && rows <= max, observed: { rows } }),
  };
}

function fresh(maxAgeDays: number, context: CheckContext): ExpectationRun {
  let newest = Number.NEGATIVE_INFINITY;
  return {
    observe: ({ table }) => {
      for (const day of table.columns.date) if (day > newest) newest = day;
      return { evaluated: 0, rows: [] };
    },
    finish: () => {
      const ageDays = Math.floor(context.now() / millisecondsPerDay) - newest;
      return {
        isMet: ageDays <= maxAgeDays,
        observed: { ageDays: Number.isFinite(ageDays) ? ageDays : null },
      };
    },
  };
}

function bound(value: number | string | undefined, field: OrderedField, otherwise: number): number {
  if (value === undefined) return otherwise;
  if ((field === 'date') !== (typeof value === 'string')) {
    throw new TitansError(
      'CONFIG_INVALID',
      `A bound of ${field} is ${field === 'date' ? 'a date, YYYY-MM-DD' : 'a number'}.`,
      { details: { field } },
    );
  }
  return typeof value === 'string' ? toEpochDay(parsePlainDate(value)) : value;
}

function compiled(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (cause) {
    throw new TitansError('CONFIG_INVALID', `The pattern ${JSON.stringify(pattern)} is not RE2 syntax.`, {
      details: { field: 'pattern' },
      cause,
    });
  }
}

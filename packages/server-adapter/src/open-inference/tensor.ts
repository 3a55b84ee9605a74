import { requestError } from '../http/problem.js';

/** Data types of the protocol that JSON carries. */
export const datatypes = [
  'BOOL',
  'UINT8',
  'UINT16',
  'UINT32',
  'UINT64',
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'FP16',
  'FP32',
  'FP64',
  'BYTES',
] as const;
export type Datatype = (typeof datatypes)[number];

/** Values in the order of rows; a tensor of transactions has one value per row. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly datatype: Datatype;
  readonly data: readonly unknown[];
}

type Value = string | number | boolean;

/**
 * The values of an input, one per row.
 *
 * @param place JSON pointer of the input, for errors.
 * @throws TitansError `REQUEST_INVALID` where shape, datatype and data do not belong together.
 */
export function columnOf({ name, shape, datatype, data }: Tensor, place: string): readonly Value[] {
  const [rows = 0, width = 1] = shape;
  if (shape.length > 2 || width !== 1) {
    throw invalid(`${place}/shape`, `${name} must have the shape [n] or [n, 1]`);
  }
  const values = data.every((row) => Array.isArray(row)) ? data.flat() : data;
  if (values.length !== rows) {
    throw invalid(`${place}/data`, `${name} has ${values.length} values where its shape says ${rows}`);
  }
  const isValue = checkOf(datatype);
  const wrong = values.findIndex((value) => !isValue(value));
  if (wrong >= 0) throw invalid(`${place}/data/${wrong}`, `${name} holds a value that is no ${datatype}`);
  return values as readonly Value[];
}

function checkOf(datatype: Datatype): (value: unknown) => boolean {
  if (datatype === 'BYTES') return (value) => typeof value === 'string';
  if (datatype === 'BOOL') return (value) => typeof value === 'boolean';
  if (datatype.startsWith('FP')) return (value) => typeof value === 'number';
  const isSigned = !datatype.startsWith('U');
  return (value) => Number.isInteger(value) && (isSigned || (value as number) >= 0);
}

/** An output of one value per row. */
export function columnTensor(name: string, datatype: Datatype, data: readonly Value[]): Tensor {
  return { name, shape: [data.length], datatype, data };
}

function invalid(pointer: string, message: string): Error {
  return requestError('REQUEST_INVALID', `${message}.`, { issues: [{ pointer, message }] });
}

/** Where each record of a batch stands in its source: one entry per record in every array. */
export interface Provenance {
  /** Number of the record in the source, from 1, the header not counted. */
  readonly row: Int32Array;
  /** Line on which the record begins, from 1; 0 where the source has no lines. */
  readonly line: Int32Array;
  /** Byte at which the record begins, from 0; NaN where the source has no bytes. */
  readonly byteOffset: Float64Array;
}

/** The places of some of the records, in the order asked for. */
export function selectProvenance(provenance: Provenance, indices: ArrayLike<number>): Provenance {
  const length = indices.length;
  const row = new Int32Array(length);
  const line = new Int32Array(length);
  const byteOffset = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const index = indices[i] as number;
    row[i] = provenance.row[index] as number;
    line[i] = provenance.line[index] as number;
    byteOffset[i] = provenance.byteOffset[index] as number;
  }
  return { row, line, byteOffset };
}

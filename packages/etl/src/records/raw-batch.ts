import type { Provenance } from './provenance.js';
import type { Rejection } from './rejection.js';

/**
 * A bounded run of records as the source wrote them, before anything is interpreted. Numbers are the digits of
 * the source, never the result of a conversion.
 */
export interface RawBatch {
  /** One text per column of the stream for every record; the empty text is an absent value. */
  readonly records: readonly (readonly string[])[];
  readonly provenance: Provenance;
  /** Records of this run that could not be read. */
  readonly rejections: readonly Rejection[];
}

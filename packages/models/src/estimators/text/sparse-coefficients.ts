import type { ArtifactArray } from '@titans/core';
import type { ArtifactReader } from '../restoring.js';

/** Outputs that a place of 16 bits can name. */
const mostOutputs = 2 ** 16;

/**
 * Coefficients features × outputs as arrays: all of them, or only those that are not 0 where that is shorter, as it is
 * after absolute penalties.
 */
export function coefficientArrays(
  coefficients: Float32Array,
  outputs: number,
): { readonly isSparse: boolean; readonly arrays: Readonly<Record<string, ArtifactArray>> } {
  const features = coefficients.length / outputs;
  // A negative 0 is written as it is, so that a saved model is the same model.
  const isHeld = (value: number): boolean => value !== 0 || Object.is(value, -0);
  const held = coefficients.reduce((count, value) => count + (isHeld(value) ? 1 : 0), 0);
  if (outputs > mostOutputs || 4 * features + 6 * held >= 4 * coefficients.length) {
    return { isSparse: false, arrays: { coefficients } };
  }
  const start = new Int32Array(features + 1);
  const output = new Uint16Array(held);
  const value = new Float32Array(held);
  let used = 0;
  for (let feature = 0; feature < features; feature++) {
    for (let k = 0; k < outputs; k++) {
      const coefficient = coefficients[feature * outputs + k] as number;
      if (!isHeld(coefficient)) continue;
      output[used] = k;
      value[used++] = coefficient;
    }
    start[feature + 1] = used;
  }
  return {
    isSparse: true,
    arrays: { coefficientStart: start, coefficientOutput: output, coefficientValue: value },
  };
}

/** Reads what {@link coefficientArrays} made. @throws TitansError `ARTIFACT_CORRUPT`. */
export function readCoefficients(artifact: ArtifactReader, features: number, outputs: number): Float32Array {
  const size = features * outputs;
  if (artifact.json('isSparse') !== true) {
    const coefficients = artifact.float32('coefficients');
    if (coefficients.length === size && coefficients.every(Number.isFinite)) return coefficients;
    throw artifact.corrupt('its arrays do not belong together');
  }
  const start = artifact.int32('coefficientStart');
  const output = artifact.uint16('coefficientOutput');
  const value = artifact.float32('coefficientValue');
  if (
    start.length !== features + 1 ||
    start[0] !== 0 ||
    start[features] !== value.length ||
    output.length !== value.length ||
    start.some((from, at) => at > 0 && from < (start[at - 1] as number)) ||
    output.some((k) => k >= outputs) ||
    !value.every(Number.isFinite)
  ) {
    throw artifact.corrupt('its coefficients do not belong together');
  }
  const coefficients = new Float32Array(size);
  for (let feature = 0; feature < features; feature++) {
    for (let at = start[feature] as number; at < (start[feature + 1] as number); at++) {
      coefficients[feature * outputs + (output[at] as number)] = value[at] as number;
    }
  }
  return coefficients;
}

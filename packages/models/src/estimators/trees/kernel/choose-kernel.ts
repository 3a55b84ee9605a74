import type { BinnedMatrix } from '../binning.js';
import { plainKernel } from './plain-kernel.js';
import type { TreeKernel } from './tree-kernel.js';
import { wasmKernel } from './wasm-kernel.js';

/** The kernel in WebAssembly, or the plain one where that is not permitted; models do not depend on which it is. */
export function treeKernel(matrix: BinnedMatrix, outputs: number): TreeKernel {
  return wasmKernel(matrix, outputs) ?? plainKernel(matrix, outputs);
}

/**
 * The vocabulary of Titans: transactions, exact money, plain dates, columnar tables, seeded randomness, errors,
 * artifacts, and the interfaces of everything that can be plugged in.
 *
 * @module
 */
export * from './artifact/index.js';
export * from './calendar/index.js';
export * from './errors/index.js';
export * from './json/index.js';
export * from './masking/index.js';
export * from './money/index.js';
export * from './progress/index.js';
export * from './random/index.js';
export * from './storage/index.js';
export * from './table/index.js';
export * from './text/index.js';
export * from './transaction/index.js';
export { sdkVersion } from './version.js';

/**
 * Checks for extractors and loaders of third parties, to be run by any test runner.
 *
 * @module
 */
export { type ExtractorSample, extractorConformance } from './extractor.js';
export { type LoaderConformanceOptions, type LoaderUnderTest, loaderConformance } from './loader.js';

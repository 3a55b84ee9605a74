export { breathe, type Progress, throwIfAborted, type WorkOptions } from './progress.js';

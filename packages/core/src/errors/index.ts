export { type ErrorCode, errorCodes } from './error-codes.js';
export { maskSample } from './mask.js';
export { type ErrorDetails, isTitansError, TitansError, type TitansErrorOptions } from './titans-error.js';

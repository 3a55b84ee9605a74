/**
 * Every code a {@link TitansError} can carry, with what it means. Codes are stable: a release may add one,
 * never rename one.
 */
export const errorCodes = {
  INVALID_ARGUMENT: 'A parameter has a value outside its stated range.',
  ABORTED: 'The caller cancelled the work through its AbortSignal.',
  INTERNAL: 'A defect in Titans: please report it.',

  DATE_INVALID: 'The text is not a calendar date in the stated format.',
  TIME_INVALID: 'The text is not a time of day.',
  AMOUNT_INVALID: 'The text is not an amount.',
  AMOUNT_FORMAT: 'The amount is written in another convention than the one in force.',
  AMOUNT_PRECISION: 'The amount has more decimals than its currency.',
  AMOUNT_RANGE: 'The amount is outside the permitted range.',
  CURRENCY_UNKNOWN: 'The code is not an ISO 4217 currency.',
  TYPE_INVALID: 'The transaction type is neither Income nor Expense.',
  SIGN_MISMATCH: 'The sign of the amount contradicts the transaction type.',
  DESCRIPTION_INVALID: 'The description is empty or too long.',
  FIELD_INVALID: 'A field has a value that its schema refuses.',

  SOURCE_NOT_FOUND: 'The file or directory does not exist.',
  SOURCE_UNREADABLE: 'The source exists but cannot be read.',
  SOURCE_EMPTY: 'The source holds no data.',
  FORMAT_UNKNOWN: 'The format of the source is not recognised.',
  ENCODING_INVALID: 'The bytes are not valid text in the stated encoding.',
  HEADER_MISSING_COLUMN: 'A required column is missing from the header.',
  HEADER_DUPLICATE_COLUMN: 'Two columns of the header stand for the same field.',
  ROW_WIDTH: 'The row has another number of fields than the header.',
  ROW_UNTERMINATED: 'A quoted field is never closed.',
  LIMIT_EXCEEDED: 'The input is larger than the configured limit.',
  EXPECTATION_FAILED: 'A quality expectation with severity "fail" was not met.',
  EXPECTATION_ERROR: 'A quality expectation crashed while it was evaluated.',

  DATABASE_UNAVAILABLE: 'The database cannot be reached or opened.',
  DATABASE_LOCKED: 'Another process holds the lock of the database directory.',
  DATABASE_QUERY: 'The database refused a statement.',
  MIGRATION_FAILED: 'A schema migration could not be applied.',
  DEPENDENCY_MISSING: 'An optional package that this feature needs is not installed.',

  STORE_UNAVAILABLE: 'The store cannot be reached.',
  KEY_INVALID: 'The key has characters that the store does not permit.',
  NOT_FOUND: 'Nothing is stored under that name.',

  ARTIFACT_TRUNCATED: 'The artifact is shorter than its own header says.',
  ARTIFACT_CORRUPT: 'The bytes of the artifact do not match its checksum.',
  ARTIFACT_KIND: 'The artifact holds another kind of object.',
  ARTIFACT_VERSION: 'The artifact was written in a format version that this release cannot read.',
  ARTIFACT_SIGNATURE: 'The signature of the artifact is missing, of another key, or wrong.',

  DATA_INSUFFICIENT: 'There are too few rows to do what was asked.',
  DATA_NOT_FINITE: 'The data hold NaN or an infinite value where the method needs numbers.',
  SHAPE_MISMATCH: 'Two inputs have sizes that do not belong together.',
  FEATURE_LEAKAGE: 'A feature is computed from the target it is meant to predict.',
  FEATURE_UNKNOWN: 'The model was not trained with that feature.',
  TASK_NOT_TRAINED: 'The suite holds no model for that task.',
  FORECAST_REJECTED: 'No forecaster gave a usable forecast.',

  CONFIG_INVALID: 'The configuration has a missing or wrong value.',
  SECRET_INSECURE: 'A secret is missing, too short, or a published default.',
  REQUEST_MALFORMED: 'The body of the request is not valid JSON.',
  REQUEST_INVALID: 'The request does not match its schema.',
  REQUEST_TOO_LARGE: 'The body or the batch is larger than permitted.',
  BODY_CONSUMED: 'The body of the request was read before Titans could read it.',
  UNAUTHENTICATED: 'The request carries no valid credential.',
  FORBIDDEN: 'The credential does not grant the permission that the route needs.',
  LOCKED_OUT: 'Too many failed attempts: authentication is locked for a while.',
  RATE_LIMITED: 'The quota is used up for now.',
  ROUTE_NOT_FOUND: 'There is no such route.',
  METHOD_NOT_ALLOWED: 'The route does not take that method.',
  MEDIA_TYPE: 'The media type of the body is not application/json.',
  SHUTTING_DOWN: 'The server is stopping and takes no new work.',
  API_ERROR: 'The server answered with an error.',
  API_UNREACHABLE: 'The server did not answer.',
  API_RESPONSE_INVALID: 'The answer of the server does not match the contract.',
} as const;

/** A stable code of a {@link TitansError}. */
export type ErrorCode = keyof typeof errorCodes;

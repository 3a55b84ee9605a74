import { maskSample } from '../errors/mask.js';
import { isTitansError, TitansError } from '../errors/titans-error.js';

/** The fields of an error message of PostgreSQL (manual, "Error and Notice Message Fields") that are used here. */
interface ServerError {
  readonly code: string;
  readonly message: string;
  readonly table?: unknown;
  readonly column?: unknown;
  readonly constraint?: unknown;
  readonly where?: unknown;
}

/** SQLSTATE classes and codes that mean that there is no usable server, rather than a wrong statement. */
const unavailable = /^(?:08|28|57P|3D000|53300|53400)/;
/** SQLSTATE of PostgreSQL, Appendix A: `disk_full`. */
const diskFull = '53100';
const networkError = /^(?:E[A-Z]+|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO)/;

/**
 * The error for a statement that failed. Values of the user's data, which PostgreSQL quotes in its message and its
 * detail and drivers add as parameters, are masked or left out, in the cause too, since loggers write it out.
 *
 * @param firstRow Rows of a COPY that were sent in earlier statements.
 */
export function databaseError(cause: unknown, firstRow = 0): TitansError {
  if (isTitansError(cause)) return cause;
  if (!isServerError(cause)) return unavailableError(cause);
  if (cause.code === diskFull) return diskFullError(cause);
  if (unavailable.test(cause.code)) return unavailableError(cause, cause.code);
  const place = /^COPY [^,]+, line (\d+)(?:, column ([^:\n]+))?/.exec(String(cause.where ?? ''));
  const row = place ? firstRow + Number(place[1]) : undefined;
  const column = text(cause.column) ?? place?.[2];
  const at = row === undefined ? '' : ` (row ${row}${column === undefined ? '' : `, column ${column}`})`;
  const reason = maskQuoted(cause);
  return new TitansError('DATABASE_QUERY', `The database refused the statement: ${reason}${at}.`, {
    details: {
      sqlState: cause.code,
      ...(row === undefined ? {} : { row }),
      ...(column === undefined ? {} : { column }),
      ...definedText('table', cause.table),
      ...definedText('constraint', cause.constraint),
    },
    cause: withoutValues(cause, reason),
  });
}

/** What the driver threw, with the place and the code, but nothing of the data. */
function withoutValues(cause: Error & ServerError, message: string): Error {
  const places = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const kept = Object.assign(new Error(message), { code: cause.code });
  kept.name = cause.name;
  kept.stack = [`${cause.name}: ${message}`, ...places].join('\n');
  return kept;
}

function diskFullError(cause: Error & ServerError): TitansError {
  const reason = maskQuoted(cause);
  return new TitansError(
    'DATABASE_UNAVAILABLE',
    `The disk of the database is full: ${reason}. Nothing of this transaction was kept. Free some space and run it again.`,
    { details: { sqlState: cause.code }, cause: withoutValues(cause, reason) },
  );
}

function unavailableError(cause: unknown, sqlState?: string): TitansError {
  const reason = cause instanceof Error ? cause.message || codeOf(cause) : String(cause);
  return new TitansError(
    'DATABASE_UNAVAILABLE',
    `The database cannot be used: ${reason}. Check that it runs, its address and its credentials.`,
    { details: sqlState === undefined ? {} : { sqlState }, cause },
  );
}

function isServerError(error: unknown): error is Error & ServerError {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^[0-9A-Z]{5}$/.test(error.code) &&
    !networkError.test(error.code)
  );
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.name;
}

/** Names of the schema stay readable; whatever else stands between quotes may be a value and is masked. */
function maskQuoted({ code, message, table, column, constraint }: ServerError): string {
  // Class 42: the statement itself is wrong, and what is quoted is a piece of it.
  if (code.startsWith('42')) return message;
  const names = new Set([table, column, constraint]);
  return message.replace(/"((?:[^"]|"")*)"/g, (quoted, content: string) =>
    names.has(content) || isRelationName(message, quoted) ? quoted : `"${maskSample(content)}"`,
  );
}

function isRelationName(message: string, quoted: string): boolean {
  return /(?:relation|column|constraint|type|role|database|schema|index|table|integer|enum) $/.test(
    message.slice(0, message.indexOf(quoted)),
  );
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function definedText(key: string, value: unknown): Record<string, string> {
  const found = text(value);
  return found === undefined ? {} : { [key]: found };
}

import { type JoinedLines, joinedLines } from './joined-lines.js';

/** Writes structured lines: the part of pino's interface that the server uses. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** Whether lines of a level are written; all are taken to be, unless it tells. What is not written costs nothing. */
  isLevelEnabled?(level: string): boolean;
  /** Writes what is still buffered, then calls back. Waited for when the service stops. */
  flush?(done?: (error?: Error) => void): void;
}

/** How much is logged. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const ignore = (): void => undefined;

/** Says nothing. */
export const silentLogger: Logger = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  isLevelEnabled: () => false,
};

/** How {@link jsonLogger} writes. */
export interface JsonLoggerSettings {
  /** `"info"` unless told. */
  readonly level?: LogLevel;
  /** Takes one line without its end, at once. Unless told, lines go to the standard error stream, those of a turn together. */
  readonly write?: (line: string) => void;
}

/** There is one such stream, so lines of all loggers stay in their order. */
let standardError: JoinedLines | null = null;

/**
 * Writes one JSON object per line, with `level`, `time` (ISO 8601) and `msg`. Errors keep name, code and stack.
 *
 * On the standard error stream, warnings and errors are written at once, and with them what came before; other lines together
 * with those of the same turn of the event loop. A process that exits writes all; one that is killed loses those of a turn.
 */
export function jsonLogger(settings: JsonLoggerSettings = {}): Logger {
  const least = logLevels.indexOf(settings.level ?? 'info');
  const isLevelEnabled = (level: string): boolean => logLevels.indexOf(level as LogLevel) >= least;
  const { write } = settings;
  const lines = write === undefined ? standardErrorLines() : null;
  const at = (level: LogLevel): Logger['info'] => {
    const isUrgent = level === 'warn' || level === 'error';
    return (fields, message) => {
      if (!isLevelEnabled(level)) return;
      const line = { level, time: timeNow(), ...fields, msg: message };
      const text = JSON.stringify(line, isFlat(fields) ? undefined : replaceErrors);
      write?.(text);
      lines?.add(text);
      if (isUrgent) lines?.flush();
    };
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    isLevelEnabled,
    flush(done) {
      if (lines === null) done?.();
      else lines.flush(done);
    },
  };
}

function standardErrorLines(): JoinedLines {
  standardError ??= joinedLines((text, done) => process.stderr.write(text, done));
  return standardError;
}

let lastMs = Number.NaN;
let lastTime = '';

/** Written out once for all lines of a millisecond. */
function timeNow(): string {
  const now = Date.now();
  if (now !== lastMs) {
    lastMs = now;
    lastTime = new Date(now).toISOString();
  }
  return lastTime;
}

/** Whether there is nothing below, as in most lines: then there is no error to look for. */
function isFlat(fields: object): boolean {
  for (const name in fields) {
    const member: unknown = (fields as Readonly<Record<string, unknown>>)[name];
    if (typeof member === 'object' && member !== null) return false;
  }
  return true;
}

/** Looks at the member itself, since `toJSON` of an error has already left out its cause and stack in `value`. */
function replaceErrors(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const error = this[key];
  if (!(error instanceof Error)) return value;
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? { code: error.code } : {};
  return { name, message, stack, ...code, ...(cause === undefined ? {} : { cause }) };
}

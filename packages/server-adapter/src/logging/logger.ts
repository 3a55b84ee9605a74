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
  /** Takes one line without its end; the standard error stream unless told. */
  readonly write?: (line: string) => void;
}

/** Writes one JSON object per line, with `level`, `time` (ISO 8601) and `msg`. Errors keep name, code and stack. */
export function jsonLogger(settings: JsonLoggerSettings = {}): Logger {
  const least = logLevels.indexOf(settings.level ?? 'info');
  const write = settings.write ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const isLevelEnabled = (level: string): boolean => logLevels.indexOf(level as LogLevel) >= least;
  const at =
    (level: LogLevel) =>
    (fields: object, message: string): void => {
      if (!isLevelEnabled(level)) return;
      const time = new Date().toISOString();
      write(JSON.stringify({ level, time, ...fields, msg: message }, replaceErrors));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), isLevelEnabled };
}

/** Looks at the member itself, since `toJSON` of an error has already left out its cause and stack in `value`. */
function replaceErrors(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const error = this[key];
  if (!(error instanceof Error)) return value;
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? { code: error.code } : {};
  return { name, message, stack, ...code, ...(cause === undefined ? {} : { cause }) };
}

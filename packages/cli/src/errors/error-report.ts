import { type ErrorCode, type ErrorDetails, isTitansError } from '@titans/core/errors';
import { type ExitCode, exitCodeOf } from './exit-codes.js';

/** An error as `--json` prints it. */
export interface ErrorDocument {
  readonly error: {
    /** A code of `TitansError`; `INTERNAL` for whatever else was thrown. */
    readonly code: ErrorCode;
    readonly message: string;
    readonly details: ErrorDetails;
  };
}

/** An error in every form in which it is told. */
export interface ErrorReport {
  readonly exitCode: ExitCode;
  readonly document: ErrorDocument;
  /** One line: the code, what was wrong and what to do. */
  readonly line: string;
  /** The stack, and those of the causes. */
  readonly stack: string;
}

/** Describes whatever a command has thrown. */
export function reportError(error: unknown): ErrorReport {
  const { code, message, details } = described(error);
  return {
    exitCode: exitCodeOf(code),
    document: { error: { code, message, details } },
    line: `${code}: ${message.replaceAll(/\s*\n\s*/g, ' ')}`,
    stack: stackOf(error),
  };
}

function described(error: unknown): ErrorDocument['error'] {
  if (isTitansError(error)) {
    const { code, message, details } = error;
    return { code, message: [message, ...adviceOn(code, details)].join(' '), details };
  }
  if (isInterruption(error)) return { code: 'ABORTED', message: 'Interrupted.', details: {} };
  const system = systemErrorOf(error);
  if (system !== null) return { code: 'SOURCE_UNREADABLE', message: system, details: {} };
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'INTERNAL',
    message: `${reason} (this is a defect: run it again with --verbose and report what it prints)`,
    details: {},
  };
}

/** How to do at the command line what a message of the packages asks of programs. */
function adviceOn(code: ErrorCode, { missing }: ErrorDetails): readonly string[] {
  if (code !== 'HEADER_MISSING_COLUMN') return [];
  const fields = Array.isArray(missing)
    ? missing.map((field) => String(field).replace(/ .*/s, ''))
    : ['date'];
  const flags = fields.map((field) => `--set columns.${field}="its name"`).join(' ');
  const members = fields.map((field) => `"${field}": "its name"`).join(', ');
  return [
    `Here: titans import FILE ${flags}, or for every command "import": { "columns": { ${members} } } in titans.config.json.`,
  ];
}

function isInterruption(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** What the operating system refused, such as writing a report into a directory that is not there. */
function systemErrorOf(error: unknown): string | null {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return null;
  const place = 'path' in error && typeof error.path === 'string' ? ` "${error.path}"` : '';
  return `The system refused to ${String(error.syscall)}${place} (${String(error.code)}). Look at the path and its permissions.`;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? error.message;
  return error.cause === undefined ? stack : `${stack}\nCaused by: ${stackOf(error.cause)}`;
}

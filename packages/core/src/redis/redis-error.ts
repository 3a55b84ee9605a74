import { isTitansError, TitansError } from '../errors/titans-error.js';

/** The error for a command that failed. What the driver adds to its errors, keys and values among it, is left out. */
export function redisError(cause: unknown): TitansError {
  if (isTitansError(cause)) return cause;
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new TitansError(
    'STORE_UNAVAILABLE',
    `Redis cannot be used: ${inWords(reason)}. Check that it runs, its address and its credentials.`,
    { cause: new Error(reason) },
  );
}

/** What the driver means by errors that name its own options. */
function inWords(reason: string): string {
  if (reason.startsWith("Stream isn't writeable")) return 'there is no connection';
  if (reason.startsWith('Reached the max retries') || reason === 'Connection is closed.')
    return 'the connection was lost or refused';
  if (reason === 'Command timed out') return 'it did not answer in time';
  return reason;
}

import type { Logger } from './logger.js';
import { maskedFields, maskedMessage } from './masked-fields.js';

/**
 * A logger that masks card numbers, account numbers, addresses, telephone numbers and credentials in messages, fields,
 * errors and stacks before the given one sees them. It throws nothing, whatever the given one does. Lines of a level that the given one does not write cost nothing.
 */
export function maskingLogger(logger: Logger): Logger {
  const isLevelEnabled = (level: string): boolean => {
    try {
      return logger.isLevelEnabled?.(level) ?? true;
    } catch {
      return true;
    }
  };
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (fields: object, message: string): void => {
      try {
        if (isLevelEnabled(level)) logger[level](maskedFields(fields), maskedMessage(message));
      } catch {
        // A logger that fails has nowhere to say so, and must not cost the answer.
      }
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    isLevelEnabled,
    flush(done) {
      if (logger.flush === undefined) done?.();
      else logger.flush(done);
    },
  };
}

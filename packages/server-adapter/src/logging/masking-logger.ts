import type { Logger } from './logger.js';
import { maskedFields, maskedText } from './masked-fields.js';

/**
 * A logger that masks card numbers, account numbers, addresses, telephone numbers and credentials in messages, fields,
 * errors and stacks before the given one sees them. Lines of a level that the given one does not write cost nothing.
 */
export function maskingLogger(logger: Logger): Logger {
  const isLevelEnabled = (level: string): boolean => logger.isLevelEnabled?.(level) ?? true;
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (fields: object, message: string): void => {
      if (isLevelEnabled(level)) logger[level](maskedFields(fields), maskedText(message));
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

import { isTitansError } from '@titans/core';
import { requestError } from '../http/problem.js';
import type { Logger } from '../logging/logger.js';

/** A registry whose bytes were changed is something behind the service that does not work. */
export async function askedRegistry<T>(registry: Promise<T>, logger: Logger): Promise<T> {
  try {
    return await registry;
  } catch (error) {
    if (!isTitansError(error) || !error.code.startsWith('ARTIFACT_')) throw error;
    logger.error({ err: error }, 'The registry of models is damaged.');
    throw requestError('NOT_READY', 'The registry of models is damaged. Models answer as before.');
  }
}

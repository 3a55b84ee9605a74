import { isTitansError } from '@titans/core';

/** MLflow itself gives up after three attempts where others write at the same time. */
const mostAttempts = 8;
const firstWaitMs = 20;

/**
 * What work gives that may be done again, where MLflow answers that it failed: writers who come at the same time make
 * statements of its database fail that succeed when they are made again.
 */
export async function repeated<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isTitansError(error, 'API_ERROR') || attempt === mostAttempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, firstWaitMs * 2 ** attempt));
    }
  }
}

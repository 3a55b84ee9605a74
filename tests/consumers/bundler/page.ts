import { createClient, isTitansApiError } from '@titans/client';
import type { CategoryResponse } from '@titans/core/contract';

/** What a page does with the client. No type is written out, so that the declarations must name them. */
export const titans = createClient({ baseUrl: new URL('/titans', location.href), fetch });

export async function suggestCategory(description: string, signal: AbortSignal) {
  try {
    const { predicted_category, confidence } = await titans.predict.category({ description }, { signal });
    return { predicted_category, confidence } satisfies Partial<CategoryResponse>;
  } catch (error) {
    if (isTitansApiError(error, 'RATE_LIMITED')) return { retryAfterMs: error.retryAfterMs };
    throw error;
  }
}

export const askForecast = (days: number) => titans.forecast.cashflow({ days_ahead: days });

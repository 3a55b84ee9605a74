import { createClient, isTitansApiError, type TitansClient } from '@titans/client';
import { routes } from '@titans/core/contract';
import { isTitansError } from '@titans/core/errors';

export const titans = createClient({ baseUrl: 'http://127.0.0.1:8080', token: async () => 'token' });
export const { predict, forecast, health, auth } = titans;
export const category = () => titans.predict.category({ description: 'Whole Foods', amount: -85.5 });
export const batch = () => titans.predict.batch([{ description: 'Fuel' }]);
export const days = async () => (await forecast.cashflow({ days_ahead: 7 })).forecast_data;
export const ready = () => health.ready({ timeoutMs: 500 });
export const document = () => titans.openapi();
export const readRoutes = () => Object.values(routes).filter((route) => route.method === 'GET');

export function explain(error: unknown) {
  if (isTitansApiError(error)) return { status: error.status, issues: error.problem?.issues };
  return isTitansError(error) ? { code: error.code } : undefined;
}

export const wrapped = (client: TitansClient) => ({ ...client, predict: { ...client.predict } });

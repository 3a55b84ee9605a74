import { openWarehouse } from '@titans/etl';
import { databaseRegistry } from '@titans/models/lifecycle';
import { configFromEnvironment } from '@titans/server-adapter';

/** Name of the models in the registry. */
export const modelName = 'transactions';

/** The environment's configuration, and what is kept in PostgreSQL: transactions and versions of the models. */
export async function openState() {
  const environment = configFromEnvironment();
  const { databaseUrl } = environment;
  if (databaseUrl === null) throw new Error('TITANS_DATABASE_URL is not set.');
  const warehouse = await openWarehouse(databaseUrl);
  return { environment, warehouse, registry: databaseRegistry(warehouse.database) };
}

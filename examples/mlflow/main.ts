/**
 * Trains on the original file, with an MLflow server as tracker and as registry: start one with
 * `mlflow server --port 5000`, then `npm run build:js && npx tsx examples/mlflow/main.ts`. `MLFLOW_TRACKING_URI` names another one.
 */
import { fileURLToPath } from 'node:url';
import { extract } from '@titans/etl';
import { mlflowRegistry } from '@titans/models/mlflow';
import { trainIntoMlflow } from './train.js';

const url = process.env.MLFLOW_TRACKING_URI ?? 'http://127.0.0.1:5000';
const statement = fileURLToPath(new URL('../data/titans-transactions.csv', import.meta.url));
const { transactions } = await extract(statement).table();
const { runId, version } = await trainIntoMlflow(url, transactions);
console.log(`run ${runId}, version ${version.number}: ${url}/#/models/transactions`);

const champion = await mlflowRegistry({ url }).load('transactions', '@champion');
console.log(champion.category.predict({ description: 'Fuel station', amount: -68.9 }));

/** Retrains in a process of its own, to be killed. It is told the database, the directory of the registry and the model. */
import { databaseKeyValueStore } from '@titans/core';
import { openPostgres } from '@titans/core/postgres';
import { fileRegistry } from '@titans/models/lifecycle';
import { contestedRetraining } from './retraining-contest.js';

/** What the process is told. */
export interface RetrainingOrder {
  readonly database: string;
  readonly directory: string;
  readonly model: string;
}

const told = new Promise<RetrainingOrder>((resolve) => process.once('message', resolve));
process.send?.({ ready: true });
const { database: url, directory, model } = await told;
const database = await openPostgres(url);
const contested = contestedRetraining(fileRegistry(directory), databaseKeyValueStore(database), model);
process.send?.({ begun: true });
const { did } = await contested.tick();
process.send?.({ did });
await database.close();
process.disconnect?.();

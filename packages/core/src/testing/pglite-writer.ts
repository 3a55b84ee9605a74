import { openPGlite } from '../pglite/index.js';

// Run by a test as a process of its own: commits a row, leaves another in an open transaction, and waits to be killed.
const database = await openPGlite(process.argv[2] as string);
await database.query('CREATE TABLE written (n integer)');
await database.query('INSERT INTO written VALUES (1)');
await database.transaction(async (runner) => {
  await runner.query('INSERT INTO written VALUES (2)');
  process.stdout.write('ready');
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});

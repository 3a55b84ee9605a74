import { isTitansError } from '../../errors/titans-error.js';
import type { Database, QueryRunner } from '../../storage/database.js';
import { type ConformanceCase, type Create, conformanceCase } from '../conformance.js';

export type Check = (
  name: string,
  run: (database: Database, table: string) => Promise<void>,
) => ConformanceCase;

/** Each case has a table with a number and a text, of a name that needs quotes. */
export function checkWith(create: Create<Database>): Check {
  return (name, run) =>
    conformanceCase(
      create,
      (database) => database.close(),
      name,
      async (database) => {
        const table = `Conformance "${globalThis.crypto.randomUUID().slice(0, 8)}`;
        await database.query(
          `CREATE TABLE ${quoted(table)} (n integer PRIMARY KEY CHECK (n < 1000000), "some Text" text)`,
        );
        try {
          await run(database, table);
        } finally {
          await database.query(`DROP TABLE ${quoted(table)}`).catch((error: unknown) => {
            // The case that closes its database leaves its table behind.
            if (!isTitansError(error, 'DATABASE_UNAVAILABLE')) throw error;
          });
        }
      },
    );
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export async function insert(runner: QueryRunner, table: string, n: number): Promise<void> {
  await runner.query(`INSERT INTO ${quoted(table)} (n) VALUES ($1)`, [n]);
}

export async function numbers(runner: QueryRunner, table: string): Promise<readonly number[]> {
  return (await runner.query<{ n: number }>(`SELECT n FROM ${quoted(table)} ORDER BY n`)).rows.map(
    (row) => row.n,
  );
}

export async function rejection(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('The work was expected to reject, but resolved.');
}

/** The properties of an error and of its causes, the stack included, as a logger may write them out. */
export function everyPart(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  return Object.getOwnPropertyNames(error)
    .map((name) => `${name}: ${everyPart(Reflect.get(error, name))}`)
    .join('\n');
}

export async function sqlStateOf(work: () => Promise<unknown>): Promise<unknown> {
  const error = await rejection(work);
  if (!isTitansError(error, 'DATABASE_QUERY')) throw error;
  return error.details.sqlState;
}

import { TitansError } from '../errors/titans-error.js';
import { checkArtifactName, folderClash } from './artifact-name.js';
import type { ArtifactStore } from './artifact-store.js';
import type { Database } from './database.js';

const createTable = `CREATE TABLE IF NOT EXISTS titans_artifacts (
  name text COLLATE "C" PRIMARY KEY,
  bytes bytea NOT NULL
)`;
/** Sorts behind every character that a name may have. */
const lastCharacter = '\u{10ffff}';

/**
 * Keeps artifacts in the table `titans_artifacts` of a PostgreSQL database, embedded or on a server, which is made when it
 * is first needed. Several processes may use it. An artifact is one value of `bytea`, so it has to stay below 500 MB.
 *
 * @throws TitansError from its methods: `KEY_INVALID`, `NOT_FOUND`, and what the database throws.
 * @example
 * ```ts
 * import { databaseArtifactStore } from '@titans/core';
 * import { openPostgres } from '@titans/core/postgres';
 *
 * const store = databaseArtifactStore(await openPostgres('postgres://localhost/titans'));
 * await store.put('models/category', new Uint8Array([1, 2, 3]));
 * ```
 */
export function databaseArtifactStore(database: Database): ArtifactStore {
  let ready: Promise<void> | undefined;

  async function prepare(): Promise<void> {
    ready ??= makeTable().catch((error: unknown) => {
      // The next call tries again: the database may be back by then.
      ready = undefined;
      throw error;
    });
    await ready;
  }

  async function makeTable(): Promise<void> {
    const found = await database.query<{ known: boolean }>(
      `SELECT to_regclass('titans_artifacts') IS NOT NULL AS known`,
    );
    if (found.rows[0]?.known === true) return;
    // Two that make a table at once can fail at each other, whatever they say of its existence.
    await database.exclusive('titans.artifacts', async () => {
      await database.query(createTable);
    });
  }

  async function insert(name: string, bytes: Uint8Array, onConflict: string): Promise<boolean> {
    checkArtifactName(name);
    await prepare();
    const { rows } = await database.query<{ name: string }>(
      `SELECT name FROM titans_artifacts
        WHERE name = ANY(string_to_array($1, ',')) OR (name >= $2 AND name < $3) LIMIT 1`,
      [foldersOf(name).join(','), `${name}/`, `${name}/${lastCharacter}`],
    );
    if (rows[0] !== undefined) throw folderClash(name, rows[0].name);
    const { affected } = await database.query(
      `INSERT INTO titans_artifacts (name, bytes) VALUES ($1, $2) ON CONFLICT (name) ${onConflict}`,
      [name, bytes],
    );
    return affected > 0;
  }

  return {
    async put(name, bytes) {
      await insert(name, bytes, 'DO UPDATE SET bytes = excluded.bytes');
    },
    putIfAbsent: (name, bytes) => insert(name, bytes, 'DO NOTHING'),
    async get(name) {
      checkArtifactName(name);
      await prepare();
      const { rows } = await database.query<{ bytes: Uint8Array }>(
        'SELECT bytes FROM titans_artifacts WHERE name = $1',
        [name],
      );
      if (rows[0] !== undefined) return rows[0].bytes;
      throw new TitansError('NOT_FOUND', `There is no artifact "${name}" in the database.`, {
        details: { value: name },
      });
    },
    async list(prefix = '') {
      await prepare();
      const { rows } = await database.query<{ name: string }>(
        'SELECT name FROM titans_artifacts WHERE name >= $1 AND name < $2 ORDER BY name',
        [prefix, `${prefix}${lastCharacter}`],
      );
      return rows.map(({ name }) => name);
    },
    async delete(name) {
      checkArtifactName(name);
      await prepare();
      return (await database.query('DELETE FROM titans_artifacts WHERE name = $1', [name])).affected > 0;
    },
  };
}

/** `a/b/c` lies in the folders `a` and `a/b`. */
function foldersOf(name: string): readonly string[] {
  const parts = name.split('/');
  return parts.slice(1).map((_, depth) => parts.slice(0, depth + 1).join('/'));
}

import { TitansError } from '@titans/core';
import type { MigrationStatus } from '@titans/etl';
import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import type { View } from '../command-line/view.js';
import { withState } from '../state/state.js';
import { textTable } from '../terminal/text-table.js';

/** What `titans migrate` takes. */
export interface MigrateOptions {
  readonly direction: 'up' | 'down' | 'status';
}

/** What `titans migrate --json` prints. */
export interface MigrateDocument {
  readonly direction: MigrateOptions['direction'];
  /** Names of the migrations that were applied or taken back. */
  readonly changed: readonly string[];
  /** Every migration of this release, in order. */
  readonly migrations: readonly MigrationStatus[];
}

/**
 * Applies migrations, takes the newest one back, or tells which there are.
 *
 * @throws TitansError `INVALID_ARGUMENT` without consent to lose data, `MIGRATION_FAILED`.
 */
export async function migrate(
  { direction }: MigrateOptions,
  context: CommandContext,
): Promise<Outcome<MigrateDocument>> {
  return withState(context, async (state) => {
    const { migrations } = await state.warehouse({ create: direction === 'up', migrate: false });
    let changed: readonly string[] = [];
    if (direction === 'up') changed = await migrations.up();
    if (direction === 'down') {
      const newest = (await migrations.status()).findLast(({ appliedAt }) => appliedAt !== null);
      if (newest === undefined)
        throw new TitansError('NOT_FOUND', 'No migration was applied: there is nothing to take back.');
      await context.questions.requireConsent(`Take ${newest.name} back, with everything in its tables?`);
      changed = await migrations.down();
    }
    return { document: { direction, changed, migrations: await migrations.status() } };
  });
}

/** What was changed, and what there is. */
export function migrateText(
  { direction, changed, migrations }: MigrateDocument,
  { colours, width }: View,
): string {
  const table = textTable(
    {
      header: ['migration', 'applied'],
      rows: migrations.map(({ name, appliedAt }) => [
        name,
        appliedAt === null ? colours.warning('missing') : appliedAt.slice(0, 16).replace('T', ' '),
      ]),
      width,
    },
    colours,
  );
  if (direction === 'status') return table;
  const what =
    changed.length === 0
      ? 'Nothing to do.'
      : `${direction === 'up' ? 'Applied' : 'Taken back'}: ${changed.join(', ')}`;
  return `${table}\n\n${what}`;
}

/** `titans migrate`. */
export const migrateCommand: LoadedCommand = loadedCommand(migrate, migrateText);

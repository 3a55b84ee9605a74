import { isTitansError } from '@titans/core';
import type { Warehouse } from '@titans/etl';
import type { ModelVersion } from '@titans/models/lifecycle';
import { checkStore } from '../checks/deployment.js';
import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import type { View } from '../command-line/view.js';
import { hasWarehouse, type State, withState } from '../state/state.js';
import { championOf } from '../state/versions.js';
import { count, counted, plain } from '../terminal/format.js';
import { textFacts } from '../terminal/text-table.js';

/** How something is that the deployment works with; `absent` where it was not set up. */
export type DependencyState = 'up' | 'down' | 'in-use' | 'absent';

/** What the warehouse holds. */
export interface WarehouseStatus {
  readonly state: DependencyState;
  readonly kind: 'embedded' | 'server';
  /** Why it cannot be looked at. */
  readonly error: string | null;
  readonly migrationsMissing: readonly string[];
  readonly transactions: {
    readonly rows: number;
    readonly first: string | null;
    readonly last: string | null;
  } | null;
  readonly quarantined: number | null;
  /** The last run of a pipeline. */
  readonly lastRun: { readonly at: string; readonly status: string } | null;
  /** Messages of queues that wait, and those that were given up. */
  readonly queue: { readonly waiting: number; readonly dead: number } | null;
}

/** What `titans status --json` prints. */
export interface StatusDocument {
  readonly stateDirectory: string;
  readonly configuration: string | null;
  readonly warehouse: WarehouseStatus;
  readonly store: { readonly state: DependencyState; readonly error: string | null };
  readonly models: {
    readonly state: DependencyState;
    readonly versionCount: number;
    /** The version that answers, as the registry has it. */
    readonly champion: ModelVersion | null;
    readonly error: string | null;
  };
}

/** Tells what there is. Ends with 4 where something that is configured cannot be reached. */
export async function readStatus(_: object, context: CommandContext): Promise<Outcome<StatusDocument>> {
  const { settings } = context;
  return withState(context, async (state) => {
    const warehouse = await warehouseStatus(context, state);
    const check = await checkStore(context);
    const store = {
      state: ({ pass: 'up', fail: 'down', skip: 'absent' } as const)[check.state],
      error: check.state === 'fail' ? check.found : null,
    };
    const models = await modelsStatus(context, state);
    const isDown = [warehouse.state, store.state, models.state].includes('down');
    const document = {
      stateDirectory: settings.stateDirectory,
      configuration: settings.filePath,
      warehouse,
      store,
      models,
    };
    return { document, exitCode: isDown ? 4 : 0 };
  });
}

async function warehouseStatus(context: CommandContext, state: State): Promise<WarehouseStatus> {
  const isEmbedded = context.settings.databaseUrl === null;
  const nothing: WarehouseStatus = {
    state: 'absent',
    kind: isEmbedded ? 'embedded' : 'server',
    error: null,
    migrationsMissing: [],
    transactions: null,
    quarantined: null,
    lastRun: null,
    queue: null,
  };
  if (isEmbedded && !(await hasWarehouse(context))) return nothing;
  try {
    const warehouse = await state.warehouse({ migrate: false });
    const migrations = await warehouse.migrations.status();
    const migrationsMissing = migrations
      .filter(({ appliedAt }) => appliedAt === null)
      .map(({ name }) => name);
    const known = { ...nothing, state: 'up' as const, migrationsMissing };
    return migrationsMissing.length > 0 ? known : { ...known, ...(await contentsOf(warehouse)) };
  } catch (error) {
    const isInUse = isTitansError(error, 'DATABASE_LOCKED');
    return { ...nothing, state: isInUse ? 'in-use' : 'down', error: messageOf(error) };
  }
}

type Contents = Pick<WarehouseStatus, 'transactions' | 'quarantined' | 'lastRun' | 'queue'>;

async function contentsOf({ database, runs }: Warehouse): Promise<Contents> {
  const { rows } = await database.query<{ rows: string; first: string | null; last: string | null }>(
    'SELECT count(*) AS rows, min(date) AS first, max(date) AS last FROM raw_transactions',
  );
  const quarantine = await database.query<{ rows: string }>('SELECT count(*) AS rows FROM quarantine');
  const { entries } = await runs({ limit: 1 });
  const [found] = rows;
  const [run] = entries;
  return {
    transactions: { rows: Number(found?.rows ?? 0), first: found?.first ?? null, last: found?.last ?? null },
    quarantined: Number(quarantine.rows[0]?.rows ?? 0),
    lastRun: run === undefined ? null : { at: run.finishedAt, status: run.status },
    queue: await queueOf(database),
  };
}

async function queueOf(database: Warehouse['database']): Promise<WarehouseStatus['queue']> {
  const { rows } = await database.query<{ known: boolean }>(
    `SELECT to_regclass('titans_queue_messages') IS NOT NULL AS known`,
  );
  if (rows[0]?.known !== true) return null;
  const counts = await database.query<{ waiting: string; dead: string }>(
    'SELECT count(*) FILTER (WHERE died_at IS NULL) AS waiting, count(died_at) AS dead FROM titans_queue_messages',
  );
  return { waiting: Number(counts.rows[0]?.waiting ?? 0), dead: Number(counts.rows[0]?.dead ?? 0) };
}

async function modelsStatus(
  { settings, signal }: CommandContext,
  state: State,
): Promise<StatusDocument['models']> {
  try {
    const registry = await state.registry();
    const champion = await championOf(registry, settings.model, signal);
    const versionCount = champion === null ? 0 : (await registry.model(settings.model, { signal })).versions;
    return { state: champion === null ? 'absent' : 'up', versionCount, champion, error: null };
  } catch (error) {
    return { state: 'down', versionCount: 0, champion: null, error: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Everything at a glance. */
export function statusText(
  { stateDirectory, warehouse, store, models }: StatusDocument,
  { colours }: View,
): string {
  const style = {
    up: colours.good,
    down: colours.bad,
    'in-use': colours.warning,
    absent: colours.faint,
  } as const;
  const stated = (state: DependencyState, more: string | null): string =>
    `${style[state](state)}${more === null || more === '' ? '' : `  ${plain(more)}`}`;
  const { transactions, lastRun, queue, migrationsMissing, quarantined } = warehouse;
  const facts: [string, string][] = [
    ['state', stateDirectory],
    ['warehouse', stated(warehouse.state, warehouse.error ?? warehouse.kind)],
  ];
  if (migrationsMissing.length > 0) {
    facts.push([
      'migrations',
      colours.warning(`${counted(migrationsMissing.length, 'migration')} missing: titans migrate`),
    ]);
  }
  if (transactions !== null) {
    const days = transactions.first === null ? '' : `, ${transactions.first} to ${transactions.last}`;
    const left = quarantined === null || quarantined === 0 ? '' : `, ${count(quarantined)} in quarantine`;
    facts.push(['transactions', `${count(transactions.rows)}${days}${left}`]);
  }
  if (lastRun !== null)
    facts.push(['last run', `${lastRun.status}, ${lastRun.at.slice(0, 16).replace('T', ' ')}`]);
  if (queue !== null) facts.push(['queue', `${count(queue.waiting)} waiting, ${count(queue.dead)} given up`]);
  facts.push(['store', stated(store.state, store.error)]);
  const { champion } = models;
  facts.push([
    'models',
    stated(
      models.state,
      models.error ??
        (champion === null
          ? 'none yet: titans train'
          : `version ${champion.number} of ${models.versionCount} answers: ${champion.tasks.join(', ')}`),
    ),
  ]);
  return textFacts(facts, colours);
}

/** `titans status`. */
export const statusCommand: LoadedCommand = loadedCommand(readStatus, statusText);

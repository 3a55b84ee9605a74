import type { ArtifactContent } from '@titans/core';
import { type ArtifactReader, readArtifact } from '../restoring.js';
import type { RememberedRow } from './decayed-counts.js';
import {
  checkPayeeMemoryParameters,
  heaviestRow,
  type PayeeMemorySettings,
} from './payee-memory-parameters.js';
import { type Payee, type PayeeStore, payeeStore } from './payee-store.js';

/** All that a memory is. */
export interface PayeeMemoryState {
  readonly settings: PayeeMemorySettings;
  readonly labels: readonly string[];
  readonly store: PayeeStore;
}

const kind = 'titans/payee-memory';
const version = 1;
const twoTo32 = 2 ** 32;

/** The memory as data: hashes of names and of their n-grams, no names. */
export function payeeArtifact({ settings, labels, store }: PayeeMemoryState): ArtifactContent {
  const rows = rowsInOrder(store);
  const payees: Payee[] = [];
  const placeOf = new Map<Payee, number>();
  for (const { payee } of rows) {
    if (placeOf.has(payee)) continue;
    placeOf.set(payee, payees.length);
    payees.push(payee);
  }
  const firstColumn = new Int32Array(payees.length + 1);
  const ofPayees = payees.map(store.columnsOf);
  ofPayees.forEach((own, at) => {
    firstColumn[at + 1] = (firstColumn[at] as number) + own.length;
  });
  const columns = new Int32Array(firstColumn[payees.length] as number);
  for (const [at, own] of ofPayees.entries()) columns.set(own, firstColumn[at]);
  return {
    kind,
    version,
    data: { ...settings, labels, nextId: store.nextId },
    arrays: {
      payeeKeys: Uint32Array.from(payees.flatMap(({ key }) => [Math.floor(key / twoTo32), key % twoTo32])),
      firstColumn,
      columns,
      rowIds: Float64Array.from(rows, ({ row }) => row.id),
      rowPayees: Int32Array.from(rows, ({ payee }) => placeOf.get(payee) as number),
      rowLabels: Int32Array.from(rows, ({ row }) => row.label),
      rowDays: Int32Array.from(rows, ({ row }) => row.day),
      rowWeights: Float64Array.from(rows, ({ row }) => row.weight),
    },
  };
}

function rowsInOrder({
  payees,
}: PayeeStore): readonly { readonly row: RememberedRow; readonly payee: Payee }[] {
  return [...payees.values()]
    .flatMap((payee) => payee.rows.map((row) => ({ row, payee })))
    .sort((a, b) => a.row.id - b.row.id);
}

/** @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`. */
export function restorePayeeState(content: ArtifactContent): PayeeMemoryState {
  const artifact = readArtifact(content, kind, version);
  const settings = settingsOf(artifact);
  const labels = artifact.texts('labels');
  const keys = artifact.uint32('payeeKeys');
  const firstColumn = artifact.int32('firstColumn');
  const columns = artifact.int32('columns');
  const ids = artifact.float64('rowIds');
  const payeeOf = artifact.int32('rowPayees');
  const labelOf = artifact.int32('rowLabels');
  const days = artifact.int32('rowDays');
  const weights = artifact.float64('rowWeights');
  const nextId = artifact.number('nextId');
  const payees = keys.length / 2;
  const starts = new Set(firstColumn);
  if (
    [payeeOf, labelOf, days, weights].some((array) => array.length !== ids.length) ||
    ids.length > settings.capacity ||
    firstColumn.length !== payees + 1 ||
    firstColumn[0] !== 0 ||
    firstColumn[payees] !== columns.length ||
    firstColumn.some((from, at) => at > 0 && from < (firstColumn[at - 1] as number)) ||
    ids.some((id, at) => !Number.isSafeInteger(id) || id < 0 || id >= nextId || id <= (ids[at - 1] ?? -1)) ||
    !Number.isSafeInteger(nextId) ||
    columns.some((column, at) => column < 0 || (!starts.has(at) && column <= (columns[at - 1] as number))) ||
    payeeOf.some((payee) => payee < 0 || payee >= payees) ||
    labelOf.some((label) => label < 0 || label >= labels.length) ||
    weights.some((weight) => !(weight > 0 && weight <= heaviestRow))
  ) {
    throw artifact.corrupt('its rows and payees do not belong together');
  }
  const store = payeeStore(settings, settings.capacity, nextId);
  ids.forEach((id, row) => {
    const payee = payeeOf[row] as number;
    const key = (keys[2 * payee] as number) * twoTo32 + (keys[2 * payee + 1] as number);
    const own = columns.subarray(firstColumn[payee], firstColumn[payee + 1]);
    const [label, day, weight] = [labelOf[row] as number, days[row] as number, weights[row] as number];
    store.learn({ key, columns: () => own }, { label, day, weight }, id);
  });
  return { settings, labels, store };
}

function settingsOf(artifact: ArtifactReader): PayeeMemorySettings {
  const told = {
    halfLifeDays: artifact.number('halfLifeDays'),
    halfLifeRows: artifact.number('halfLifeRows'),
    priorStrength: artifact.number('priorStrength'),
    neighbours: artifact.number('neighbours'),
    leastSimilarity: artifact.number('leastSimilarity'),
    capacity: artifact.number('capacity'),
  };
  try {
    return checkPayeeMemoryParameters('payeeMemory', told);
  } catch (error) {
    throw artifact.corrupt(error instanceof Error ? error.message : 'its settings are out of range');
  }
}

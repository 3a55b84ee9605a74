import {
  type ArtifactContent,
  type ArtifactStore,
  artifactFingerprint,
  type DecodeArtifactOptions,
  decodeArtifact,
  type JsonValue,
  sha256Hex,
  TitansError,
} from '@titans/core';
import { type ArtifactReader, type Migrations, readArtifact } from '../estimators/restoring.js';
import { amountKind, restoreAmountModel } from '../tasks/amount/amount-model.js';
import { anomalyKind } from '../tasks/anomaly/anomaly-artifact.js';
import { restoreAnomalyModel } from '../tasks/anomaly/anomaly-model.js';
import { restoreCashflowModel } from '../tasks/cashflow/cashflow-artifact.js';
import { cashflowKind } from '../tasks/cashflow/cashflow-content.js';
import { categoryKind, restoreCategoryModel } from '../tasks/category/category-model.js';
import { type TaskName, type TrainedSuite, type TrainedTask, taskNames } from '../tasks/models.js';
import { coldStartKind } from '../taxonomy/cold-start/cold-start-artifact.js';
import { restoreColdStartCategoryModel } from '../taxonomy/cold-start/cold-start-model.js';
import { readTrainingRecord } from './read-training-record.js';
import { storeOf, suiteKind, suiteName, suiteVersion } from './save.js';
import { readReference, referenceKind } from './suite-reference.js';
import type { TaskModels } from './task-models.js';
import { trainedSuite } from './trained-suite.js';

/** How models are loaded. */
export interface LoadOptions {
  /** Keys of which one must have signed every artifact. Signatures are not looked at unless told. */
  readonly verify?: NonNullable<DecodeArtifactOptions['verify']>;
}

/** Which versions are read, each task says when it restores. */
const anyVersion = Number.MAX_SAFE_INTEGER;

/** Suites of before references were kept have none. */
const migrations: Migrations = {
  2: (content) => ({ ...content, data: { ...membersOf(content.data), reference: null, training: null } }),
};

type Restore = (content: ArtifactContent, sha256: string) => Promise<TrainedTask>;

/** What restores an artifact of a task, by its kind. */
const restoring: Readonly<Record<TaskName, Readonly<Record<string, Restore>>>> = {
  category: {
    [categoryKind]: restoreCategoryModel,
    [coldStartKind]: restoreColdStartCategoryModel,
  },
  amount: { [amountKind]: restoreAmountModel },
  anomaly: { [anomalyKind]: restoreAnomalyModel },
  cashflow: { [cashflowKind]: restoreCashflowModel },
};

/**
 * Loads the suite that `save` wrote. Every artifact is checked (length, checksum, that it is the one the suite names,
 * signature if wanted) before anything in it is used.
 *
 * @param source A directory or a store.
 * @throws TitansError `NOT_FOUND` if there is no suite or an artifact of it is gone; `ARTIFACT_TRUNCATED`,
 * `ARTIFACT_CORRUPT`, `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_SIGNATURE`, with the name in `details.source`.
 * @example
 * ```ts
 * import { loadModels } from '@titans/models';
 *
 * const models = await loadModels('./models');
 * models.category.predict({ description: 'WHOLEFDS MKT 10234', amount: -85.5 });
 * ```
 */
export async function loadModels(
  source: string | ArtifactStore,
  options: LoadOptions = {},
): Promise<TrainedSuite> {
  const store = storeOf(source);
  const read = async (
    name: string,
    kind: string,
    sha256?: string,
  ): Promise<{ content: ArtifactContent; fingerprint: string }> => {
    try {
      const bytes = await store.get(name);
      const content = await decodeArtifact(bytes, { kind, maxVersion: anyVersion, ...options });
      if (sha256 !== undefined && (await sha256Hex(bytes)) !== sha256) {
        throw new TitansError(
          'ARTIFACT_CORRUPT',
          'The artifact is not the one that the suite names: save it again.',
        );
      }
      return { content, fingerprint: await artifactFingerprint(bytes) };
    } catch (error) {
      throw error instanceof TitansError ? error.at({ source: name }) : error;
    }
  };

  const { content } = await read(suiteName, suiteKind);
  const suite = readArtifact(content, suiteKind, suiteVersion, migrations);
  const models: { -readonly [Task in TaskName]?: TaskModels[Task] } = {};
  for (const task of taskNames) {
    const entry = entryOf(suite, task, membersOf(suite.json('tasks'))[task]);
    if (entry === undefined) continue;
    const { name, kind, sha256 } = entry;
    const restore = Object.hasOwn(restoring[task], kind) ? restoring[task][kind] : undefined;
    if (restore === undefined) {
      throw new TitansError('ARTIFACT_KIND', `The artifact is a "${kind}", which is no ${task} model.`, {
        details: { source: name, kind },
      });
    }
    const artifact = await read(name, kind, sha256);
    Object.assign(models, { [task]: await restore(artifact.content, artifact.fingerprint) });
  }
  const compared = entryOf(suite, 'reference', suite.json('reference'));
  const record = suite.json('training');
  return trainedSuite({
    models,
    dataFingerprint: suite.text('dataFingerprint'),
    skipped: skippedOf(suite),
    reference:
      compared === undefined
        ? null
        : readReference((await read(compared.name, referenceKind, compared.sha256)).content),
    training: record === null ? null : readTrainingRecord(record, suite),
  });
}

interface SuiteEntry {
  readonly name: string;
  readonly kind: string;
  readonly sha256: string;
}

function entryOf(
  suite: ArtifactReader,
  what: TaskName | 'reference',
  value: JsonValue | undefined,
): SuiteEntry | undefined {
  const entry = membersOf(value);
  if (Object.keys(entry).length === 0) return undefined;
  const { name, kind, sha256 } = entry;
  if (typeof name !== 'string' || typeof kind !== 'string' || typeof sha256 !== 'string')
    throw suite.corrupt(`its entry of ${what} is incomplete`);
  return { name, kind, sha256 };
}

function skippedOf(suite: ArtifactReader): readonly { task: TaskName; reason: string }[] {
  const list = suite.json('skipped');
  if (!Array.isArray(list)) throw suite.corrupt('"skipped" is not a list');
  return list.map((item: JsonValue) => {
    const { task: name, reason } = membersOf(item);
    const task = taskNames.find((known) => known === name);
    if (task === undefined || typeof reason !== 'string')
      throw suite.corrupt('"skipped" holds something else');
    return { task, reason };
  });
}

function membersOf(value: JsonValue | undefined): { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: JsonValue })
    : {};
}

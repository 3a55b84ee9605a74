import { sdkVersion } from '@titans/core';
import type { Run, RunStatus } from './tracker.js';
import { trainingTags } from './training-tags.js';

/** A part of an event that has a schema of its own. */
export interface LineageFacet {
  readonly _producer: string;
  readonly _schemaURL: string;
  readonly [member: string]: unknown;
}

/** Data that a run read or wrote. */
export interface LineageDataset {
  readonly namespace: string;
  readonly name: string;
  readonly facets: Readonly<Record<string, LineageFacet>>;
  /** Of what was read. */
  readonly inputFacets?: Readonly<Record<string, LineageFacet>>;
}

/** A `RunEvent` of OpenLineage 2.0.2. */
export interface LineageEvent {
  readonly eventType: 'START' | 'COMPLETE' | 'FAIL' | 'ABORT';
  /** ISO 8601, UTC. */
  readonly eventTime: string;
  readonly run: { readonly runId: string; readonly facets: Readonly<Record<string, LineageFacet>> };
  readonly job: {
    readonly namespace: string;
    readonly name: string;
    readonly facets: Readonly<Record<string, LineageFacet>>;
  };
  readonly inputs: readonly LineageDataset[];
  readonly outputs: readonly LineageDataset[];
  readonly producer: string;
  readonly schemaURL: string;
}

/** How an event names things. */
export interface LineageOptions {
  /** Of the job, and of data that name no other; `titans` unless told. */
  readonly namespace?: string;
}

const producer = `https://www.npmjs.com/package/@titans/models/v/${sdkVersion}`;
const specification = 'https://openlineage.io/spec';

const eventTypes: Readonly<Record<RunStatus, LineageEvent['eventType']>> = {
  running: 'START',
  finished: 'COMPLETE',
  failed: 'FAIL',
  killed: 'ABORT',
};

/**
 * What a run of {@link trackTraining} read and made, as an event of OpenLineage (specification 2.0.2): the training
 * transactions with their fingerprint go in, a model of each task with its version comes out. Send it to whatever takes
 * such events, such as Marquez, when the run starts and when it has ended.
 *
 * @example
 * ```ts
 * import { fileTracker, lineageEvent } from '@titans/models/lifecycle';
 *
 * const tracker = fileTracker('./tracking');
 * const { items } = await tracker.runs('nightly', { limit: 1 });
 * for (const run of items) {
 *   await fetch('http://localhost:5000/api/v1/lineage', {
 *     method: 'POST',
 *     headers: { 'content-type': 'application/json' },
 *     body: JSON.stringify(lineageEvent(run)),
 *   });
 * }
 * ```
 */
export function lineageEvent(run: Run, { namespace = 'titans' }: LineageOptions = {}): LineageEvent {
  return {
    eventType: eventTypes[run.status],
    eventTime: run.endedAt ?? run.startedAt,
    run: {
      runId: run.id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
      facets: {
        processing_engine: facet('1-1-0', 'ProcessingEngineRunFacet', {
          name: 'Titans',
          version: run.tags[trainingTags.sdkVersion] ?? sdkVersion,
        }),
      },
    },
    job: {
      namespace,
      name: run.experiment,
      facets: {
        jobType: facet('2-0-2', 'JobTypeJobFacet', {
          processingType: 'BATCH',
          integration: 'TITANS',
          jobType: 'TRAINING',
        }),
      },
    },
    inputs: [input(run, namespace)],
    outputs: outputs(run, namespace),
    producer,
    schemaURL: `${specification}/2-0-2/OpenLineage.json#/$defs/RunEvent`,
  };
}

function input({ tags }: Run, namespace: string): LineageDataset {
  const rows = Number(tags[trainingTags.rows]);
  return {
    namespace,
    name: tags[trainingTags.source] ?? 'transactions',
    facets: versionFacet(tags[trainingTags.dataFingerprint]),
    ...(Number.isSafeInteger(rows) && {
      inputFacets: {
        dataQualityMetrics: facet('1-0-2', 'DataQualityMetricsInputDatasetFacet', {
          rowCount: rows,
          columnMetrics: {},
        }),
      },
    }),
  };
}

function outputs({ experiment, tags }: Run, namespace: string): readonly LineageDataset[] {
  return Object.entries(tags)
    .filter(([tag]) => tag.startsWith(trainingTags.model))
    .map(([tag, version]) => ({
      namespace,
      name: `${experiment}/${tag.slice(trainingTags.model.length)}`,
      facets: versionFacet(version),
    }));
}

function versionFacet(datasetVersion: string | undefined): LineageDataset['facets'] {
  if (datasetVersion === undefined) return {};
  return { version: facet('1-0-0', 'DatasetVersionDatasetFacet', { datasetVersion }) };
}

function facet(version: string, name: string, members: Readonly<Record<string, unknown>>): LineageFacet {
  return {
    _producer: producer,
    _schemaURL: `${specification}/facets/${version}/${name}.json#/$defs/${name}`,
    ...members,
  };
}

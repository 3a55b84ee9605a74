import { resolve } from 'node:path';
import { sdkVersion } from '@titans/core';
import type { ExpectationResult } from '../quality/quality-result.js';
import type { PipelineReport } from './report.js';

/** A dataset that a run read or wrote. */
export interface LineageDataset {
  readonly namespace: string;
  readonly name: string;
  /** Properties of the dataset by name, each with `_producer` and `_schemaURL`. */
  readonly facets?: Readonly<Record<string, LineageFacet>>;
  readonly inputFacets?: Readonly<Record<string, LineageFacet>>;
  readonly outputFacets?: Readonly<Record<string, LineageFacet>>;
}

/** A property in the form of OpenLineage. */
export interface LineageFacet {
  readonly _producer: string;
  readonly _schemaURL: string;
  readonly [name: string]: unknown;
}

/**
 * An event of a run in the form of OpenLineage 2.0.2, which Marquez, DataHub, Atlan and others collect: post it as JSON
 * to their address.
 */
export interface LineageEvent {
  readonly eventType: 'START' | 'COMPLETE' | 'ABORT' | 'FAIL';
  /** ISO 8601, UTC. */
  readonly eventTime: string;
  readonly producer: string;
  readonly schemaURL: string;
  readonly run: { readonly runId: string; readonly facets: Readonly<Record<string, LineageFacet>> };
  readonly job: { readonly namespace: string; readonly name: string };
  readonly inputs: readonly LineageDataset[];
  readonly outputs: readonly LineageDataset[];
}

/** What a run is known by before it starts. */
export interface LineageRun {
  readonly runId: string;
  readonly namespace: string;
  readonly pipeline: string;
  /** Name of the loader. */
  readonly target: string;
}

const producer: string = `https://www.npmjs.com/package/@titans/etl/v/${sdkVersion}`;
const specification = 'https://openlineage.io/spec';
const runEventSchema = `${specification}/2-0-2/OpenLineage.json#/$defs/RunEvent`;

/** The event that a run has started. */
export function lineageStart(run: LineageRun, startedAt: string): LineageEvent {
  return {
    ...eventOf(run, 'START', startedAt),
    inputs: [],
    outputs: [{ namespace: run.namespace, name: run.target }],
  };
}

/** The event that a run has ended, with what it read, wrote and found. */
export function lineageEnd(run: LineageRun, report: PipelineReport): LineageEvent {
  const type =
    report.status === 'succeeded' ? 'COMPLETE' : report.error?.code === 'ABORTED' ? 'ABORT' : 'FAIL';
  const { loaded, updated } = report.rows;
  return {
    ...eventOf(run, type, report.finishedAt, report),
    inputs: report.sources.map((source) => ({
      ...datasetOf(source.name, run.namespace),
      facets: {
        schema: facet('1-2-0/SchemaDatasetFacet', {
          fields: columnsOf(report, source.name).map((name) => ({ name })),
        }),
        version: facet('1-0-1/DatasetVersionDatasetFacet', { datasetVersion: source.sha256 }),
      },
      inputFacets: {
        inputStatistics: facet('1-0-0/InputStatisticsInputDatasetFacet', {
          rowCount: source.rowsIn,
          size: source.sizeBytes,
        }),
        ...(report.quality === null
          ? {}
          : {
              dataQualityAssertions: facet('1-1-0/DataQualityAssertionsDatasetFacet', {
                assertions: report.quality.expectations.map(assertionOf),
              }),
            }),
      },
    })),
    outputs: [
      {
        namespace: run.namespace,
        name: run.target,
        outputFacets: {
          outputStatistics: facet('1-0-2/OutputStatisticsOutputDatasetFacet', {
            rowCount: report.dryRun ? 0 : loaded + updated,
          }),
        },
      },
    ],
  };
}

function eventOf(
  run: LineageRun,
  eventType: LineageEvent['eventType'],
  eventTime: string,
  report: PipelineReport | null = null,
): Omit<LineageEvent, 'inputs' | 'outputs'> {
  const error = report?.error ?? null;
  return {
    eventType,
    eventTime,
    producer,
    schemaURL: runEventSchema,
    run: {
      runId: run.runId,
      facets: {
        processing_engine: facet('1-1-1/ProcessingEngineRunFacet', { name: 'titans', version: sdkVersion }),
        ...(error === null
          ? {}
          : {
              errorMessage: facet('1-0-1/ErrorMessageRunFacet', {
                message: `${error.code}: ${error.message}`,
                programmingLanguage: 'TypeScript',
              }),
            }),
      },
    },
    job: { namespace: run.namespace, name: run.pipeline },
  };
}

/** Files are named by their path, as OpenLineage names them; other sources by their own name. */
function datasetOf(name: string, namespace: string): LineageDataset {
  return /[/\\.]/.test(name) && !/^[a-z][a-z0-9+.-]*:/i.test(name)
    ? { namespace: 'file', name: resolve(name) }
    : { namespace, name };
}

function columnsOf(report: PipelineReport, source: string): readonly string[] {
  return report.profiles.find((profile) => profile.source === source)?.columns ?? [];
}

/** An expectation of severity `warn` does not block the load; the others do, for all rows or for some. */
function assertionOf({ expectation, outcome, severity, unexpected }: ExpectationResult): {
  readonly assertion: string;
  readonly success: boolean;
  readonly severity: 'error' | 'warn';
  readonly actual: string;
} {
  return {
    assertion: expectation,
    success: outcome === 'pass',
    severity: severity === 'warn' ? 'warn' : 'error',
    actual: `${unexpected} unexpected`,
  };
}

function facet(schema: string, properties: Readonly<Record<string, unknown>>): LineageFacet {
  return {
    ...properties,
    _producer: producer,
    _schemaURL: `${specification}/facets/${schema}.json#/$defs/${schema.slice(schema.indexOf('/') + 1)}`,
  };
}

import { sdkVersion } from '@titans/core';
import { expect, test } from 'vitest';
import { lineageEvent } from './lineage-event.js';
import type { Run } from './tracker.js';

const run: Run = {
  id: '0190c8a0b1c27d3e8f00112233445566',
  experiment: 'nightly',
  name: 'may',
  status: 'finished',
  startedAt: '2024-05-31T01:00:00.000Z',
  endedAt: '2024-05-31T01:02:03.000Z',
  params: { seed: '42' },
  metrics: [],
  tags: {
    'titans.sdk_version': '0.1.0',
    'titans.data_fingerprint': 'a'.repeat(64),
    'titans.source': 'warehouse',
    'titans.rows': '1200',
    'titans.model.category': 'category@0123456789ab',
    'titans.model.amount': 'amount@ba9876543210',
    team: 'risk',
  },
};

const _producer = `https://www.npmjs.com/package/@titans/models/v/${sdkVersion}`;
const facet = (version: string, name: string) => ({
  _producer,
  _schemaURL: `https://openlineage.io/spec/facets/${version}/${name}.json#/$defs/${name}`,
});
const versionOf = (datasetVersion: string) => ({
  version: { ...facet('1-0-0', 'DatasetVersionDatasetFacet'), datasetVersion },
});

test('a run that ended is a COMPLETE event with what it read and made', () => {
  // Members and required ones as the specification 2.0.2 lists them.
  expect(lineageEvent(run, { namespace: 'bank' })).toEqual({
    eventType: 'COMPLETE',
    eventTime: '2024-05-31T01:02:03.000Z',
    run: {
      runId: '0190c8a0-b1c2-7d3e-8f00-112233445566',
      facets: {
        processing_engine: {
          ...facet('1-1-0', 'ProcessingEngineRunFacet'),
          name: 'Titans',
          version: '0.1.0',
        },
      },
    },
    job: {
      namespace: 'bank',
      name: 'nightly',
      facets: {
        jobType: {
          ...facet('2-0-2', 'JobTypeJobFacet'),
          processingType: 'BATCH',
          integration: 'TITANS',
          jobType: 'TRAINING',
        },
      },
    },
    inputs: [
      {
        namespace: 'bank',
        name: 'warehouse',
        facets: versionOf('a'.repeat(64)),
        inputFacets: {
          dataQualityMetrics: {
            ...facet('1-0-2', 'DataQualityMetricsInputDatasetFacet'),
            rowCount: 1200,
            columnMetrics: {},
          },
        },
      },
    ],
    outputs: [
      { namespace: 'bank', name: 'nightly/category', facets: versionOf('category@0123456789ab') },
      { namespace: 'bank', name: 'nightly/amount', facets: versionOf('amount@ba9876543210') },
    ],
    producer: _producer,
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
  });
});

test('a run that goes on, or ended badly, says so, with what is known of it', () => {
  const begun: Run = { ...run, status: 'running', endedAt: null, tags: {} };
  expect(lineageEvent(begun)).toMatchObject({
    eventType: 'START',
    eventTime: run.startedAt,
    inputs: [{ namespace: 'titans', name: 'transactions', facets: {} }],
    outputs: [],
  });
  expect(lineageEvent(begun).inputs[0]).not.toHaveProperty('inputFacets');
  expect(lineageEvent({ ...run, status: 'failed' }).eventType).toBe('FAIL');
  expect(lineageEvent({ ...run, status: 'killed' }).eventType).toBe('ABORT');
});

import {
  deduplicate,
  expectations,
  extract,
  normaliseMerchants,
  type PipelineReport,
  pipeline,
  type Warehouse,
} from '@titans/etl';

/** Imports exports of any format into a warehouse: what is there already is left out, whatever file it came in. */
export function importExports(pattern: string, warehouse: Warehouse): Promise<PipelineReport> {
  return pipeline({
    name: 'import',
    extract: extract(pattern),
    transform: [normaliseMerchants({ given: 'normalise' }), deduplicate({ against: warehouse })],
    expect: expectations.transactions(),
    load: warehouse.loader(),
  }).run({ mode: 'incremental' });
}

import { memoryArtifactStore } from '@titans/core';
import { loadModels, type TrainedSuite } from '@titans/models';
import { createTitans, type FetchOptions, type Titans } from '@titans/server-adapter';
import files from '../../../examples/cloudflare/models/index.js';
import { stagedHost } from '../conformance/staged-host.js';
import { askedConfiguration } from './asked-configuration.js';

let models: Promise<TrainedSuite> | undefined;
let asked: Promise<Titans> | undefined;
const stages = stagedHost(() => {
  models ??= load();
  return models;
});

async function load(): Promise<TrainedSuite> {
  const store = memoryArtifactStore();
  for (const [name, bytes] of Object.entries(files)) await store.put(name, new Uint8Array(bytes));
  return loadModels(store);
}

/** The conformance cases where the environment says so, else one service that is asked everything. */
export default {
  async fetch(
    request: Request,
    { PROGRAM }: { readonly PROGRAM: 'cases' | 'questions' },
    context: { waitUntil(work: Promise<unknown>): void },
  ): Promise<Response> {
    const options: FetchOptions = {
      clientAddress: request.headers.get('cf-connecting-ip') ?? '127.0.0.1',
      waitUntil: (work) => context.waitUntil(work),
    };
    if (PROGRAM === 'cases') return stages(request, options);
    asked ??= load().then((suite) => createTitans(askedConfiguration(suite)));
    return (await asked).fetch(request, options);
  },
};

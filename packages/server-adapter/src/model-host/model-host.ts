import { loadModels, type TrainedSuite } from '@titans/models';
import type { Clock } from '../http/clock.js';
import type { ModelsSetting } from './models-setting.js';

/** The models that answer, as they are for the whole of one request. */
export interface ServedModels {
  readonly suite: TrainedSuite;
  /** The version of the registry; `null` without one. */
  readonly version: string | null;
  /** When they began to answer, in milliseconds since 1970. */
  readonly since: number;
}

/** Holds the models of a tenant, and swaps them without anyone noticing but by the answers. */
export interface ModelHost {
  /** A request reads this once, so that it sees one set of models from start to end. */
  readonly current: ServedModels;
  /** Loads the models again from where they come from. What answers stays if that fails. */
  reload(): Promise<void>;
}

/**
 * Loads the models of a tenant.
 *
 * @throws TitansError whatever loading throws.
 */
export async function modelHost(setting: ModelsSetting, clock: Clock): Promise<ModelHost> {
  const load = async (): Promise<ServedModels> => ({
    suite: typeof setting === 'string' ? await loadModels(setting) : setting,
    version: null,
    since: clock.now(),
  });
  let current = await load();
  return {
    get current() {
      return current;
    },
    async reload() {
      current = await load();
    },
  };
}

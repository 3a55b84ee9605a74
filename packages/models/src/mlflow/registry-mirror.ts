import { isTitansError, sdkVersion } from '@titans/core';
import type { RegistryMirror } from '../lifecycle/registry/artifact-registry.js';
import { lineageTags } from '../lifecycle/registry/model-lineage.js';
import type { ModelState, VersionRecord } from '../lifecycle/registry/model-state.js';
import type { VersionNumbers } from '../lifecycle/registry/register-version.js';
import type { SuiteFiles } from '../lifecycle/registry/suite-files.js';
import { createVersion, eraseVersion, searchVersions, type WireVersion } from './model-versions.js';
import { orNull, type RegistryHome, type RegistryHomes } from './registry-homes.js';
import { repeated } from './repeated.js';

const suiteTag = 'titans.suite';
const registryTag = 'titans.registry';
const isRunId = /^[0-9a-f]{32}$/;
/** Names of tags that MLflow takes. */
const shownTag = /^[\w. -]+$/;
/** Age from which a version that never came into the history is removed. */
const orphansOlderThanMs = 86_400_000;

/** Shows models and their versions in MLflow. */
export function registryMirror(homes: RegistryHomes): RegistryMirror {
  const { api, label, shown, find, folderOf } = homes;

  /** A version that nobody knows yet, with its files where MLflow's pages show them. */
  async function allocate(model: string, made: SuiteFiles, runId: string | undefined): Promise<number> {
    const home = (await find(model)) as RegistryHome;
    // A run of another tracker is none here.
    const own = runId !== undefined && isRunId.test(runId) ? await orNull(folderOf(runId)) : null;
    const [run, root] = own === null ? [home.runId, home.folder] : [runId as string, own];
    const folder = `${root}/suites/${made.id.slice(0, 16)}-${globalThis.crypto.randomUUID().slice(0, 8)}`;
    for (const { name, content } of made.files) await api.upload(`${folder}/${name}`, content);
    await api.upload(`${folder}/MLmodel`, modelFile(run, made.id));
    try {
      await api.post('registered-models/create', { name: shown(model) });
    } catch (error) {
      if (!isTitansError(error, 'CONFLICT')) throw error;
    }
    const tags = { [suiteTag]: made.id, [registryTag]: label };
    return createVersion(api, shown(model), { folder, runId: run, description: null, tags });
  }

  function numbers(model: string, runId: string | undefined): VersionNumbers {
    let own: number | null = null;
    return {
      async next(made, { versions }) {
        if (own === null || versions.has(own)) own = await allocate(model, made, runId);
        // Where several register one suite at once, all take the number that was given first.
        const same = await searchVersions(api, shown(model), { key: suiteTag, value: made.id });
        const free = same.filter(({ number, tags }) => !versions.has(number) && tags[registryTag] === label);
        return Math.min(own, ...free.map(({ number }) => number));
      },
      async settle({ versions }, number) {
        if (own === null || own === number || versions.has(own)) return;
        const unused = (await searchVersions(api, shown(model))).find((version) => version.number === own);
        if (unused !== undefined) await eraseVersion(api, shown(model), unused);
      },
    };
  }

  async function show(model: string, state: ModelState): Promise<void> {
    const name = shown(model);
    const registered = await orNull(
      api.get<{ registered_model: { aliases?: readonly { alias: string; version: string | number }[] } }>(
        'registered-models/get',
        { name },
      ),
    );
    if (registered === null) return;
    const aliases = new Map(
      (registered.registered_model.aliases ?? []).map(({ alias, version }) => [alias, Number(version)]),
    );
    for (const [alias, number] of state.aliases) {
      if (aliases.get(alias) !== number)
        await api.post('registered-models/alias', { name, alias, version: String(number) });
    }
    for (const alias of aliases.keys()) {
      if (!state.aliases.has(alias)) await api.remove('registered-models/alias', { name, alias });
    }
    for (const version of await searchVersions(api, name)) {
      const record = state.versions.get(version.number);
      if (record !== undefined && !state.deleted.has(record.number)) await showVersion(name, record, version);
      else if (record !== undefined || isOrphan(version)) await eraseVersion(api, name, version);
    }
  }

  async function showVersion(name: string, record: VersionRecord, version: WireVersion): Promise<void> {
    const of = { name, version: String(version.number) };
    const wanted = tagsOf(record, label);
    for (const [key, value] of Object.entries(wanted)) {
      if (version.tags[key] !== value) await api.post('model-versions/set-tag', { ...of, key, value });
    }
    for (const key of Object.keys(version.tags)) {
      if (!Object.hasOwn(wanted, key)) await api.remove('model-versions/delete-tag', { ...of, key });
    }
    const description = record.description ?? '';
    if (version.description !== description) await api.patch('model-versions/update', { ...of, description });
  }

  function isOrphan({ tags, createdAt }: WireVersion): boolean {
    return tags[registryTag] === label && createdAt < Date.now() - orphansOlderThanMs;
  }

  return {
    numbers: (model, { tags = {} }) => numbers(model, tags[lineageTags.run]),
    async changed(model, read) {
      // Another may have changed something meanwhile, and have shown it before what is shown here.
      for (let shownUp = -1; ; ) {
        const state = await read();
        if (state.sequence === shownUp) return;
        shownUp = state.sequence;
        try {
          await repeated(() => show(model, state));
        } catch (error) {
          // Another removed a version that was about to be shown: then there is something newer to show.
          const isOutdated = isTitansError(error, 'NOT_FOUND') && (await read()).sequence > shownUp;
          if (!isOutdated) throw error;
        }
      }
    },
  };
}

function tagsOf(
  { id, tags, createdBy, tasks, dataFingerprint }: VersionRecord,
  label: string,
): Readonly<Record<string, string>> {
  const own = {
    [suiteTag]: id,
    [registryTag]: label,
    'titans.registered-by': createdBy,
    'titans.tasks': tasks.join(','),
    'titans.data-fingerprint': dataFingerprint,
  };
  return { ...Object.fromEntries(Object.entries(tags).filter(([tag]) => shownTag.test(tag))), ...own };
}

/** What MLflow's pages read of a model. JSON is YAML. */
function modelFile(runId: string, suite: string): Uint8Array {
  const flavors = { titans: { sdk_version: sdkVersion, suite } };
  return new TextEncoder().encode(JSON.stringify({ run_id: runId, flavors }, null, 2));
}

import {
  type ArtifactStore,
  canonicalJson,
  type DecodeArtifactOptions,
  type EncodeArtifactOptions,
  memoryArtifactStore,
  sha256Hex,
  TitansError,
  throwIfAborted,
} from '@titans/core';
import { loadModels } from '../../suite/load.js';
import type { TrainedSuite } from '../../tasks/models.js';
import type { VersionFile } from './history-entry.js';

/** The files of a suite before they are stored. */
export interface SuiteFiles {
  /** SHA-256 of the names, lengths and checksums, in order of the names. */
  readonly id: string;
  readonly files: readonly (Omit<VersionFile, 'stored'> & { readonly content: Uint8Array })[];
}

/** The files that `save` makes of a suite. */
export async function suiteFiles(
  suite: TrainedSuite,
  sign: EncodeArtifactOptions['sign'] | undefined,
): Promise<SuiteFiles> {
  const store = memoryArtifactStore();
  await suite.save(store, { ...(sign && { sign }) });
  const files = await Promise.all(
    (await store.list()).map(async (name) => {
      const content = await store.get(name);
      return { name, sha256: await sha256Hex(content), bytes: content.length, content };
    }),
  );
  return { id: await idOfFiles(files), files };
}

/** The address of a version: what it consists of, whenever and by whom it was registered. */
async function idOfFiles(files: readonly Omit<VersionFile, 'stored'>[]): Promise<string> {
  const manifest = files.map(({ name, sha256, bytes }) => ({ name, sha256, bytes }));
  return sha256Hex(new TextEncoder().encode(canonicalJson(manifest)));
}

/** A name under which nothing was or will be stored, with the moment from which it counts as forgotten. */
export function freshName(sha256: string, now: number): string {
  return `${sha256}-${Math.floor(now).toString(36)}-${globalThis.crypto.randomUUID().slice(0, 8)}`;
}

/** When a stored file was named, in milliseconds since 1970; `undefined` for the name of something else. */
export function storedAt(stored: string): number | undefined {
  const time = /^[0-9a-f]{64}-([0-9a-z]{1,12})-[0-9a-f]{8}$/.exec(stored)?.[1];
  return time === undefined ? undefined : Number.parseInt(time, 36);
}

/** What a version's files are read with. */
export interface ReadFilesOptions {
  readonly store: ArtifactStore;
  readonly name: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * The files of a version, every byte compared with its checksum and the checksums with the version's id.
 *
 * @throws TitansError `ARTIFACT_CORRUPT` or `ARTIFACT_TRUNCATED` for bytes that are not the version's, `NOT_FOUND` for a file
 * that is gone.
 */
export async function verifiedFiles(
  version: { readonly id: string; readonly files: readonly VersionFile[] },
  { store, name, signal }: ReadFilesOptions,
): Promise<ArtifactStore> {
  if ((await idOfFiles(version.files)) !== version.id) {
    throw new TitansError('ARTIFACT_CORRUPT', 'The checksums of the version do not match its id.', {
      details: { source: `${name}/${version.id}` },
    });
  }
  const verified = memoryArtifactStore();
  for (const file of version.files) {
    throwIfAborted(signal, 'reading a version');
    const source = `files/${name}/${file.stored}`;
    const content = await store.get(source);
    if (content.length < file.bytes) {
      throw new TitansError(
        'ARTIFACT_TRUNCATED',
        `A file of the version has ${content.length} bytes of ${file.bytes}.`,
        {
          details: { source, found: content.length, expected: file.bytes },
        },
      );
    }
    if ((await sha256Hex(content)) !== file.sha256) {
      throw new TitansError('ARTIFACT_CORRUPT', 'A file of the version does not match its checksum.', {
        details: { source },
      });
    }
    await verified.put(file.name, content);
  }
  return verified;
}

/** The suite of a version's files, after they are verified. */
export async function loadVersion(
  version: { readonly id: string; readonly files: readonly VersionFile[] },
  options: ReadFilesOptions,
  verify: NonNullable<DecodeArtifactOptions['verify']> | undefined,
): Promise<TrainedSuite> {
  const files = await verifiedFiles(version, options);
  throwIfAborted(options.signal, 'reading a version');
  return loadModels(files, { ...(verify && { verify }) });
}

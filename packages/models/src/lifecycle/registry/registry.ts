import type { WorkOptions } from '@titans/core';
import type { ReportRow, TaskName, TrainedSuite } from '../../tasks/models.js';

/** The stages that MLflow gave versions up to 2.9. Here they follow from the aliases. */
export const registryStages = ['None', 'Staging', 'Production', 'Archived'] as const;
export type RegistryStage = (typeof registryStages)[number];

/**
 * What names a version of a model:
 *
 * | reference | is |
 * |---|---|
 * | `3`, `'3'`, `'v3'` | the version of that number |
 * | `'champion'`, `'@champion'` | the version that the alias points to |
 * | 64 hexadecimal digits, or `'sha256:'` and at least 8 of them | the version of that content |
 * | `'latest'` | the newest version |
 * | `'Production'` | the champion |
 * | `'Staging'` | the version of the alias `staging`, or else of `challenger` |
 * | `'Archived'` | the newest version that was champion, challenger or staging, and is none of them now |
 * | `'None'` | the newest version that never was one |
 */
export type VersionReference = string | number;

/** A measured figure of a version; `null` where it could not be measured. */
export interface VersionMetric extends Omit<ReportRow, 'value'> {
  readonly value: number | null;
}

/** A registered suite. Its bytes never change; its tags, description and aliases may. */
export interface ModelVersion {
  /** SHA-256 over the names and checksums of its files, 64 hexadecimal digits: the same bytes have the same id. */
  readonly id: string;
  /** 1, 2, 3, … per model; never given twice. */
  readonly number: number;
  readonly tasks: readonly TaskName[];
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly createdBy: string;
  readonly description: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** The rows of the suite's report. */
  readonly metrics: readonly VersionMetric[];
  /** SHA-256 of the training transactions. */
  readonly dataFingerprint: string;
  /** Release of Titans that registered it. */
  readonly sdkVersion: string;
  /** Bytes of its files. */
  readonly bytes: number;
  /** Aliases that point to it, in alphabetical order. */
  readonly aliases: readonly string[];
  readonly stage: RegistryStage;
}

/** A move of an alias, as the history keeps it. */
export interface AliasMove {
  /** Place in the model's history, from 1; other changes take places too. */
  readonly sequence: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly by: string;
  readonly reason: string | null;
  readonly alias: string;
  readonly action: 'set' | 'remove' | 'promote' | 'rollback';
  /** Id of the version that had the alias before. */
  readonly from: string | null;
  readonly to: string | null;
  /** What was measured of the version that has the alias now; empty where none has. */
  readonly metrics: readonly VersionMetric[];
}

/** A model of the registry. */
export interface RegisteredModel {
  readonly name: string;
  /** Versions that there are, deleted ones not counted. */
  readonly versions: number;
  /** Number of the newest version. */
  readonly latest: number | null;
  /** Ids of versions by alias. */
  readonly aliases: Readonly<Record<string, string>>;
}

/** A part of a list. */
export interface RegistryPage<Item, Cursor> {
  readonly items: readonly Item[];
  /** Gives the next page; `null` on the last. */
  readonly next: Cursor | null;
}

/** Which part of a list. */
export interface PageOptions<Cursor> extends Pick<WorkOptions, 'signal'> {
  /** 1 to 1,000, 100 unless told. */
  readonly limit?: number;
  /** `next` of the page before; the first page unless told. */
  readonly cursor?: Cursor;
}

/** Who changes something. */
export interface ChangeOptions extends Pick<WorkOptions, 'signal'> {
  /** Who: a user, a credential, a job. 1 to 200 characters. */
  readonly by: string;
}

/** How a version is registered. */
export interface RegisterOptions extends ChangeOptions {
  /** At most 2,000 characters. */
  readonly description?: string;
  /** At most 50, of names up to 100 and values up to 500 characters. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** How an alias is moved. */
export interface AliasOptions extends ChangeOptions {
  /** Why, up to 500 characters. A protected alias is not moved without. */
  readonly reason?: string;
  /**
   * The version that the caller has seen there, `null` for none: moved only if it still is. Moved whatever is there unless
   * told.
   */
  readonly expected?: VersionReference | null;
  /**
   * `sequence` of the last move of the alias that the caller has seen, 0 for none: moved only if there was none since, not even
   * there and back. Not looked at unless told.
   */
  readonly unmovedSince?: number;
}

/** How the champion is changed. */
export interface PromoteOptions extends AliasOptions {
  readonly reason: string;
}

/** What {@link ModelRegistry.collectGarbage} keeps. */
export interface GarbageOptions extends ChangeOptions {
  /** Newest versions kept, 10 unless told. */
  readonly keep?: number;
  /** Versions kept because they were champion last, 5 unless told. */
  readonly keepChampions?: number;
  /**
   * Age from which files of registrations that never ended are removed, 24 hours unless told. Must be longer than any
   * registration takes.
   */
  readonly orphansOlderThanMs?: number;
  /** Only says what it would remove; `false` unless told. */
  readonly dryRun?: boolean;
}

/** What {@link ModelRegistry.collectGarbage} removed. */
export interface GarbageReport {
  readonly versions: readonly ModelVersion[];
  /** Files removed. */
  readonly files: number;
}

/**
 * Versions of trained suites by name, with aliases that are moved by compare-and-set and a history that is only ever
 * appended to. Every change is one entry of the history that exactly one writer can make, so that several processes may use
 * one registry and any of them may be killed at any time: a change has happened or it has not.
 *
 * Methods throw `TitansError` with `INVALID_ARGUMENT` for a wrong name, reference, text or option, `NOT_FOUND` for a model or
 * version that there is not, `CONFLICT` where what is stored is not what was expected, `ARTIFACT_CORRUPT`,
 * `ARTIFACT_TRUNCATED` or `ARTIFACT_SIGNATURE` for bytes that were changed, `ABORTED`, and what the store throws.
 */
export interface ModelRegistry {
  /**
   * Registers a suite. One of the same bytes that is there already is given as it is, with its number, tags and
   * description.
   *
   * @param name 1 to 80 letters, digits and `. _ -`, a letter or digit first.
   */
  register(name: string, suite: TrainedSuite, options: RegisterOptions): Promise<ModelVersion>;
  /** Models in code point order. */
  models(options?: PageOptions<string>): Promise<RegistryPage<RegisteredModel, string>>;
  model(name: string, options?: Pick<WorkOptions, 'signal'>): Promise<RegisteredModel>;
  /** Versions, newest first. */
  versions(name: string, options?: PageOptions<number>): Promise<RegistryPage<ModelVersion, number>>;
  resolve(
    name: string,
    reference: VersionReference,
    options?: Pick<WorkOptions, 'signal'>,
  ): Promise<ModelVersion>;
  /** The suite of a version. Every byte is compared with the version's checksums before any is parsed. */
  load(
    name: string,
    reference: VersionReference,
    options?: Pick<WorkOptions, 'signal'>,
  ): Promise<TrainedSuite>;
  /**
   * Moves an alias, or removes it with `null`. What a protected alias is to point to is verified first.
   *
   * @param alias 1 to 50 of `a-z 0-9 _ -`, a letter first; not `latest`, `v1`, `v2`, … nor a stage but `staging`.
   * @returns The version that the alias points to now.
   */
  setAlias(
    name: string,
    alias: string,
    reference: VersionReference | null,
    options: AliasOptions,
  ): Promise<ModelVersion | null>;
  /** Makes a version the champion once its bytes are verified. Nothing is recorded if it is the champion already. */
  promote(name: string, reference: VersionReference, options: PromoteOptions): Promise<ModelVersion>;
  /**
   * Makes the champion before the present one champion again; once more, the one before that.
   *
   * @throws TitansError `NOT_FOUND` if there was none before that still exists.
   */
  rollback(name: string, options: PromoteOptions): Promise<ModelVersion>;
  /** Moves of aliases, newest first. */
  history(
    name: string,
    options?: PageOptions<number> & { readonly alias?: string },
  ): Promise<RegistryPage<AliasMove, number>>;
  /** Changes tags; a tag of value `null` is removed. */
  setTags(
    name: string,
    reference: VersionReference,
    tags: Readonly<Record<string, string | null>>,
    options: ChangeOptions,
  ): Promise<ModelVersion>;
  describe(
    name: string,
    reference: VersionReference,
    description: string | null,
    options: ChangeOptions,
  ): Promise<ModelVersion>;
  /** Removes a version and its files; its entries in the history stay. @throws TitansError `CONFLICT` if an alias points to it. */
  delete(
    name: string,
    reference: VersionReference,
    options: ChangeOptions & { readonly reason: string },
  ): Promise<void>;
  /** Removes old versions, never one with an alias nor one of the last champions, and files that belong to none. */
  collectGarbage(name: string, options: GarbageOptions): Promise<GarbageReport>;
}

import { readdir, rm, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { isTitansError, TitansError } from '@titans/core';
import type { GarbageReport } from '@titans/models/lifecycle';
import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import type { View } from '../command-line/view.js';
import { stateFolders, withState } from '../state/state.js';
import { userName } from '../state/user-name.js';
import { bytes, counted } from '../terminal/format.js';

/** What `titans clean` takes. */
export interface CleanOptions {
  readonly deep?: boolean;
  readonly dryRun?: boolean;
  readonly keep?: number;
}

/** What `titans clean --json` prints. */
export interface CleanDocument {
  readonly dryRun: boolean;
  /** Numbers of the versions that were removed, or would be. */
  readonly versionNumbers: readonly number[];
  /** Files of models that belong to no version. */
  readonly leftFiles: number;
  /** With `--deep`: what was removed of the state directory, or would be. */
  readonly directories: readonly { readonly path: string; readonly bytes: number }[];
}

const defaultKeep = 10;

/**
 * Removes versions of models that are old and nobody's, and files that killed processes left. With `deep`, all that the
 * command keeps in the state directory; what lies there beside it stays, and so does a database on a server.
 *
 * @throws TitansError `INVALID_ARGUMENT` without consent, or for a state directory that holds the working directory; `DATABASE_LOCKED` while a server has the warehouse open.
 */
export async function clean(
  { deep = false, dryRun = false, keep = defaultKeep }: CleanOptions,
  context: CommandContext,
): Promise<Outcome<CleanDocument>> {
  if (deep) requireOwnDirectory(context);
  const found = deep ? await allOf(context) : await garbageOf(context, keep, true);
  const isNothing = found.versionNumbers.length + found.leftFiles + found.directories.length === 0;
  if (dryRun || isNothing) return { document: { dryRun, ...found } };
  await context.questions.requireConsent(`Remove ${whatOf(found)}?`);
  if (!deep) return { document: { dryRun, ...(await garbageOf(context, keep, false)) } };
  await requireUnused(context);
  for (const { path } of found.directories) {
    await rm(resolve(context.cwd, path), { recursive: true, force: true });
  }
  return { document: { dryRun, ...found } };
}

type Found = Omit<CleanDocument, 'dryRun'>;

async function garbageOf(context: CommandContext, keep: number, dryRun: boolean): Promise<Found> {
  const { settings, signal } = context;
  return withState(context, async (state) => {
    const registry = await state.registry();
    let report: GarbageReport = { versions: [], files: 0 };
    try {
      report = await registry.collectGarbage(settings.model, { by: userName(), keep, dryRun, signal });
    } catch (error) {
      if (!isTitansError(error, 'NOT_FOUND')) throw error;
    }
    return {
      versionNumbers: report.versions.map(({ number }) => number),
      leftFiles: report.files,
      directories: [],
    };
  });
}

async function allOf({ settings, cwd }: CommandContext): Promise<Found> {
  const directories: { path: string; bytes: number }[] = [];
  for (const folder of Object.values(stateFolders)) {
    const path = join(settings.stateDirectory, folder);
    const size = await sizeOf(path);
    if (size !== null) directories.push({ path: relative(cwd, path), bytes: size });
  }
  return { versionNumbers: [], leftFiles: 0, directories };
}

/** Folders of these names beside other work may be somebody else's. */
function requireOwnDirectory({ settings, cwd }: CommandContext): void {
  const path = relative(settings.stateDirectory, cwd);
  const isAbove = path === '' || !(path.startsWith('..') || isAbsolute(path));
  if (!isAbove) return;
  throw new TitansError(
    'INVALID_ARGUMENT',
    `${settings.stateDirectory} holds the working directory: what is not ours there could be lost. Remove its folders by hand.`,
    { details: { field: '--state' } },
  );
}

/** Whoever has the warehouse open must not lose it from below. */
async function requireUnused(context: CommandContext): Promise<void> {
  if (context.settings.databaseUrl !== null) return;
  await withState(context, async (state) => {
    await state.warehouse({ migrate: false });
  }).catch((error: unknown) => {
    // A database that cannot be opened any more is a reason to begin anew.
    if (isTitansError(error, 'DATABASE_LOCKED')) throw error;
  });
}

async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  const names = await readdir(path, { recursive: true });
  const sizes = await Promise.all(
    names.map(async (name) => {
      const each = await stat(join(path, name)).catch(() => null);
      return each?.isFile() === true ? each.size : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function whatOf({ versionNumbers, leftFiles, directories }: Found): string {
  const parts = [
    ...(versionNumbers.length > 0 ? [`${counted(versionNumbers.length, 'version')} of the models`] : []),
    ...(leftFiles > 0 ? [counted(leftFiles, 'left file')] : []),
    ...directories.map(({ path, bytes: size }) => `${path} (${bytes(size)})`),
  ];
  return parts.join(', ');
}

/** What was removed, or would be. */
export function cleanText({ dryRun, ...found }: CleanDocument, { colours }: View): string {
  const what = whatOf(found);
  if (what === '') return 'There is nothing to remove.';
  return dryRun ? `${colours.warning('Would remove')} ${what}.` : `${colours.good('Removed')} ${what}.`;
}

/** `titans clean`. */
export const cleanCommand: LoadedCommand = loadedCommand(clean, cleanText);

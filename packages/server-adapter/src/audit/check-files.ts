import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { TitansError } from '@titans/core';
import { endedFiles, logPathOf } from './audit-file-names.js';
import type { AuditEntry } from './audit-log.js';
import { checkChain, type KeptText } from './check-chain.js';
import { linesOfHandle, openToRead } from './kept-file.js';
import type { AuditFilesReport, AuditFilesVerifyOptions } from './verify-audit-files.js';

/** What reading the files has come upon. */
interface Reading {
  readonly files: { readonly path: string; entries: number }[];
  tornBytes: number;
}

const toldEvery = 1_000;

/** Checks the files of a log, which a process may write to meanwhile. */
export async function checkFiles(
  given: string,
  { head, keys, signal, onProgress }: AuditFilesVerifyOptions,
): Promise<AuditFilesReport> {
  const path = await logIn(given);
  const reading: Reading = { files: [], tornBytes: 0 };
  let entries = 0;
  let first: AuditEntry | null = null;
  let last: AuditEntry | null = null;
  const verdict = await checkChain(textsIn(path, reading), {
    heads: head === undefined ? [] : [head].flat(),
    keys,
    signal,
    mayBeginLater: true,
    onEntry(entry) {
      entries++;
      if (entries % toldEvery === 0) onProgress?.({ stage: 'checking', done: entries, unit: 'rows' });
      first ??= entry;
      last = entry;
    },
  });
  if (reading.files.length === 0) {
    throw new TitansError('SOURCE_UNREADABLE', `There is no audit log at ${path}.`, { details: { path } });
  }
  return { verdict, files: reading.files, entries, first, last, tornBytes: reading.tornBytes };
}

async function* textsIn(path: string, reading: Reading): AsyncGenerator<KeptText> {
  let done = 0;
  for (;;) {
    const next = (await endedFiles(path)).find((file) => file.first > done);
    const file = next?.path ?? path;
    const handle = await openToRead(file);
    if (next === undefined && handle !== null) {
      // The file that is written may have been ended before it was opened.
      const sinceEnded = (await endedFiles(path)).some((each) => each.first > done);
      if (sinceEnded) {
        await handle.close();
        continue;
      }
    }
    if (handle !== null) {
      const read = { path: file, entries: 0 };
      reading.files.push(read);
      for await (const each of linesOfHandle(handle, file)) {
        const place = { file, line: each.line };
        if ('text' in each) {
          yield { text: each.text, place };
          // Whoever reads on has found it right.
          read.entries++;
        } else if ('problem' in each) yield { text: '', problem: each.problem, place };
        else if (next === undefined) reading.tornBytes = each.tornBytes;
        else yield { text: '', problem: 'It was not written to its end.', place };
      }
    }
    if (next === undefined) return;
    done = next.first;
  }
}

/**
 * The path of the log that is meant.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a directory with several.
 */
async function logIn(given: string): Promise<string> {
  const found = await stat(given).catch(() => null);
  if (found?.isDirectory() !== true) return given;
  const names = await readdir(given).catch((cause: unknown) => {
    throw new TitansError('SOURCE_UNREADABLE', `The directory ${given} cannot be read.`, { cause });
  });
  const logs = new Set(names.map(logPathOf).filter((name) => isLog(name, names)));
  const [only, ...others] = logs;
  if (only === undefined) {
    throw new TitansError(
      'SOURCE_UNREADABLE',
      `There is no audit log in ${given}: no file with the extension .ndjson or .jsonl, and none that a log has ended.`,
      { details: { path: given } },
    );
  }
  if (others.length > 0) {
    const list = [...logs].toSorted().join(', ');
    throw new TitansError('INVALID_ARGUMENT', `${given} holds several logs: ${list}. Name one of them.`, {
      details: { field: 'path' },
    });
  }
  return join(given, only);
}

function isLog(name: string, names: readonly string[]): boolean {
  if (/\.(ndjson|jsonl)$/.test(name)) return true;
  return names.some((each) => each !== name && logPathOf(basename(each)) === name);
}

import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { TitansError } from '@titans/core';
import { type EndedFile, endedFiles, logPathOf } from './audit-file-names.js';
import type { AuditEntry } from './audit-log.js';
import { checkChain, expectedHeads, type KeptText } from './check-chain.js';
import { linesOf, openEnded, openToRead } from './kept-file.js';
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
    heads: expectedHeads(head),
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
  let known: EndedFile[] = [];
  const findLater = async () => (await endedFiles(path)).filter(({ first }) => first > done);
  for (;;) {
    if (known.length === 0) known = await findLater();
    const ended = known.shift();
    const file = ended === undefined ? await openToRead(path) : await openEnded(ended.path);
    if (ended === undefined && file !== null) {
      // The file that is written may have been ended before it was opened.
      known = await findLater();
      if (known.length > 0) {
        await file.handle.close();
        continue;
      }
    }
    if (file !== null) {
      const read = { path: file.path, entries: 0 };
      reading.files.push(read);
      for await (const each of linesOf(file)) {
        const place = { file: file.path, line: each.line };
        if ('text' in each) {
          yield { text: each.text, place };
          // Whoever reads on has found it right.
          read.entries++;
        } else if ('problem' in each) yield { text: '', problem: each.problem, place };
        else if (ended === undefined) reading.tornBytes = each.tornBytes;
        else yield { text: '', problem: 'It was not written to its end.', place };
      }
    }
    if (ended === undefined) return;
    done = ended.first;
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

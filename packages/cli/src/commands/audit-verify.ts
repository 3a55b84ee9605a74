import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { TitansError, type VerificationKey } from '@titans/core';
import { type AuditEntry, type AuditHead, verifyAuditFiles } from '@titans/server-adapter';
import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import type { View } from '../command-line/view.js';
import { bytes, count, counted, plain } from '../terminal/format.js';

/** What `titans audit verify` takes. */
export interface AuditVerifyCommandOptions {
  readonly path: string;
  /** Entries that must be there: `SEQUENCE:HASH`, or a file with checkpoints. */
  readonly expect?: readonly string[];
  /** Keys of the checkpoints: `ID=FILE`. */
  readonly key?: readonly string[];
}

/** An entry, as far as it is told. */
export interface AuditPoint extends AuditHead {
  readonly time: string;
}

/** What `titans audit verify --json` prints. */
export interface AuditVerifyDocument {
  readonly verdict: 'intact' | 'broken';
  /** Entries that were found right. */
  readonly entries: number;
  readonly files: readonly { readonly path: string; readonly entries: number }[];
  /** The first and the last entry that were found right; `null` where there is none. */
  readonly first: AuditPoint | null;
  readonly last: AuditPoint | null;
  /** The last entry that a signed checkpoint vouches for, 0 for none; `null` where no key was given. */
  readonly signedThrough: number | null;
  /** Of an entry that is being written, or was when the service was killed. */
  readonly tornBytes: number;
  /** The first entry that is not as it was written, or is missing. */
  readonly fault: {
    readonly sequence: number;
    readonly reason: string;
    readonly path: string | null;
    readonly line: number | null;
  } | null;
}

/**
 * Checks an audit log in files. Ends with 3 where it is not as it was written.
 *
 * @throws TitansError `SOURCE_UNREADABLE`, `INVALID_ARGUMENT`.
 */
export async function verifyAudit(
  { path, expect = [], key = [] }: AuditVerifyCommandOptions,
  { cwd, signal, onProgress }: CommandContext,
): Promise<Outcome<AuditVerifyDocument>> {
  const head = (await Promise.all(expect.map((text) => expectedHeads(text, cwd)))).flat();
  const keys = await Promise.all(key.map((text) => readKey(text, cwd)));
  const { verdict, files, entries, first, last, tornBytes } = await verifyAuditFiles(resolve(cwd, path), {
    head,
    signal,
    onProgress,
    ...(keys.length === 0 ? {} : { keys }),
  });
  const named = (file: string): string => relative(cwd, file) || file;
  const isBroken = verdict.state === 'broken';
  const signedThrough = isBroken ? 0 : verdict.signedThrough;
  return {
    document: {
      verdict: verdict.state,
      entries,
      files: files.map((file) => ({ ...file, path: named(file.path) })),
      first: first && pointOf(first),
      last: last && pointOf(last),
      signedThrough: keys.length === 0 ? null : signedThrough,
      tornBytes,
      fault: isBroken
        ? {
            sequence: verdict.sequence,
            reason: verdict.reason,
            path: verdict.place === undefined ? null : named(verdict.place.file),
            line: verdict.place?.line ?? null,
          }
        : null,
    },
    exitCode: isBroken ? 3 : 0,
  };
}

function pointOf({ sequence, time, hash }: AuditEntry): AuditPoint {
  return { sequence, time, hash };
}

async function expectedHeads(text: string, cwd: string): Promise<readonly AuditHead[]> {
  const written = /^(\d+):([0-9a-f]{64})$/.exec(text);
  if (written !== null) return [{ sequence: Number(written[1]), hash: String(written[2]) }];
  const lines = (await readText(text, cwd, '--expect')).split('\n').filter((line) => line.trim() !== '');
  const heads = lines.map(readHead);
  const isWhole = heads.length > 0 && heads.every((head) => head !== null);
  if (isWhole) return heads as readonly AuditHead[];
  throw refused('--expect', `${text} holds no checkpoints: a line of JSON with sequence and hash for each.`);
}

function readHead(line: string): AuditHead | null {
  try {
    const { sequence, hash } = JSON.parse(line) as Partial<AuditHead>;
    const isHead = Number.isSafeInteger(sequence) && typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash);
    return isHead ? { sequence: sequence as number, hash } : null;
  } catch {
    return null;
  }
}

async function readKey(text: string, cwd: string): Promise<VerificationKey> {
  const [, keyId, file] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (keyId === undefined || file === undefined) throw refused('--key', 'A key is given as ID=FILE.');
  const pem = await readText(file, cwd, '--key');
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch (cause) {
    throw refused('--key', `${file} holds no public key in PEM form.`, cause);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw refused('--key', `${file} holds no key of Ed25519.`);
  return { algorithm: 'Ed25519', keyId, publicKey: key.export({ type: 'spki', format: 'der' }) };
}

async function readText(file: string, cwd: string, field: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (cause) {
    throw refused(field, `${file} cannot be read.`, cause);
  }
}

function refused(field: string, message: string, cause?: unknown): TitansError {
  return new TitansError('INVALID_ARGUMENT', message, { details: { field }, cause });
}

/** What was checked, and what was found first. */
export function auditVerifyText(document: AuditVerifyDocument, { colours }: View): string {
  const { verdict, entries, files, first, last, signedThrough, tornBytes, fault } = document;
  const lines = [
    `${verdict === 'intact' ? colours.good(verdict) : colours.bad(verdict)}  ${count(entries)} ${entries === 1 ? 'entry' : 'entries'} of ${counted(files.length, 'file')}${fault === null ? '' : ' before the fault'}`,
    ...(first === null ? [] : [pointLine('first', first)]),
    ...(last === null ? [] : [pointLine('last ', last)]),
    ...(signedThrough === null ? [] : [`signed through entry ${count(signedThrough)}`]),
    ...(tornBytes === 0
      ? []
      : [
          `${bytes(tornBytes)} behind the last line: an entry that is being written, or was when the service was killed`,
        ]),
  ];
  if (fault === null) return lines.join('\n');
  const place = fault.path === null ? '' : `${plain(fault.path)}:${fault.line}  `;
  return [...lines, '', `${colours.strong(`${place}entry ${count(fault.sequence)}`)}  ${fault.reason}`].join(
    '\n',
  );
}

/** In the form that `--expect` takes. */
function pointLine(what: string, { sequence, time, hash }: AuditPoint): string {
  return `${what}  ${time}  ${sequence}:${hash}`;
}

/** `titans audit verify`. */
export const auditVerifyCommand: LoadedCommand = loadedCommand(verifyAudit, auditVerifyText);

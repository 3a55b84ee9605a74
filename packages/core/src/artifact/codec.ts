import { TitansError } from '../errors/titans-error.js';
import { sdkVersion } from '../version.js';
import { elementSize, fromLittleEndian, toLittleEndian } from './array-types.js';
import type { ArtifactArray, ArtifactContent } from './artifact.js';
import { aligned, checkMagic, checkPreamble, layout, viewOf, writePreamble } from './header.js';
import { arraysLength, describe, readManifest, writeManifest } from './manifest.js';
import { sha256, sha256Hex } from './sha256.js';
import { type SigningKey, type VerificationKey, verifySignature, writeSignature } from './signature.js';

/** How an artifact is written. */
export interface EncodeArtifactOptions {
  /** Signs the artifact; not signed unless told. */
  readonly sign?: SigningKey;
}

/** What an artifact must be to be read. */
export interface DecodeArtifactOptions {
  /** The kind of content that the caller can restore. */
  readonly kind: string;
  /** Newest version of that kind that the caller can restore, 1 unless told. */
  readonly maxVersion?: number;
  /** Keys of which one must have signed the artifact. Signatures are not looked at unless told. */
  readonly verify?: VerificationKey | readonly VerificationKey[];
}

/**
 * Writes content as one run of bytes: a fixed header with length, SHA-256 and signature, a manifest in canonical
 * JSON, and the arrays, little-endian and aligned to 8 bytes. The same content gives the same bytes everywhere.
 *
 * @throws TitansError `INVALID_ARGUMENT` or `DATA_NOT_FINITE` for content that an artifact cannot hold (NaN is
 * permitted in arrays only), `SECRET_INSECURE` for an HMAC secret of fewer than 32 bytes.
 * @example
 * ```ts
 * import { decodeArtifact, encodeArtifact } from '@titans/core';
 *
 * const bytes = await encodeArtifact({
 *   kind: 'example/mean',
 *   version: 1,
 *   data: { unit: 'USD' },
 *   arrays: { mean: new Float64Array([12.5]) },
 * });
 * const content = await decodeArtifact(bytes, { kind: 'example/mean' });
 * ```
 */
export async function encodeArtifact(
  content: ArtifactContent,
  options: EncodeArtifactOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const manifest = describe(content, sdkVersion);
  const manifestBytes = writeManifest(manifest);
  const arraysStart = aligned(layout.payload + manifestBytes.length);
  const bytes = new Uint8Array(arraysStart + arraysLength(manifest.arrays));
  writePreamble(bytes);
  viewOf(bytes).setUint32(layout.manifestLength, manifestBytes.length, true);
  bytes.set(manifestBytes, layout.payload);
  for (const { name, offset } of manifest.arrays) {
    bytes.set(toLittleEndian(content.arrays[name] as ArtifactArray), arraysStart + offset);
  }
  if (options.sign) await writeSignature(bytes, options.sign);
  bytes.set(await sha256(bytes.subarray(layout.checksummed)), layout.checksum);
  return bytes;
}

/**
 * Reads an artifact. Length, checksum and, if keys are given, the signature are verified before anything is parsed.
 * The content shares no memory with the bytes.
 *
 * @throws TitansError `ARTIFACT_TRUNCATED`, `ARTIFACT_CORRUPT`, `ARTIFACT_SIGNATURE`, `ARTIFACT_KIND` or
 * `ARTIFACT_VERSION`, in this order of the checks.
 */
export async function decodeArtifact(
  bytes: Uint8Array,
  options: DecodeArtifactOptions,
): Promise<ArtifactContent> {
  // A copy, so that nobody can change the bytes between their verification and their use.
  const own = new Uint8Array(bytes);
  checkPreamble(own);
  await verifyChecksum(own);
  if (options.verify) await verifySignature(own, [options.verify].flat());
  const manifestLength = viewOf(own).getUint32(layout.manifestLength, true);
  const arraysStart = aligned(layout.payload + manifestLength);
  const manifestBytes = own.subarray(layout.payload, layout.payload + manifestLength);
  const manifest = readManifest(manifestBytes, own.length - arraysStart);
  checkKind(manifest, options);
  const arrays = manifest.arrays.map(({ name, type, length, offset }) => {
    const start = arraysStart + offset;
    return [name, fromLittleEndian(type, own.subarray(start, start + length * elementSize(type)))] as const;
  });
  return Object.freeze({
    kind: manifest.kind,
    version: manifest.version,
    data: manifest.data,
    arrays: Object.freeze(Object.fromEntries(arrays)),
  });
}

/**
 * SHA-256 of what an artifact holds, as 64 hexadecimal digits: the same for a signed and an unsigned copy. It
 * identifies and does not verify: bytes that {@link decodeArtifact} refuses can have one too.
 *
 * @throws TitansError `ARTIFACT_CORRUPT` or `ARTIFACT_TRUNCATED` if the bytes do not begin as an artifact.
 */
export async function artifactFingerprint(bytes: Uint8Array): Promise<string> {
  checkMagic(bytes);
  return sha256Hex(bytes.subarray(layout.payload));
}

async function verifyChecksum(bytes: Uint8Array): Promise<void> {
  const computed = await sha256(bytes.subarray(layout.checksummed));
  if (computed.some((byte, index) => byte !== bytes[layout.checksum + index])) {
    throw new TitansError(
      'ARTIFACT_CORRUPT',
      'The bytes of the artifact do not match its SHA-256. Copy it again from where it was written.',
    );
  }
}

function checkKind(
  found: { readonly kind: string; readonly version: number },
  { kind, maxVersion = 1 }: DecodeArtifactOptions,
): void {
  if (found.kind !== kind) {
    throw new TitansError('ARTIFACT_KIND', `The artifact holds ${found.kind}, but ${kind} is needed.`, {
      details: { found: found.kind, expected: kind },
    });
  }
  if (found.version > maxVersion) {
    throw new TitansError(
      'ARTIFACT_VERSION',
      `The artifact holds version ${found.version} of ${kind}; this release reads up to version ${maxVersion}. Update Titans.`,
      { details: { found: found.version, supported: maxVersion } },
    );
  }
}

import { TitansError } from '../errors/titans-error.js';

/**
 * The fixed part of an artifact. All numbers are little-endian, unused bytes are zero.
 *
 * | offset | bytes | what |
 * |---|---|---|
 * | 0 | 8 | magic: `89 54 49 54 41 4e 0d 0a` |
 * | 8 | 4 | version of the container |
 * | 12 | 8 | bytes of the whole artifact |
 * | 20 | 32 | SHA-256 of everything from offset 52 to the end |
 * | 52 | 4 | bytes of the manifest |
 * | 56 | 1 | signature: 0 none, 1 HMAC-SHA-256, 2 Ed25519 |
 * | 57 | 1 | bytes of the key id |
 * | 58 | 62 | key id, UTF-8 |
 * | 120 | 64 | signature; an HMAC uses the first 32 bytes |
 * | 184 | | manifest, canonical JSON in UTF-8, then zeros up to a multiple of 8, then the arrays |
 */
export const layout = {
  version: 8,
  totalLength: 12,
  checksum: 20,
  checksummed: 52,
  manifestLength: 52,
  signatureAlgorithm: 56,
  keyIdLength: 57,
  keyId: 58,
  keyIdCapacity: 62,
  signature: 120,
  signatureCapacity: 64,
  payload: 184,
} as const;

/** The first byte is no ASCII and the last two are a line end, so that a transfer as text is noticed. */
const magic = [0x89, 0x54, 0x49, 0x54, 0x41, 0x4e, 0x0d, 0x0a] as const;
const containerVersion = 1;

/** Writes magic, version and total length. */
export function writePreamble(bytes: Uint8Array): void {
  const view = viewOf(bytes);
  bytes.set(magic);
  view.setUint32(layout.version, containerVersion, true);
  view.setBigUint64(layout.totalLength, BigInt(bytes.length), true);
}

/**
 * Checks magic, version and length, which is all that can be said before the checksum.
 *
 * @throws TitansError `ARTIFACT_CORRUPT`, `ARTIFACT_VERSION` or `ARTIFACT_TRUNCATED`.
 */
export function checkPreamble(bytes: Uint8Array): void {
  checkMagic(bytes);
  const view = viewOf(bytes);
  const version = view.getUint32(layout.version, true);
  if (version !== containerVersion) {
    throw new TitansError(
      'ARTIFACT_VERSION',
      `The artifact has container version ${version}; this release reads version ${containerVersion}. Use the release that wrote it.`,
      { details: { found: version, supported: containerVersion } },
    );
  }
  const stated = view.getBigUint64(layout.totalLength, true);
  if (BigInt(bytes.length) < stated) throw truncated(bytes.length, Number(stated));
  if (BigInt(bytes.length) > stated) {
    throw new TitansError(
      'ARTIFACT_CORRUPT',
      `The artifact has ${bytes.length} bytes, more than the ${stated} its header states. Copy it again.`,
      { details: { found: bytes.length, expected: Number(stated) } },
    );
  }
}

/**
 * Checks that the bytes begin as an artifact does and hold a whole header.
 *
 * @throws TitansError `ARTIFACT_CORRUPT` or `ARTIFACT_TRUNCATED`.
 */
export function checkMagic(bytes: Uint8Array): void {
  if (magic.some((byte, index) => index < bytes.length && bytes[index] !== byte)) {
    throw new TitansError('ARTIFACT_CORRUPT', 'The bytes are not a Titans artifact: they begin otherwise.');
  }
  if (bytes.length < layout.payload) throw truncated(bytes.length, layout.payload);
}

/** A view of exactly the given bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The next multiple of 8. */
export function aligned(offset: number): number {
  return Math.ceil(offset / 8) * 8;
}

function truncated(found: number, expected: number): TitansError {
  return new TitansError(
    'ARTIFACT_TRUNCATED',
    `The artifact ends after ${found} bytes, but needs ${expected}. Copy it again.`,
    { details: { found, expected } },
  );
}

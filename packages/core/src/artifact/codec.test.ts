import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTitansError } from '../errors/titans-error.js';
import { canonicalJson, type JsonValue } from '../json/canonical-json.js';
import { sdkVersion } from '../version.js';
import { type ArtifactArray, type ArtifactContent, artifactArray } from './artifact.js';
import { artifactFingerprint, decodeArtifact, encodeArtifact } from './codec.js';
import { layout, viewOf, writePreamble } from './header.js';
import { sha256, sha256Hex } from './sha256.js';

const small: ArtifactContent = {
  kind: 'test/small',
  version: 1,
  data: { unit: 'USD' },
  arrays: { b: new Int16Array([-1, 2, 3]), a: new Float64Array([0.5, Number.NaN]) },
};

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return isTitansError(error) ? error.code : String(error);
  }
  return 'accepted';
}

describe('round trip', () => {
  const array = fc.oneof<fc.Arbitrary<ArtifactArray>[]>(
    fc.float64Array(),
    fc.float32Array(),
    fc.int32Array(),
    fc.uint32Array(),
    fc.int16Array(),
    fc.uint16Array(),
    fc.int8Array(),
    fc.uint8Array(),
  );
  const isPermitted = (name: string): boolean => name !== '__proto__';
  const content = fc.record({
    kind: fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
    version: fc.integer({ min: 1, max: 1_000 }),
    data: fc
      .jsonValue({ noUnicodeString: false })
      .filter((value) => !/__proto__/.test(JSON.stringify(value)))
      .map((value) => JSON.parse(JSON.stringify(value)) as JsonValue),
    arrays: fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }).filter(isPermitted), array, {
      maxKeys: 6,
    }),
  });

  test('any data and arrays of every type come back as they were', async () => {
    await fc.assert(
      fc.asyncProperty(content, async (original) => {
        const bytes = await encodeArtifact(original);
        const read = await decodeArtifact(bytes, { kind: original.kind, maxVersion: 1_000 });
        expect(canonicalJson(read.data)).toBe(canonicalJson(original.data));
        expect(Object.keys(read.arrays).sort()).toEqual(Object.keys(original.arrays).sort());
        for (const [name, values] of Object.entries(original.arrays)) {
          const found = artifactArray(
            read,
            name,
            values.constructor as new (
              length: number,
            ) => ArtifactArray,
          );
          expect([...found], name).toEqual([...values]);
          expect([...new Uint8Array(found.buffer)]).toEqual(bytesOf(values));
        }
        expect(read.version).toBe(original.version);
      }),
    );
  });

  test('the same content gives the same bytes, in whatever order its members were made', async () => {
    const turned = {
      ...small,
      data: JSON.parse('{"z":1,"unit":"USD"}') as JsonValue,
      arrays: { a: small.arrays.a as Float64Array, b: small.arrays.b as Int16Array },
    };
    const straight = { ...small, data: JSON.parse('{"unit":"USD","z":1}') as JsonValue };
    expect(await encodeArtifact(turned)).toEqual(await encodeArtifact(straight));
    expect(await encodeArtifact(small)).toEqual(await encodeArtifact(small));
  });

  test('every array starts at a multiple of 8 bytes and the header has the stated layout', async () => {
    const bytes = await encodeArtifact(small);
    const view = viewOf(bytes);
    const manifestLength = view.getUint32(52, true);
    const manifest = JSON.parse(new TextDecoder().decode(bytes.subarray(184, 184 + manifestLength)));
    expect(manifest).toEqual({
      arrays: [
        { length: 2, name: 'a', offset: 0, type: 'float64' },
        { length: 3, name: 'b', offset: 16, type: 'int16' },
      ],
      data: { unit: 'USD' },
      kind: 'test/small',
      sdkVersion,
      version: 1,
    });
    expect(view.getBigUint64(12, true)).toBe(BigInt(bytes.length));
    const start = Math.ceil((184 + manifestLength) / 8) * 8;
    expect(view.getFloat64(start, true)).toBe(0.5);
    expect(view.getInt16(start + 16, true)).toBe(-1);
    expect(bytes.length).toBe(start + 16 + 6);
    expect(bytes.subarray(20, 52)).toEqual(await sha256(bytes.subarray(52)));
  });

  test('what was read shares no memory with the bytes', async () => {
    const bytes = await encodeArtifact(small);
    const read = await decodeArtifact(bytes, { kind: 'test/small' });
    bytes.fill(0);
    expect([...(read.arrays.b as Int16Array)]).toEqual([-1, 2, 3]);
  });
});

describe('damage', () => {
  test('every single flipped bit is refused', async () => {
    const bytes = await encodeArtifact(small);
    const accepted: number[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = bytes.slice();
      damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
      const code = await codeOf(decodeArtifact(damaged, { kind: 'test/small' }));
      if (!['ARTIFACT_CORRUPT', 'ARTIFACT_TRUNCATED', 'ARTIFACT_VERSION'].includes(code)) accepted.push(bit);
    }
    expect(accepted).toEqual([]);
  });

  test('every truncation is refused as such', async () => {
    const bytes = await encodeArtifact(small);
    for (let length = 0; length < bytes.length; length++) {
      expect(await codeOf(decodeArtifact(bytes.subarray(0, length), { kind: 'test/small' }))).toBe(
        'ARTIFACT_TRUNCATED',
      );
    }
  });

  test('bytes behind the end and bytes of something else are refused', async () => {
    const longer = new Uint8Array([...(await encodeArtifact(small)), 0]);
    expect(await codeOf(decodeArtifact(longer, { kind: 'test/small' }))).toBe('ARTIFACT_CORRUPT');
    const zip = new TextEncoder().encode('PK\u0003\u0004 something else');
    expect(await codeOf(decodeArtifact(zip, { kind: 'test/small' }))).toBe('ARTIFACT_CORRUPT');
    expect(await codeOf(artifactFingerprint(zip))).toBe('ARTIFACT_CORRUPT');
  });

  test('another kind, a newer version and a newer container are told apart', async () => {
    const bytes = await encodeArtifact({ ...small, version: 3 });
    expect(await codeOf(decodeArtifact(bytes, { kind: 'test/other', maxVersion: 3 }))).toBe('ARTIFACT_KIND');
    expect(await codeOf(decodeArtifact(bytes, { kind: 'test/small', maxVersion: 2 }))).toBe(
      'ARTIFACT_VERSION',
    );
    expect(await codeOf(decodeArtifact(bytes, { kind: 'test/small' }))).toBe('ARTIFACT_VERSION');
    expect(await codeOf(decodeArtifact(bytes, { kind: 'test/small', maxVersion: 3 }))).toBe('accepted');
    viewOf(bytes).setUint32(layout.version, 2, true);
    expect(await codeOf(decodeArtifact(bytes, { kind: 'test/small', maxVersion: 3 }))).toBe(
      'ARTIFACT_VERSION',
    );
  });
});

describe('a manifest with a right checksum is still not trusted', () => {
  const entry = { length: 1, name: 'a', offset: 0, type: 'float64' };
  const manifest = { arrays: [entry], data: null, kind: 'test/forged', sdkVersion: '0.1.0', version: 1 };

  test.each<[string, string]>([
    ['no JSON', '{'],
    ['an unknown member', JSON.stringify({ ...manifest, code: 'x' })],
    ['a missing member', JSON.stringify({ ...manifest, data: undefined })],
    ['a version of 0', JSON.stringify({ ...manifest, version: 0 })],
    ['an array behind the end', JSON.stringify({ ...manifest, arrays: [{ ...entry, length: 2 }] })],
    ['a huge array', JSON.stringify({ ...manifest, arrays: [{ ...entry, length: 2 ** 53 - 1 }] })],
    ['an array that is not described', JSON.stringify({ ...manifest, arrays: [] })],
    ['an array at another place', JSON.stringify({ ...manifest, arrays: [{ ...entry, offset: 8 }] })],
    ['one name twice', JSON.stringify({ ...manifest, arrays: [{ ...entry, length: 0 }, entry] })],
    ['an unknown type', JSON.stringify({ ...manifest, arrays: [{ ...entry, type: 'float16' }] })],
    ['the key __proto__', JSON.stringify(manifest).replace('null', '{"__proto__":{"polluted":true}}')],
    [
      'the key __proto__, escaped',
      JSON.stringify(manifest).replace('null', '{"__pr\\u006Fto__":{"polluted":true}}'),
    ],
  ])('%s is refused', async (_, text) => {
    expect(await codeOf(decodeArtifact(await forged(text), { kind: 'test/forged' }))).toBe(
      'ARTIFACT_CORRUPT',
    );
  });

  test('the same bytes with the honest manifest are accepted', async () => {
    const read = await decodeArtifact(await forged(JSON.stringify(manifest)), { kind: 'test/forged' });
    expect(read.arrays.a).toEqual(new Float64Array(1));
  });

  async function forged(text: string): Promise<Uint8Array> {
    const written = new TextEncoder().encode(text);
    const bytes = new Uint8Array(Math.ceil((layout.payload + written.length) / 8) * 8 + 8);
    writePreamble(bytes);
    viewOf(bytes).setUint32(layout.manifestLength, written.length, true);
    bytes.set(written, layout.payload);
    bytes.set(await sha256(bytes.subarray(layout.checksummed)), layout.checksum);
    return bytes;
  }
});

describe('content that an artifact cannot hold', () => {
  test.each<[string, Partial<ArtifactContent>]>([
    ['an empty kind', { kind: '' }],
    ['a version of 0', { version: 0 }],
    ['a version of 1.5', { version: 1.5 }],
    ['an array without a name', { arrays: { '': new Uint8Array(1) } }],
    ['an array named __proto__', { arrays: Object.fromEntries([['__proto__', new Uint8Array(1)]]) }],
  ])('%s is refused', async (_, change) => {
    expect(await codeOf(encodeArtifact({ ...small, ...change }))).toBe('INVALID_ARGUMENT');
  });

  test('NaN in the data is refused with its place', async () => {
    const work = encodeArtifact({ ...small, data: { weights: [1, Number.NaN] } });
    await expect(work).rejects.toMatchObject({
      code: 'DATA_NOT_FINITE',
      details: { pointer: '/data/weights/1' },
    });
  });
});

describe('fingerprint', () => {
  test('is the SHA-256 of manifest and arrays', async () => {
    const bytes = await encodeArtifact(small);
    expect(await artifactFingerprint(bytes)).toBe(await sha256Hex(bytes.subarray(184)));
    expect(await artifactFingerprint(bytes)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('is the same for a signed copy and another for other content', async () => {
    const fingerprint = await artifactFingerprint(await encodeArtifact(small));
    const sign = { algorithm: 'HMAC-SHA-256', keyId: 'k', secret: new Uint8Array(32) } as const;
    expect(await artifactFingerprint(await encodeArtifact(small, { sign }))).toBe(fingerprint);
    expect(await artifactFingerprint(await encodeArtifact({ ...small, version: 2 }))).not.toBe(fingerprint);
  });
});

test('an array of another type or name is not taken for the one that is needed', async () => {
  expect(artifactArray(small, 'b', Int16Array)).toBe(small.arrays.b);
  expect(() => artifactArray(small, 'b', Uint16Array)).toThrow(/no array b of type Uint16Array/);
  expect(() => artifactArray(small, 'toString', Int16Array)).toThrow(/no array toString/);
});

function bytesOf(array: ArtifactArray): number[] {
  return [...new Uint8Array(array.buffer, array.byteOffset, array.byteLength)];
}

import { open } from 'node:fs/promises';

/** Bytes that a preview looks at. */
export const prefixBytes: number = 64 * 1024;

/** The beginning of a file. */
export interface FilePrefix {
  /** Up to the end of the last whole line. */
  readonly bytes: Uint8Array;
  /** Whether that is the whole file. */
  readonly isWhole: boolean;
  readonly sizeBytes: number;
}

/** Reads the beginning of a file, however large it is. */
export async function readPrefix(path: string): Promise<FilePrefix> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const buffer = new Uint8Array(Math.min(size, prefixBytes));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const isWhole = bytesRead >= size;
    const lineEnd = bytes.lastIndexOf(0x0a);
    return {
      bytes: isWhole || lineEnd < 0 ? bytes : bytes.subarray(0, lineEnd + 1),
      isWhole,
      sizeBytes: size,
    };
  } finally {
    await file.close();
  }
}

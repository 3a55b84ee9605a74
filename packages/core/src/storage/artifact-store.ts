/**
 * Keeps artifacts under names of 1 to 200 characters from `a-z A-Z 0-9 . _ - /`, no part of which starts with a dot.
 * A name refers to the whole old bytes or the whole new bytes at any moment, also when the writer is killed.
 */
export interface ArtifactStore {
  /** @throws TitansError `KEY_INVALID` for a name outside the permitted characters. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /**
   * Puts it only if the name is free: of several writers, also in other processes, exactly one succeeds.
   *
   * @returns Whether it was put.
   * @throws TitansError `KEY_INVALID`.
   */
  putIfAbsent(name: string, bytes: Uint8Array): Promise<boolean>;
  /** @throws TitansError `NOT_FOUND` if there is none. */
  get(name: string): Promise<Uint8Array>;
  /** Names that start with the prefix, in code point order. */
  list(prefix?: string): Promise<readonly string[]>;
  /** Removes it; whether there was one. */
  delete(name: string): Promise<boolean>;
}

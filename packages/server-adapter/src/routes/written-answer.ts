/** JSON of an answer that was written already. */
export const writtenJson: unique symbol = Symbol('writtenJson');

/** An answer that its handler has written itself, because it knows its members and the engine would have to find them. */
export interface WrittenAnswer {
  readonly [writtenJson]: string | Uint8Array;
}

/** The JSON of an answer, if it was written already. */
export function writtenJsonOf(answer: object): string | Uint8Array | undefined {
  return (answer as Partial<WrittenAnswer>)[writtenJson];
}

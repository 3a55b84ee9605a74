const mostCharacters = 500;
/** What not every store keeps; a text that is cut short may end with half a pair. */
const unstorable = /\0|\p{Surrogate}/gu;

/**
 * What somebody says for people, as it is kept: whoever says more is cut short, what is no text is made one, and what no store
 * keeps is replaced, so that nothing is held up by what is said of it.
 */
export function storedText(said: unknown, most: number = mostCharacters): string {
  const text = typeof said === 'string' ? said : String(said ?? '');
  return text.slice(0, most).replace(unstorable, '\uFFFD');
}

/** What an error says, as it is kept. */
export function messageOf(error: unknown): string {
  return storedText(error instanceof Error ? error.message : error);
}

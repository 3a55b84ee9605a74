const mostCharacters = 500;

/** What somebody says for people, as it is kept: whoever says more is cut short, and what is no text made one. */
export function storedText(said: unknown): string {
  return (typeof said === 'string' ? said : String(said ?? '')).slice(0, mostCharacters);
}

/** What an error says, as it is kept. */
export function messageOf(error: unknown): string {
  return storedText(error instanceof Error ? error.message : error);
}

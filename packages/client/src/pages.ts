/** A page of a list. */
interface Page {
  /** Where the next one begins; `null` on the last. */
  readonly next_cursor: string | null;
}

/** Everything on all pages; a page is asked for when the one before has been read. */
export async function* pagesOf<Answer extends Page, Item>(
  ask: (cursor: string | undefined) => Promise<Answer>,
  itemsOf: (answer: Answer) => readonly Item[],
): AsyncGenerator<Item> {
  let cursor: string | undefined;
  do {
    const page = await ask(cursor);
    yield* itemsOf(page);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}

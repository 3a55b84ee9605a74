/** What is opened when it is first needed, and closed if it was. */
export interface OpenedOnce<Opened> {
  open(): Promise<Opened>;
  close(): Promise<void>;
}

/** Parts share what is slow to open; where none of them is asked for, it is never opened. */
export function openedOnce<Opened>(
  open: () => Promise<Opened>,
  close: (opened: Opened) => Promise<void>,
): OpenedOnce<Opened> {
  let opening: Promise<Opened> | undefined;
  return {
    open() {
      opening ??= open();
      return opening;
    },
    async close() {
      if (opening !== undefined) await close(await opening);
    },
  };
}

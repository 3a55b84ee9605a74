/** What is used of a stream that is written to. */
export type OutputStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
};

/** What is used of a stream that is read from. */
export type InputStream = NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined };

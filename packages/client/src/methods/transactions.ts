import type {
  FileImportQuery,
  ImportRequest,
  ImportResponse,
  StoredTransaction,
  TransactionsQuery,
  TransactionsResponse,
} from '@titans/core/contract';
import { importAnswer, transactionsAnswer } from '../answers/payments.js';
import type { CallOptions } from '../call-options.js';
import type { Caller } from '../caller.js';
import * as endpoints from '../endpoints.js';
import { pagesOf } from '../pages.js';

/** Stored transactions. */
export interface TransactionMethods {
  /** A page of the transactions of an account, oldest first. */
  list(query?: TransactionsQuery, options?: CallOptions): Promise<TransactionsResponse>;
  /** All of them, page by page while they are read. */
  all(query?: Omit<TransactionsQuery, 'cursor'>, options?: CallOptions): AsyncIterable<StoredTransaction>;
  /** Stores transactions; those that are stored already change nothing. */
  import(request: ImportRequest, options?: CallOptions): Promise<ImportResponse>;
  /** Stores the transactions of a bank file of any format that the server knows. */
  importFile(
    file: string | Uint8Array<ArrayBuffer> | Blob,
    query?: FileImportQuery,
    options?: CallOptions,
  ): Promise<ImportResponse>;
}

export function transactionMethods({ ask, deliver }: Caller): TransactionMethods {
  const list = (query?: TransactionsQuery, options?: CallOptions): Promise<TransactionsResponse> =>
    ask(endpoints.transactionsList, transactionsAnswer, { query }, options);
  return Object.freeze({
    list,
    all: (query: Omit<TransactionsQuery, 'cursor'> = {}, options?: CallOptions) =>
      pagesOf(
        (cursor) => list({ ...query, cursor }, options),
        ({ transactions }) => transactions,
      ),
    import: (request: ImportRequest, options?: CallOptions) =>
      ask(endpoints.transactionsImport, importAnswer, { json: request }, options),
    importFile: (
      file: string | Uint8Array<ArrayBuffer> | Blob,
      query: FileImportQuery = {},
      options?: CallOptions,
    ) =>
      deliver(
        endpoints.transactionsImportFile,
        importAnswer,
        { body: file, contentType: 'application/octet-stream', query },
        options,
      ),
  });
}

export type { ArtifactStore } from './artifact-store.js';
export type { Database, QueryResult, QueryRunner, SqlValue } from './database.js';
export type { KeyValueStore, SetOptions, VersionedValue } from './key-value-store.js';
export type { Message, Queue, SendOptions, StopConsuming } from './queue.js';
export type { TransactionSelection, TransactionSource } from './transaction-source.js';

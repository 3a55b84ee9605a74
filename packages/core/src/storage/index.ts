export type { ArtifactStore } from './artifact-store.js';
export type { Database, QueryResult, QueryRunner, SqlValue } from './database.js';
export type { KeyValueStore, SetOptions, VersionedValue } from './key-value-store.js';
export { memoryArtifactStore } from './memory-artifact-store.js';
export { type MemoryKeyValueStoreOptions, memoryKeyValueStore } from './memory-key-value-store.js';
export { type MemoryQueueOptions, memoryQueue } from './memory-queue.js';
export type { Message, Queue, SendOptions, StopConsuming } from './queue.js';
export { tableSource } from './table-source.js';
export type { TransactionSelection, TransactionSource } from './transaction-source.js';

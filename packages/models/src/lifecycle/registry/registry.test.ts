import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, memoryArtifactStore } from '@titans/core';
import { openPostgres } from '@titans/core/postgres';
import { s3ArtifactStore } from '@titans/core/s3';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openMemoryDatabase } from '../../../../core/src/testing/memory-database.js';
import {
  findPostgres,
  type PostgresServer,
  startPostgres,
} from '../../../../core/src/testing/postgres-server.js';
import { findS3Server, type S3Server, startS3Server } from '../../../../core/src/testing/s3-server.js';
import { modelRegistryConformance } from '../conformance/model-registry.js';
import type { FourSuites, RegistrySubject } from '../conformance/registry-check.js';
import { smallSuites } from '../testing/small-suites.js';
import { artifactRegistry } from './artifact-registry.js';
import { databaseRegistry, fileRegistry } from './stores.js';

const [a, b, c, d] = await smallSuites(4);
if (!a || !b || !c || !d) throw new Error('There must be four suites.');
const suites: FourSuites = [a, b, c, d];

describe('in memory', () => {
  const create = (): RegistrySubject => {
    const store = memoryArtifactStore();
    return { open: () => artifactRegistry(store) };
  };
  for (const { name, run } of modelRegistryConformance(create, suites)) test(name, run);
});

describe('in a directory', () => {
  const create = async (): Promise<RegistrySubject> => {
    const path = await mkdtemp(join(tmpdir(), 'titans-registry-'));
    return { open: () => fileRegistry(path), close: () => rm(path, { recursive: true }) };
  };
  for (const { name, run } of modelRegistryConformance(create, suites)) test(name, run);
});

async function emptyIn(database: Database): Promise<void> {
  await database.query('DROP TABLE IF EXISTS titans_artifacts');
}

describe('in an embedded database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openMemoryDatabase();
  });
  afterAll(() => database.close());
  const create = async (): Promise<RegistrySubject> => {
    await emptyIn(database);
    return { open: () => databaseRegistry(database) };
  };
  for (const { name, run } of modelRegistryConformance(create, suites)) test(name, run);
});

describe.skipIf(findPostgres() === undefined)('on a database server', () => {
  let server: PostgresServer;
  let database: Database;
  beforeAll(async () => {
    server = await startPostgres();
    database = await openPostgres(server.url);
  });
  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });
  const create = async (): Promise<RegistrySubject> => {
    await emptyIn(database);
    return { open: () => databaseRegistry(database) };
  };
  for (const { name, run } of modelRegistryConformance(create, suites)) test(name, run);
});

describe.skipIf(findS3Server() === undefined)('in a bucket', () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3Server();
  });
  afterAll(() => server?.stop());
  const create = async (): Promise<RegistrySubject> => {
    const bucket = await server.emptyBucket();
    return { open: () => artifactRegistry(s3ArtifactStore(bucket)) };
  };
  for (const { name, run } of modelRegistryConformance(create, suites)) test(name, run);
});

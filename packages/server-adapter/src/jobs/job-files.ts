import { type ArtifactStore, TitansError } from '@titans/core';
import { writeJson } from '../http/json.js';

/** What a job is given and what it finds, in an artifact store. */
export interface JobFiles {
  putRows(tenant: string, id: string, rows: readonly unknown[]): Promise<void>;
  /** @throws TitansError `NOT_FOUND` if they are gone. */
  rows(tenant: string, id: string): Promise<readonly unknown[]>;
  putPart(tenant: string, id: string, part: number, lines: string): Promise<void>;
  /** @throws TitansError `NOT_FOUND` if it is gone. */
  part(tenant: string, id: string, part: number): Promise<string>;
  /** Removes what the job was given, which is not needed any more. */
  dropRows(tenant: string, id: string): Promise<void>;
  /** Removes everything of the job. */
  drop(tenant: string, id: string): Promise<void>;
}

/** The files of jobs, each tenant's in a folder of its own. */
export function jobFiles(artifacts: ArtifactStore): JobFiles {
  const folder = (tenant: string, id: string): string => `titans-jobs/of-${tenant}/${id}`;
  const rowsName = (tenant: string, id: string): string => `${folder(tenant, id)}/rows.json`;
  const partName = (tenant: string, id: string, part: number): string =>
    `${folder(tenant, id)}/results-${String(part).padStart(5, '0')}.ndjson`;
  return {
    putRows: (tenant, id, rows) =>
      artifacts.put(rowsName(tenant, id), new TextEncoder().encode(writeJson(rows))),
    async rows(tenant, id) {
      const rows: unknown = JSON.parse(new TextDecoder().decode(await artifacts.get(rowsName(tenant, id))));
      if (Array.isArray(rows)) return rows;
      throw new TitansError('INTERNAL', 'The store holds something else where the rows of a job should be.');
    },
    putPart: (tenant, id, part, lines) =>
      artifacts.put(partName(tenant, id, part), new TextEncoder().encode(lines)),
    part: async (tenant, id, part) =>
      new TextDecoder().decode(await artifacts.get(partName(tenant, id, part))),
    async dropRows(tenant, id) {
      await artifacts.delete(rowsName(tenant, id));
    },
    async drop(tenant, id) {
      for (const name of await artifacts.list(`${folder(tenant, id)}/`)) await artifacts.delete(name);
    },
  };
}

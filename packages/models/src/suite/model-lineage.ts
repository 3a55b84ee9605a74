/** Where a model comes from and what became of it, as a registry tells it. */
export interface ModelLineage {
  /** Where the transactions came from, in the words of who trained; `null` where nobody said. */
  readonly source: string | null;
  /** The run of a tracker that trained it. */
  readonly runId: string | null;
  /** Id of the version that it was made to replace. */
  readonly parent: string | null;
  readonly model: string;
  /** Id of its version in the registry. */
  readonly version: string;
  readonly number: number;
  /** ISO 8601, UTC. */
  readonly registeredAt: string;
  readonly registeredBy: string;
  readonly aliases: readonly string[];
  /** Moves of aliases to it and away from it, newest first. */
  readonly moves: readonly LineageMove[];
}

/** A move of an alias to a version, or away from it. */
export interface LineageMove {
  readonly at: string;
  readonly by: string;
  readonly reason: string | null;
  readonly alias: string;
  readonly action: 'set' | 'remove' | 'promote' | 'rollback';
  readonly from: string | null;
  readonly to: string | null;
}

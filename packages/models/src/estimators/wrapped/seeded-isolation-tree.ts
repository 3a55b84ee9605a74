import type { Random } from '@titans/core';
import { IsolationForest, type IsolationTreeNode } from 'ml-isolation-forest';

type Rows = readonly (readonly number[])[];

/** A tree as it is read once grown. */
export interface GrownIsolationTree {
  readonly left: GrownIsolationTree | undefined;
  readonly right: GrownIsolationTree | undefined;
  readonly splitColumn: number;
  /** Values below it went left. */
  readonly splitValue: number;
  /** Rows in a leaf. */
  numberDataPoints(): number;
}

/** Grows one tree of the package from the rows, with draws from `random`. */
export type GrowIsolationTree = (rows: Rows, random: Random) => GrownIsolationTree;

/**
 * The trees of `ml-isolation-forest` with a seed. The package draws from the random numbers of the whole process,
 * which nobody may replace without all other code seeing it. Its tree assigns what it drew to `splitColumn` and
 * `splitValue`, and new nodes to `left` and `right`; a subclass whose setters keep a draw of their own instead makes
 * the growing itself, which stays the package's, depend on the seed alone.
 */
export function isolationTreeGrower(): GrowIsolationTree {
  // The class of the nodes is not exported; a forest of one row shows it, and draws nothing.
  const probe = new IsolationForest({ nEstimators: 1 });
  probe.train([[0]]);
  const Node = (probe.forest[0] as IsolationTreeNode).constructor;

  class SeededNode extends Node {
    readonly #random: Random;
    #rows: Rows = [];
    #column = 0;
    #value = 0;
    #left: SeededNode | undefined;
    #right: SeededNode | undefined;

    constructor(maxDepth: number, random: Random) {
      super({ depth: 0, maxDepth });
      this.#random = random;
    }

    override train(rows: Rows, depth: number): void {
      this.#rows = rows;
      super.train(rows, depth);
      this.#rows = [];
    }

    override get splitColumn(): number {
      return this.#column;
    }
    override set splitColumn(_unseeded: number) {
      this.#column = this.#random.integer(this.#rows[0]?.length ?? 1);
    }

    override get splitValue(): number {
      return this.#value;
    }
    override set splitValue(_unseeded: number) {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (const row of this.#rows) {
        low = Math.min(low, row[this.#column] as number);
        high = Math.max(high, row[this.#column] as number);
      }
      // Weighted ends rather than low + (high − low) · u, whose difference may overflow.
      const share = this.#random.float();
      this.#value = Math.min(high, Math.max(low, low * (1 - share) + high * share));
    }

    override get left(): SeededNode | undefined {
      return this.#left;
    }
    override set left(_unseeded: IsolationTreeNode | undefined) {
      this.#left = new SeededNode(this.maxDepth, this.#random);
    }

    override get right(): SeededNode | undefined {
      return this.#right;
    }
    override set right(_unseeded: IsolationTreeNode | undefined) {
      this.#right = new SeededNode(this.maxDepth, this.#random);
    }
  }

  return (rows, random) => {
    const root = new SeededNode(Math.ceil(Math.log2(rows.length)), random);
    root.train(rows, 0);
    return root;
  };
}

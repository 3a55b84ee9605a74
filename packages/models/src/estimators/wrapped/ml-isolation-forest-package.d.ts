/** What is used of the package `ml-isolation-forest` 0.1.0, which has no types of its own. */
declare module 'ml-isolation-forest' {
  /** A node of a tree; the package exports the class only through the trees of a forest. */
  export interface IsolationTreeNode {
    readonly constructor: IsolationTreeNodeClass;
    depth: number;
    maxDepth: number;
    left: IsolationTreeNode | undefined;
    right: IsolationTreeNode | undefined;
    splitColumn: number;
    splitValue: number;
    train(rows: readonly (readonly number[])[], depth: number): void;
    isLeafNode(): boolean;
    /** Rows in a leaf. */
    numberDataPoints(): number;
  }

  export type IsolationTreeNodeClass = new (options: {
    readonly depth: number;
    readonly maxDepth: number;
  }) => IsolationTreeNode;

  export class IsolationForest {
    constructor(options: { readonly nEstimators: number });
    readonly forest: IsolationTreeNode[];
    train(rows: readonly (readonly number[])[]): void;
    predict(rows: readonly (readonly number[])[]): number[];
  }
}

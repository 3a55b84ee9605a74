/** The order of a grid. */
export interface GridSort {
  /** Id of a column. */
  readonly column: string;
  readonly isDescending: boolean;
}

/** Columns of a source that holds no record and names none, so that it is read as what it is: nothing. */
export const columnsOfNothing: readonly string[] = Object.freeze(['date', 'description', 'amount']);

/** Instead of a package that finds files by patterns: a Worker has no files, and the package does not start there. */
export const isDynamicPattern = (): boolean => false;
export const glob = async (): Promise<readonly string[]> => [];

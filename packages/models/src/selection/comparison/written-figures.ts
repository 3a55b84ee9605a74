/** A figure with four significant digits; a dash for one that is not known. */
export function writtenFigure(value: number | null): string {
  if (value === null) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e9 || size < 1e-4) return value.toExponential(2);
  return value.toFixed(Math.max(0, 3 - Math.max(0, Math.floor(Math.log10(size)))));
}

/** A figure with the ends of its interval. */
export function writtenInterval({
  estimate,
  lower,
  upper,
}: {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}): string {
  if (lower === null || upper === null) return writtenFigure(estimate);
  return `${writtenFigure(estimate)} [${writtenFigure(lower)}, ${writtenFigure(upper)}]`;
}

/** A figure with its standard error. */
export function writtenMean(mean: number | null, standardError: number | null): string {
  return standardError === null
    ? writtenFigure(mean)
    : `${writtenFigure(mean)} ± ${writtenFigure(standardError)}`;
}

/** A p-value; below 0.001 only that it is. */
export function writtenPValue(pValue: number | undefined): string {
  if (pValue === undefined) return '–';
  return pValue < 0.001 ? '<0.001' : pValue.toFixed(3);
}

/** A time with its unit. */
export function writtenTime(milliseconds: number): string {
  return milliseconds >= 10_000
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${writtenFigure(milliseconds)} ms`;
}

/** A size with its unit. */
export function writtenBytes(bytes: number): string {
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(2)} MB`;
  return bytes >= 1e3 ? `${(bytes / 1e3).toFixed(1)} kB` : `${bytes} B`;
}

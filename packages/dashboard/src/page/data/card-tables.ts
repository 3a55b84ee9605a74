import type { Block } from './markdown.js';

/** How often what was stated was so. */
export interface CalibrationPoint {
  readonly stated: number;
  readonly observed: number;
  /** Interval of what was observed; `null` where it is not told. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly n: number;
}

type Table = Extract<Block, { readonly kind: 'table' }>;

/** The table right under a heading. */
export function tableUnder(blocks: readonly Block[], heading: string): Table | undefined {
  const place = blocks.findIndex((block) => block.kind === 'heading' && block.text === heading);
  const next = place < 0 ? undefined : blocks[place + 1];
  return next?.kind === 'table' ? next : undefined;
}

/** The calibration that a model card tells; empty where it tells none. */
export function calibrationOf(blocks: readonly Block[]): readonly CalibrationPoint[] {
  const table = tableUnder(blocks, 'Calibration');
  if (table === undefined) return [];
  const column = (name: string): number => table.header.findIndex((label) => label.includes(name));
  const [statedAt, observedAt, intervalAt] = ['stated', 'observed', 'interval'].map(column);
  return table.rows.flatMap((row) => {
    const cell = (at: number | undefined): string => row[at ?? -1] ?? '';
    const [stated, observed, n] = [cell(statedAt), cell(observedAt), cell(table.header.indexOf('n'))].map(
      figureOf,
    );
    if (stated == null || observed == null || n == null) return [];
    const [lower, upper] = /^(\S+) to (\S+)/.exec(cell(intervalAt))?.slice(1).map(figureOf) ?? [];
    return [{ stated, observed, lower: lower ?? null, upper: upper ?? null, n }];
  });
}

/** A figure; `null` where there is none. */
function figureOf(text: string): number | null {
  const value = text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

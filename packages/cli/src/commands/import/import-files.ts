import type { Transaction } from '@titans/core';
import {
  type Decision,
  extract,
  type ImportSettings,
  type PipelineReport,
  pipeline,
  type RowCounts,
} from '@titans/etl';
import type { CommandContext } from '../../command-line/command-context.js';
import type { Outcome } from '../../command-line/command-definition.js';
import { expectedOf } from '../../state/expected.js';
import { matchingFiles } from '../../state/matching-files.js';
import { withState } from '../../state/state.js';
import { importSettings, inputOf } from '../../state/transactions.js';
import { earlierReading, isReadOtherwise, replaceReading } from './earlier-reading.js';
import { settleQuestions } from './open-questions.js';
import { previewOf } from './preview.js';
import { previewText } from './preview-text.js';
import { withSettingText } from './setting.js';

/** What `titans import` takes. */
export interface ImportOptions {
  readonly files: readonly string[];
  readonly dryRun?: boolean;
  readonly set?: readonly string[];
  readonly account?: string;
  readonly currency?: string;
  readonly yes?: boolean;
}

/** What became of a file. */
export interface ImportedFile {
  readonly file: string;
  readonly format: string;
  /** What was found out of how it is written, and how surely. */
  readonly decisions: readonly Decision[];
  /** The same as settings: to be passed with `--set`, or kept in the configuration. */
  readonly settings: ImportSettings;
  readonly columns: readonly string[];
  readonly unusedColumns: readonly string[];
  /** The first rows as they were understood. */
  readonly preview: readonly Transaction[];
  readonly rows: RowCounts;
  readonly rejections: PipelineReport['rejections'];
  readonly quality: PipelineReport['quality'];
}

/** What `titans import --json` prints. */
export interface ImportDocument {
  readonly dryRun: boolean;
  readonly files: readonly ImportedFile[];
  /** Of all files together; `in` is the sum of the others. */
  readonly rows: RowCounts;
}

/**
 * Reads files into the warehouse, one after the other. Each is shown before it is loaded, and loaded whole or not at all. What
 * came of the same file, read otherwise before, is replaced with consent.
 *
 * @throws TitansError `INVALID_ARGUMENT` where a file leaves something open and nobody can be asked; what the pipeline
 * throws.
 */
export async function importFiles(
  options: ImportOptions,
  context: CommandContext,
): Promise<Outcome<ImportDocument>> {
  const { dryRun = false, yes = false } = options;
  const given = givenSettings(options, importSettings(context));
  const names = await matchingFiles(options.files, context);
  return withState(context, async (state) => {
    const files: ImportedFile[] = [];
    for (const name of names) {
      const input = await inputOf(name, context);
      const preview = await previewOf(input, given, context.signal);
      context.show(previewText(name, preview, context.view));
      const settings = await settleQuestions(input, preview, given, context, yes);
      const warehouse = await state.warehouse({ create: true, isDry: dryRun });
      const job = pipeline({
        name: context.settings.model,
        extract: extract(input, settings),
        expect: await expectedOf(undefined, context),
        load: warehouse.loader(),
      });
      const { signal, onProgress } = context;
      const work = { mode: 'full', signal, onProgress } as const;
      const earlier = dryRun ? null : await earlierReading(input, warehouse);
      if (earlier !== null && isReadOtherwise(earlier, (await job.run({ ...work, dryRun: true })).rows))
        await replaceReading(name, earlier, warehouse, context);
      files.push(importedFile(name, await job.run({ ...work, dryRun }), preview.rows));
    }
    return { document: { dryRun, files, rows: sumOf(files) } };
  });
}

function givenSettings(
  { set = [], account, currency }: ImportOptions,
  settings: ImportSettings,
): ImportSettings {
  return set.reduce(withSettingText, {
    ...settings,
    ...(account === undefined ? {} : { accountId: account }),
    ...(currency === undefined ? {} : { currency }),
  });
}

function importedFile(file: string, report: PipelineReport, preview: readonly Transaction[]): ImportedFile {
  const [profile] = report.profiles;
  return {
    file,
    format: profile?.format ?? 'unknown',
    decisions: profile?.decisions ?? [],
    settings: profile?.settings ?? {},
    columns: profile?.columns ?? [],
    unusedColumns: profile?.unusedColumns ?? [],
    preview,
    rows: report.rows,
    rejections: report.rejections,
    quality: report.quality,
  };
}

function sumOf(files: readonly ImportedFile[]): RowCounts {
  const sum = (name: keyof RowCounts): number => files.reduce((total, { rows }) => total + rows[name], 0);
  return {
    in: sum('in'),
    loaded: sum('loaded'),
    updated: sum('updated'),
    unchanged: sum('unchanged'),
    quarantined: sum('quarantined'),
  };
}

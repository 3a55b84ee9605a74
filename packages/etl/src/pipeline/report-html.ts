import type { JsonValue } from '@titans/core';
import {
  badge,
  dataTable,
  factList,
  grouped,
  html,
  htmlPage,
  type Markup,
  section,
  unfolding,
} from '@titans/core/html';
import type { SourceProfile } from '../extract/import-profile.js';
import { expectationTable } from '../quality/quality-html.js';
import { requireMembers } from '../validation/arguments.js';
import type { PipelineReport } from './report.js';

/**
 * The report of a run as one HTML document that needs no network: what became of every row, what was not taken and
 * why, how each source was read, and how the expectations came out.
 *
 * @example
 * ```ts
 * import { writeFileSync } from 'node:fs';
 * import { extract, memoryLoader, pipeline, pipelineReportHtml } from '@titans/etl';
 *
 * const report = await pipeline({ extract: extract('exports/*.csv'), load: memoryLoader() }).run();
 * writeFileSync('report.html', pipelineReportHtml(report));
 * ```
 */
export function pipelineReportHtml(report: PipelineReport): string {
  requireMembers(report, ['rows', 'sources', 'durationMs'], 'report', 'The report of a run is needed');
  const { rows, sources } = report;
  return htmlPage({
    title: `Run of ${report.pipeline}`,
    lead: html`${statusBadge(report)} ${report.startedAt} to ${report.finishedAt}, ${report.mode}${report.dryRun ? ', dry run: nothing was kept' : ''}.`,
    body: [
      report.error === null
        ? null
        : html`<p><strong>${report.error.code}</strong> ${report.error.message}</p>`,
      factList([
        { name: 'rows read', value: grouped(rows.in) },
        { name: 'loaded', value: grouped(rows.loaded) },
        { name: 'updated', value: grouped(rows.updated) },
        { name: 'unchanged', value: grouped(rows.unchanged) },
        { name: 'quarantined', value: grouped(rows.quarantined) },
        { name: 'seconds', value: (report.durationMs.total / 1_000).toFixed(1) },
      ]),
      conservation(report),
      section('Sources', [
        dataTable({
          caption: 'Sources read',
          columns: [
            { title: 'Source' },
            { title: 'Format' },
            { title: 'Bytes', isNumber: true },
            { title: 'Rows', isNumber: true },
            { title: 'Not read', isNumber: true },
          ],
          rows: sources.map(({ name, format, sizeBytes, rowsIn, rowsRejected }) => [
            name,
            format,
            grouped(sizeBytes),
            grouped(rowsIn),
            grouped(rowsRejected),
          ]),
        }),
        report.skippedSources.length === 0
          ? null
          : html`<p>${grouped(report.skippedSources.length)} sources were left out, since they had been loaded before.</p>`,
        unreadable(report),
        report.profiles.map(profileDetails),
      ]),
      rejections(report),
      report.quality === null ? null : section('Expectations', expectationTable(report.quality.expectations)),
      decisions(report),
      vocabulary(report),
      durations(report),
    ],
    footer: `Run ${report.runId}`,
  });
}

function statusBadge({ status, quality, unreadableSources }: PipelineReport): Markup {
  if (status === 'failed') return badge('fail', 'failed');
  if (unreadableSources.length > 0) return badge('warn', 'succeeded, without sources that cannot be read');
  if (quality === null || quality.outcome === 'pass') return badge('pass', 'succeeded');
  return badge('warn', 'succeeded, with expectations that were not met');
}

function unreadable({ unreadableSources }: PipelineReport): Markup | null {
  if (unreadableSources.length === 0) return null;
  return dataTable({
    caption: 'Sources that could not be read, and of which nothing was taken',
    columns: [{ title: 'Source' }, { title: 'Code' }, { title: 'Reason' }],
    rows: unreadableSources.map(({ name, code, message }) => [name, code, message]),
  });
}

/** Every row is accounted for, or the run has failed. */
function conservation({ rows, rowsOutsideRange, status }: PipelineReport): Markup {
  const accounted = rows.loaded + rows.updated + rows.unchanged + rows.quarantined;
  const outside =
    rowsOutsideRange === 0
      ? ''
      : ` ${grouped(rowsOutsideRange)} further rows are of days that were not asked for.`;
  return accounted === rows.in
    ? html`<p>All ${grouped(rows.in)} rows are accounted for.${outside}</p>`
    : html`<p>${grouped(rows.in - accounted)} of ${grouped(rows.in)} rows were read ${status === 'failed' ? 'before the run failed, and not loaded' : 'and are not accounted for'}.${outside}</p>`;
}

function profileDetails(profile: SourceProfile): Markup {
  return unfolding(
    `How ${profile.source} was read`,
    dataTable({
      caption: `Decisions on ${profile.source}`,
      columns: [
        { title: 'Setting' },
        { title: 'Value' },
        { title: 'From' },
        { title: 'Confidence', isNumber: true },
        { title: 'Why' },
      ],
      rows: profile.decisions.map(({ setting, value, basis, confidence, alternatives = [], reason = '' }) => [
        setting,
        printed(value),
        basis,
        `${Math.round(confidence * 100)}%`,
        alternatives.length === 0
          ? reason
          : `${reason} It could also be ${alternatives.map(printed).join(' or ')}.`,
      ]),
    }),
  );
}

function rejections({ rejections: { byCode, examples } }: PipelineReport): Markup {
  return section('Rows that were not taken', [
    dataTable({
      caption: 'By code',
      columns: [{ title: 'Code' }, { title: 'Rows', isNumber: true }],
      rows: Object.entries(byCode).map(([code, count]) => [code, grouped(count)]),
    }),
    dataTable({
      caption: 'The first of them',
      columns: [
        { title: 'Source' },
        { title: 'Row', isNumber: true },
        { title: 'Line', isNumber: true },
        { title: 'Column' },
        { title: 'Value, masked' },
        { title: 'Reason' },
      ],
      rows: examples.map(({ source, row, line, column, field, value, code, message }) => [
        source,
        row,
        line ?? '',
        column ?? field ?? '',
        value ?? '',
        `${code}: ${message}`,
      ]),
    }),
  ]);
}

function decisions({ decisions: { byKind, examples } }: PipelineReport): Markup | null {
  if (Object.keys(byKind).length === 0) return null;
  return section('What transformers decided', [
    dataTable({
      caption: 'By kind',
      columns: [{ title: 'Kind' }, { title: 'Rows', isNumber: true }],
      rows: Object.entries(byKind).map(([kind, count]) => [kind, grouped(count)]),
    }),
    dataTable({
      caption: 'The first of them',
      columns: [
        { title: 'Kind' },
        { title: 'Row' },
        { title: 'With' },
        { title: 'Confidence', isNumber: true },
      ],
      rows: examples.map(({ kind, row, other, confidence }) => [
        kind,
        `${row.source}, row ${row.row}`,
        other === null ? '' : `${other.source}, row ${other.row}`,
        `${Math.round(confidence * 100)}%`,
      ]),
    }),
  ]);
}

function vocabulary({ vocabulary: uses }: PipelineReport): Markup | null {
  if (uses.length === 0) return null;
  return section(
    'Values mapped to another spelling',
    dataTable({
      caption: 'Most frequent first',
      columns: [
        { title: 'Value' },
        { title: 'Field' },
        { title: 'Kept as' },
        { title: 'Rows', isNumber: true },
      ],
      rows: uses.map(({ field, from, to, recognised, count }) => [
        from,
        field,
        recognised ? to : `${to} (not recognised)`,
        grouped(count),
      ]),
    }),
  );
}

function durations({ durationMs }: PipelineReport): Markup {
  return section(
    'Time',
    dataTable({
      caption: 'Time in each stage',
      columns: [{ title: 'Stage' }, { title: 'Milliseconds', isNumber: true }],
      rows: Object.entries(durationMs).map(([stage, milliseconds]) => [
        stage,
        grouped(Math.round(milliseconds)),
      ]),
    }),
  );
}

function printed(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

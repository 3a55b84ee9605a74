import type { ImportResponse } from '@titans/client';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { ProblemNotice } from '../../components/states.js';
import { Figure } from '../../components/values.js';
import { formatCount, formatSeconds } from '../../format/numbers.js';
import { type Problem, problemOf } from '../../session/problem.js';
import { useWorkspace } from '../../session/workspace.js';

const importMs = 300_000;

/** Imports a bank file, and says what became of each of its rows. */
export function ImportPanel(): VNode {
  const { client, accountId, notices, isListening, reopen } = useWorkspace();
  const [report, setReport] = useState<{ name: string; answer: ImportResponse } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [reading, setReading] = useState<string | null>(null);

  async function take(file: File): Promise<void> {
    setReading(file.name);
    setProblem(null);
    setReport(null);
    try {
      const query = { account_id: accountId };
      const answer = await client.transactions.importFile(file, query, { timeoutMs: importMs });
      setReport({ name: file.name, answer });
      // Where events are heard, this one is told as those of others are.
      if (!isListening.value && answer.rows.loaded + answer.rows.updated > 0) {
        notices.tell(`${formatCount(answer.rows.loaded)} transactions were added.`, {
          kind: 'news',
          action: { label: 'Show them', run: reopen },
        });
      }
    } catch (error) {
      setProblem(problemOf(error));
    }
    setReading(null);
  }

  return (
    <Panel title="Import" note="CSV, OFX, QIF, CAMT, MT940 or JSON; what is stored already changes nothing">
      <label
        class="drop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          const file = event.dataTransfer?.files[0];
          if (file !== undefined && reading === null) void take(file);
        }}
      >
        <span>{reading === null ? 'Choose a bank file, or drop it here' : `Reading ${reading}…`}</span>
        <input
          type="file"
          disabled={reading !== null}
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            currentTarget.value = '';
            if (file !== undefined) void take(file);
          }}
        />
      </label>
      {problem !== null && <ProblemNotice problem={problem} />}
      {report !== null && <Report name={report.name} answer={report.answer} />}
    </Panel>
  );
}

function Report({ name, answer }: { readonly name: string; readonly answer: ImportResponse }): VNode {
  const { rows, rejections, processing_time: seconds } = answer;
  return (
    <div role="status">
      <p class="note">
        <bdi>{name}</bdi>: {formatCount(rows.in)} rows in {formatSeconds(seconds)}
      </p>
      <dl class="stats small">
        <Figure label="Added" value={formatCount(rows.loaded)} tone="good" />
        <Figure label="Updated" value={formatCount(rows.updated)} />
        <Figure label="Unchanged" value={formatCount(rows.unchanged)} />
        <Figure
          label="Refused"
          value={formatCount(rows.quarantined)}
          {...(rows.quarantined > 0 && { tone: 'bad' })}
        />
      </dl>
      {rejections.length > 0 && (
        <DataTable
          caption="Rows that were refused"
          isCaptionHidden={false}
          items={rejections}
          keyOf={({ row, code, field }) => `${row} ${code} ${field}`}
          columns={[
            { label: 'Row', cell: ({ row }) => formatCount(row), isNumber: true, isHeading: true },
            { label: 'Field', cell: ({ field }) => field ?? '—' },
            { label: 'Value', cell: ({ value }) => <bdi>{value ?? '—'}</bdi> },
            { label: 'Why', cell: ({ message, code }) => `${message} (${code})` },
          ]}
        />
      )}
    </div>
  );
}

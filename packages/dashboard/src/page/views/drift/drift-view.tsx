import type { DriftRequest, DriftResponse } from '@titans/client';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Panel } from '../../components/panel.js';
import { Empty, ProblemNotice, Skeleton } from '../../components/states.js';
import { daysBefore, daysBetween } from '../../data/days.js';
import { useBook } from '../../data/use-book.js';
import { type Problem, problemOf } from '../../session/problem.js';
import { useWorkspace } from '../../session/workspace.js';
import { useId } from '../../state/use-id.js';
import { DriftResult } from './drift-result.js';

const currentDays = 60;

interface Range {
  readonly from: string;
  readonly to: string;
}

/** Compares the transactions of some days with those of earlier ones. */
export function DriftView(): VNode {
  const { client, accountId, book } = useWorkspace();
  const { rows, firstDate, isComplete, problem: unread } = useBook(1);
  const newest = rows[0]?.transaction.date ?? null;
  const [ranges, setRanges] = useState<{ reference: Range; current: Range } | null>(null);
  const [result, setResult] = useState<DriftResponse | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isRunning, setRunning] = useState(false);

  useEffect(() => {
    if (ranges === null && newest !== null && firstDate !== null) setRanges(usualRanges(firstDate, newest));
  }, [newest, firstDate]);

  async function run(request: DriftRequest): Promise<void> {
    setRunning(true);
    setProblem(null);
    try {
      setResult(await client.models.drift(request, { timeoutMs: 120_000 }));
    } catch (error) {
      setProblem(problemOf(error));
    }
    setRunning(false);
  }

  if (unread !== null) return <ProblemNotice problem={unread} retry={() => void book.retry()} />;
  if (ranges === null) {
    return isComplete ? <Empty title="No transactions are stored in this account" /> : <Skeleton lines={6} />;
  }
  const { reference, current } = ranges;
  return (
    <div class="stack">
      <Panel title="Compare" note="Whether these days differ from those before, feature by feature">
        <form
          class="fields"
          onSubmit={(event) => {
            event.preventDefault();
            if (!isRunning) void run({ reference, current, account_id: accountId });
          }}
        >
          <RangeFields
            name="Before"
            range={reference}
            onChange={(range) => setRanges({ ...ranges, reference: range })}
          />
          <RangeFields
            name="Now"
            range={current}
            onChange={(range) => setRanges({ ...ranges, current: range })}
          />
          <button type="submit" class="button primary" aria-disabled={isRunning}>
            {isRunning ? 'Comparing…' : 'Compare'}
          </button>
        </form>
      </Panel>
      {problem !== null && <ProblemNotice problem={problem} />}
      {isRunning && <Skeleton lines={8} label="Comparing" />}
      {!isRunning && result !== null && <DriftResult result={result} />}
    </div>
  );
}

/** The last days, compared with all before them; half and half of an account that is young. */
function usualRanges(first: string, newest: string): { reference: Range; current: Range } {
  const days = Math.max(1, Math.min(currentDays, Math.floor(daysBetween(first, newest) / 2)));
  const begin = daysBefore(newest, days - 1);
  return { reference: { from: first, to: daysBefore(begin, 1) }, current: { from: begin, to: newest } };
}

function RangeFields(props: {
  readonly name: string;
  readonly range: Range;
  readonly onChange: (range: Range) => void;
}): VNode {
  const { name, range, onChange } = props;
  const id = useId();
  return (
    <fieldset class="range">
      <legend>{name}</legend>
      <div class="field">
        <label for={`${id}-from`}>From</label>
        <input
          id={`${id}-from`}
          type="date"
          required
          value={range.from}
          max={range.to}
          onChange={({ currentTarget: { value } }) => value && onChange({ ...range, from: value })}
        />
      </div>
      <div class="field">
        <label for={`${id}-to`}>To</label>
        <input
          id={`${id}-to`}
          type="date"
          required
          value={range.to}
          min={range.from}
          onChange={({ currentTarget: { value } }) => value && onChange({ ...range, to: value })}
        />
      </div>
    </fieldset>
  );
}

import type { VNode } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { RateLines } from '../../charts/rate-lines.js';
import { DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { Empty, ProblemNotice, Skeleton } from '../../components/states.js';
import { Figure } from '../../components/values.js';
import { readMetrics, type Sample } from '../../data/metrics-text.js';
import { countersOf, endpointTraffic, type Rate, rateBetween, sumOf } from '../../data/traffic.js';
import { formatCount, formatFineShare, formatRate, formatSeconds } from '../../format/numbers.js';
import { type Problem, problemOf } from '../../session/problem.js';
import { useWorkspace } from '../../session/workspace.js';
import { usePolling } from '../../state/use-polling.js';

const everyMs = 3_000;
const spanMs = 300_000;
const leastSpanMs = 60_000;

interface Watched {
  readonly samples: readonly Sample[];
  readonly rates: readonly Rate[];
  readonly counters: Rate;
}

/** What the service is asked, how fast it answers, and how often it cannot. */
export function TrafficView(): VNode {
  const { client } = useWorkspace();
  const [watched, setWatched] = useState<Watched | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const look = useCallback(
    async (signal: AbortSignal): Promise<void> => {
      try {
        const samples = readMetrics(await client.metrics({ signal }));
        setProblem(null);
        setWatched((before) => watchedNow(before, samples, Date.now()));
      } catch (error) {
        if (!signal.aborted) setProblem(problemOf(error));
      }
    },
    [client],
  );
  usePolling(look, problem?.kind === 'forbidden' ? 2 ** 31 - 1 : everyMs);
  if (watched === null)
    return problem === null ? <Skeleton lines={10} /> : <ProblemNotice problem={problem} />;
  const { samples, rates } = watched;
  const endpoints = endpointTraffic(samples);
  const requests = sumOf(samples, 'api_requests_total');
  const failed = endpoints.reduce((sum, one) => sum + one.failed, 0);
  const last = rates.at(-1);
  return (
    <div class="stack">
      {problem !== null && <ProblemNotice problem={problem} />}
      <dl class="stats">
        <Figure label="Requests a second" value={formatRate(last?.requests ?? null)} note="now" />
        <Figure label="Predictions a second" value={formatRate(last?.predictions ?? null)} note="now" />
        <Figure label="Requests" value={formatCount(requests)} note="since the server started" />
        <Figure
          label="Failures"
          value={formatFineShare(requests === 0 ? 0 : failed / requests)}
          note={`${formatCount(failed)} of them`}
          {...(failed > 0 && { tone: 'bad' })}
        />
      </dl>
      <Panel title="Per second" note="The last five minutes, while this page is open">
        {rates.length > 1 ? <RateLines rates={rates} spanMs={shownSpanMs(rates)} /> : <Skeleton lines={7} />}
      </Panel>
      <Panel title="Routes" note="Since the server started, the busiest first">
        {endpoints.length === 0 ? (
          <Empty title="Nothing was asked yet" />
        ) : (
          <DataTable
            caption="Traffic by route"
            items={endpoints}
            keyOf={({ method, endpoint }) => `${method} ${endpoint}`}
            columns={[
              {
                label: 'Route',
                cell: ({ method, endpoint }) => (
                  <code>
                    {method} {endpoint}
                  </code>
                ),
                isHeading: true,
              },
              { label: 'Requests', cell: (one) => formatCount(one.requests), isNumber: true },
              { label: 'Refused', cell: (one) => formatCount(one.refused), isNumber: true },
              { label: 'Failed', cell: (one) => formatCount(one.failed), isNumber: true },
              { label: 'Half within', cell: (one) => formatSeconds(one.medianSeconds), isNumber: true },
              { label: '95 % within', cell: (one) => formatSeconds(one.p95Seconds), isNumber: true },
            ]}
          />
        )}
      </Panel>
    </div>
  );
}

/** As long as something was seen, from one minute to five. */
function shownSpanMs(rates: readonly Rate[]): number {
  const seenMs = (rates.at(-1)?.at ?? 0) - (rates[0]?.at ?? 0);
  return Math.min(spanMs, Math.max(leastSpanMs, seenMs));
}

function watchedNow(before: Watched | null, samples: readonly Sample[], at: number): Watched {
  const counters = countersOf(samples, at);
  if (before === null) return { samples, counters, rates: [] };
  const rates = [...before.rates, rateBetween(before.counters, counters)];
  return { samples, counters, rates: rates.filter((rate) => rate.at >= at - spanMs) };
}

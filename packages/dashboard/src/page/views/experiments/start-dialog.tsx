import type { DecidingMetric, ExperimentMode, StartExperimentRequest } from '@titans/core/contract';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Dialog } from '../../components/dialog.js';
import { DialogActions } from '../../components/dialog-actions.js';
import { ReasonField } from '../../components/reason-field.js';
import { Empty, Loaded, ProblemNotice } from '../../components/states.js';
import { shortVersion } from '../../data/short-version.js';
import { formatMoment } from '../../format/dates.js';
import { type Problem, problemOf } from '../../session/problem.js';
import { useWorkspace } from '../../session/workspace.js';
import { useId } from '../../state/use-id.js';
import { useResource } from '../../state/use-resource.js';
import { measureWords } from './words.js';

const modes: readonly (readonly [ExperimentMode, string])[] = [
  ['split', 'Each answers a share of the accounts'],
  ['shadow', 'The champion answers, the challenger is asked beside it'],
];
const metrics: readonly DecidingMetric[] = ['correction_rate', 'accuracy'];
/** As the contract has it: what an experiment may be called. */
const namePattern = '[A-Za-z0-9][A-Za-z0-9_.\\-]{0,63}';
const mostVersions = 100;

/** A version that may be compared with the champion. */
interface Candidate {
  readonly version: string;
  readonly words: string;
}

/** Asks what is to be compared, and how, and starts it. */
export function StartDialog({
  make,
  onClose,
}: {
  readonly make: (request: StartExperimentRequest) => Promise<void>;
  readonly onClose: () => void;
}): VNode {
  const { client } = useWorkspace();
  const candidates = useResource(
    async (signal): Promise<readonly Candidate[]> => {
      const [{ versions }, { version: champion }] = await Promise.all([
        client.models.versions({ limit: mostVersions }, { signal }),
        client.models.status({ signal }),
      ]);
      return versions
        .filter(({ version }) => version !== champion)
        .map(({ version, number, created_at: at, aliases }) => {
          const names = aliases.length === 0 ? '' : ` (${aliases.join(', ')})`;
          return { version, words: `${number}: ${shortVersion(version)}${names}, ${formatMoment(at)}` };
        });
    },
    [client],
  );
  return (
    <Dialog title="Compare a version with the champion" onClose={onClose}>
      <Loaded resource={candidates} lines={6}>
        {(list) =>
          list[0] === undefined ? (
            <Empty title="There is no other version">Training registers one, or importing it does.</Empty>
          ) : (
            <StartForm candidates={list} first={list[0].version} make={make} onClose={onClose} />
          )
        }
      </Loaded>
    </Dialog>
  );
}

function StartForm({
  candidates,
  first,
  make,
  onClose,
}: {
  readonly candidates: readonly Candidate[];
  readonly first: string;
  readonly make: (request: StartExperimentRequest) => Promise<void>;
  readonly onClose: () => void;
}): VNode {
  const [name, setName] = useState('');
  const [challenger, setChallenger] = useState(first);
  const [mode, setMode] = useState<ExperimentMode>('split');
  const [percent, setPercent] = useState('50');
  const [metric, setMetric] = useState<DecidingMetric>('correction_rate');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isStarting, setStarting] = useState(false);
  const id = useId();
  const isComplete = name !== '' && reason.trim() !== '';

  async function start(): Promise<void> {
    setStarting(true);
    setProblem(null);
    const share = Number((Number(percent) / 100).toFixed(3));
    try {
      await make({
        experiment_id: name,
        challenger,
        reason,
        mode,
        metric,
        ...(mode === 'split' && { challenger_share: share }),
      });
    } catch (error) {
      setProblem(problemOf(error));
      setStarting(false);
    }
  }

  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete && !isStarting) void start();
      }}
    >
      <div class="field">
        <label for={`${id}-name`}>Name, for good: letters, digits, dot, underscore and dash</label>
        <input
          id={`${id}-name`}
          value={name}
          required
          pattern={namePattern}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for={`${id}-version`}>Version that is compared with the champion</label>
        <select
          id={`${id}-version`}
          value={challenger}
          onChange={({ currentTarget }) => setChallenger(currentTarget.value)}
        >
          {candidates.map(({ version, words }) => (
            <option key={version} value={version}>
              {words}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for={`${id}-mode`}>Who answers</label>
        <select
          id={`${id}-mode`}
          value={mode}
          onChange={({ currentTarget }) => {
            const chosen = currentTarget.value === 'shadow' ? 'shadow' : 'split';
            setMode(chosen);
            // What the service decides by unless told.
            setMetric(chosen === 'shadow' ? 'accuracy' : 'correction_rate');
          }}
        >
          {modes.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </div>
      <div class="fields">
        {mode === 'split' && (
          <div class="field">
            <label for={`${id}-share`}>Share of the challenger, %</label>
            <input
              id={`${id}-share`}
              type="number"
              min="0.1"
              max="99.9"
              step="0.1"
              required
              value={percent}
              onInput={({ currentTarget }) => setPercent(currentTarget.value)}
            />
          </div>
        )}
        <div class="field grow">
          <label for={`${id}-metric`}>What decides</label>
          <select
            id={`${id}-metric`}
            value={metric}
            onChange={({ currentTarget }) =>
              setMetric(currentTarget.value === 'accuracy' ? 'accuracy' : 'correction_rate')
            }
          >
            {metrics.map((one) => (
              <option key={one} value={one}>
                {measureWords(one)}
              </option>
            ))}
          </select>
        </div>
      </div>
      <ReasonField id={`${id}-reason`} reason={reason} onReason={setReason} />
      {problem !== null && <ProblemNotice problem={problem} />}
      <DialogActions
        act="Start"
        acting="Starting…"
        tone="primary"
        isActing={isStarting}
        isComplete={isComplete}
        onClose={onClose}
      />
    </form>
  );
}

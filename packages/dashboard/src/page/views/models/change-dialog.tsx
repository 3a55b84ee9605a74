import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Dialog } from '../../components/dialog.js';
import { ProblemNotice } from '../../components/states.js';
import { shortVersion } from '../../data/short-version.js';
import { type Problem, problemOf } from '../../session/problem.js';
import { useWorkspace } from '../../session/workspace.js';
import { useId } from '../../state/use-id.js';

/** A change of what answers that is to be confirmed. */
export type ModelChange =
  | { readonly kind: 'promote'; readonly version: string; readonly expected: string }
  | { readonly kind: 'rollback' };

export interface ChangeDialogProps {
  readonly change: ModelChange;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const longestReason = 500;

/** Asks for the reason of a change, which is kept with it, and makes it. */
export function ChangeDialog({ change, onClose, onDone }: ChangeDialogProps): VNode {
  const { client, notices } = useWorkspace();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isChanging, setChanging] = useState(false);
  const [reason, setReason] = useState('');
  const id = useId();
  const isPromotion = change.kind === 'promote';

  async function make(): Promise<void> {
    setChanging(true);
    setProblem(null);
    try {
      const { version } = isPromotion
        ? await client.models.promote({ version: change.version, expected: change.expected, reason })
        : await client.models.rollback({ reason });
      notices.tell(`Version ${shortVersion(version ?? '')} answers now.`);
      onDone();
    } catch (error) {
      setProblem(problemOf(error));
      setChanging(false);
    }
  }

  return (
    <Dialog title={isPromotion ? `Promote ${shortVersion(change.version)}?` : 'Roll back?'} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '' && !isChanging) void make();
        }}
      >
        <p>
          {isPromotion
            ? `It answers every request from then on, instead of ${shortVersion(change.expected)}. Requests under way are finished by the one they began with.`
            : 'The version that answered before answers every request from then on.'}
        </p>
        <div class="field">
          <label for={id}>Reason, kept with the change</label>
          <input
            id={id}
            value={reason}
            required
            maxLength={longestReason}
            onInput={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </div>
        {problem !== null && <ProblemNotice problem={problem} />}
        <div class="actions end">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button
            type="submit"
            class={`button ${isPromotion ? 'primary' : 'danger'}`}
            aria-disabled={reason.trim() === '' || isChanging}
          >
            {isChanging ? 'Changing…' : isPromotion ? 'Promote' : 'Roll back'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

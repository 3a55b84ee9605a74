import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { type Problem, problemOf } from '../session/problem.js';
import { useId } from '../state/use-id.js';
import { Dialog } from './dialog.js';
import { ProblemNotice } from './states.js';

export interface ReasonDialogProps {
  readonly title: string;
  /** What it does. */
  readonly text: string;
  /** What the button says, and while it is done. */
  readonly act: string;
  readonly acting: string;
  readonly tone: 'primary' | 'danger';
  readonly make: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

const longestReason = 500;

/** Asks for the reason of a change, which is kept with it, and makes it. */
export function ReasonDialog({ title, text, act, acting, tone, make, onClose }: ReasonDialogProps): VNode {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isChanging, setChanging] = useState(false);
  const [reason, setReason] = useState('');
  const id = useId();

  async function change(): Promise<void> {
    setChanging(true);
    setProblem(null);
    try {
      await make(reason);
    } catch (error) {
      setProblem(problemOf(error));
      setChanging(false);
    }
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '' && !isChanging) void change();
        }}
      >
        <p>{text}</p>
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
          <button type="submit" class={`button ${tone}`} aria-disabled={reason.trim() === '' || isChanging}>
            {isChanging ? acting : act}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

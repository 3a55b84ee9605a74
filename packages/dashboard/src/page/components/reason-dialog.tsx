import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { type Problem, problemOf } from '../session/problem.js';
import { useId } from '../state/use-id.js';
import { Dialog } from './dialog.js';
import { DialogActions } from './dialog-actions.js';
import { ReasonField } from './reason-field.js';
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

/** Asks for the reason of a change, which is kept with it, and makes it. */
export function ReasonDialog({ title, text, act, acting, tone, make, onClose }: ReasonDialogProps): VNode {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isChanging, setChanging] = useState(false);
  const [reason, setReason] = useState('');
  const id = useId();
  const isComplete = reason.trim() !== '';

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
          if (isComplete && !isChanging) void change();
        }}
      >
        <p>{text}</p>
        <ReasonField id={id} reason={reason} onReason={setReason} />
        {problem !== null && <ProblemNotice problem={problem} />}
        <DialogActions
          act={act}
          acting={acting}
          tone={tone}
          isActing={isChanging}
          isComplete={isComplete}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}

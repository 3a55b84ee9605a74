import type { VNode } from 'preact';

export interface DialogActionsProps {
  /** What the button says, and while it is done. */
  readonly act: string;
  readonly acting: string;
  readonly tone: 'primary' | 'danger';
  readonly isActing: boolean;
  readonly isComplete: boolean;
  readonly onClose: () => void;
}

/** The buttons of a form in a dialog. */
export function DialogActions({
  act,
  acting,
  tone,
  isActing,
  isComplete,
  onClose,
}: DialogActionsProps): VNode {
  return (
    <div class="actions end">
      <button type="button" class="button" onClick={onClose}>
        Cancel
      </button>
      <button type="submit" class={`button ${tone}`} aria-disabled={!isComplete || isActing}>
        {isActing ? acting : act}
      </button>
    </div>
  );
}

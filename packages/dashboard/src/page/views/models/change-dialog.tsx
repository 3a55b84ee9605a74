import type { VNode } from 'preact';
import { ReasonDialog } from '../../components/reason-dialog.js';
import { shortVersion } from '../../data/short-version.js';
import { useWorkspace } from '../../session/workspace.js';

/** A change of what answers that is to be confirmed. */
export type ModelChange =
  | { readonly kind: 'promote'; readonly version: string; readonly expected: string }
  | { readonly kind: 'rollback' };

export interface ChangeDialogProps {
  readonly change: ModelChange;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Asks for the reason of a change of what answers, and makes it. */
export function ChangeDialog({ change, onClose, onDone }: ChangeDialogProps): VNode {
  const { client, notices } = useWorkspace();
  const isPromotion = change.kind === 'promote';

  async function make(reason: string): Promise<void> {
    const { version } = isPromotion
      ? await client.models.promote({ version: change.version, expected: change.expected, reason })
      : await client.models.rollback({ reason });
    notices.tell(`Version ${shortVersion(version ?? '')} answers now.`);
    onDone();
  }

  return (
    <ReasonDialog
      title={isPromotion ? `Promote ${shortVersion(change.version)}?` : 'Roll back?'}
      text={
        isPromotion
          ? `It answers every request from then on, instead of ${shortVersion(change.expected)}. Requests under way are finished by the one they began with.`
          : 'The version that answered before answers every request from then on.'
      }
      act={isPromotion ? 'Promote' : 'Roll back'}
      acting="Changing…"
      tone={isPromotion ? 'primary' : 'danger'}
      make={make}
      onClose={onClose}
    />
  );
}

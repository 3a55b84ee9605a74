import type { VNode } from 'preact';

/** As the contract has it. */
const longestReason = 500;

/** Asks for the reason of a change, which is kept with it. */
export function ReasonField({
  id,
  reason,
  onReason,
}: {
  readonly id: string;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}): VNode {
  return (
    <div class="field">
      <label for={id}>Reason, kept with the change</label>
      <input
        id={id}
        value={reason}
        required
        maxLength={longestReason}
        onInput={({ currentTarget }) => onReason(currentTarget.value)}
      />
    </div>
  );
}

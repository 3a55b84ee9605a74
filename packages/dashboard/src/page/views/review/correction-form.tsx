import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { categoriesOf } from '../../data/categories.js';
import type { Row } from '../../data/transaction-book.js';
import { useWorkspace } from '../../session/workspace.js';
import { useId } from '../../state/use-id.js';
import { useObserved } from '../../state/use-observed.js';
import { useDecide } from './use-decide.js';

const longestCategory = 100;

/** Says which category a transaction has, from those that there are or a new one. */
export function CorrectionForm({ row, onDecided }: { row: Row; onDecided: () => void }): VNode {
  const { book } = useWorkspace();
  const { rows } = useObserved(book.state);
  const decide = useDecide();
  const [category, setCategory] = useState('');
  const id = useId();
  const categories = useMemo(() => categoriesOf(rows), [rows]);
  return (
    <form
      class="fields correction"
      onSubmit={(event) => {
        event.preventDefault();
        const chosen = category.trim();
        if (chosen === '') return;
        setCategory('');
        decide(row, chosen);
        onDecided();
      }}
    >
      <div class="field grow">
        <label for={id}>Another category</label>
        <input
          id={id}
          list={`${id}-list`}
          value={category}
          maxLength={longestCategory}
          autocomplete="off"
          spellcheck={false}
          data-shortcut="correct"
          onInput={({ currentTarget }) => setCategory(currentTarget.value)}
        />
        <datalist id={`${id}-list`}>
          {categories.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </div>
      <button type="submit" class="button" aria-disabled={category.trim() === ''}>
        Correct
      </button>
    </form>
  );
}

import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { daysBefore } from '../../data/days.js';
import { useId } from '../../state/use-id.js';
import { everything, type RowFilter } from './filter.js';

export interface FilterBarProps {
  readonly filter: RowFilter;
  readonly categories: readonly string[];
  /** The newest day there is. */
  readonly newest: string;
  readonly onChange: (filter: RowFilter) => void;
}

const periods = [
  { label: 'Any time', days: null },
  { label: 'Last 30 days', days: 30 },
  { label: 'Last 90 days', days: 90 },
  { label: 'Last year', days: 365 },
] as const;
const typingMs = 150;
const all = '*';

/** Which transactions are shown. */
export function FilterBar({ filter, categories, newest, onChange }: FilterBarProps): VNode {
  const [text, setText] = useState(filter.text);
  const id = useId();
  useEffect(() => {
    if (text === filter.text) return;
    const timer = setTimeout(() => onChange({ ...filter, text }), typingMs);
    return () => clearTimeout(timer);
  }, [text]);
  const isFiltered = filter !== everything;
  return (
    <search class="fields">
      <div class="field grow">
        <label for={`${id}-text`}>Search</label>
        <input
          id={`${id}-text`}
          type="search"
          data-shortcut="search"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for={`${id}-category`}>Category</label>
        <select
          id={`${id}-category`}
          value={filter.category ?? all}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...filter, category: value === all ? null : value })
          }
        >
          <option value={all}>All</option>
          <option value="">Without one</option>
          {categories.map((category) => (
            <option key={category} value={category}>
              {category}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for={`${id}-direction`}>Direction</label>
        <select
          id={`${id}-direction`}
          value={filter.direction}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...filter, direction: value === 'in' || value === 'out' ? value : 'all' })
          }
        >
          <option value="all">In and out</option>
          <option value="in">In</option>
          <option value="out">Out</option>
        </select>
      </div>
      <div class="field">
        <label for={`${id}-period`}>Period</label>
        <select
          id={`${id}-period`}
          onChange={({ currentTarget: { selectedIndex } }) => {
            const days = periods[selectedIndex]?.days ?? null;
            onChange({ ...filter, from: days === null ? null : daysBefore(newest, days - 1) });
          }}
        >
          {periods.map(({ label }) => (
            <option key={label} selected={label === periods[0].label && filter.from === null}>
              {label}
            </option>
          ))}
        </select>
      </div>
      {isFiltered && (
        <button
          type="button"
          class="button"
          onClick={() => {
            setText('');
            onChange(everything);
          }}
        >
          Clear
        </button>
      )}
    </search>
  );
}

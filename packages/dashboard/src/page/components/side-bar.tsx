import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { addressOf, type ViewName, viewNames } from '../state/route.js';
import { viewTitles } from '../views/view-list.js';
import { Icon } from './icon.js';

export interface SideBarProps {
  readonly title: string;
  readonly current: ViewName;
  /** Whether it is shown where the screen has no room for it beside the view. */
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The views of the page. */
export function SideBar({ title, current, isOpen, onClose }: SideBarProps): VNode {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    place.current?.querySelector<HTMLElement>('[aria-current]')?.focus();
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') onClose();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isOpen]);
  return (
    <nav ref={place} class={`side ${isOpen ? 'open' : ''}`} aria-label="Views">
      <div class="side-inner">
        <p class="brand">
          <span class="brand-sign" aria-hidden="true" />
          {title}
        </p>
        <ul>
          {viewNames.map((view) => (
            <li key={view}>
              <a
                href={addressOf(view)}
                onClick={onClose}
                {...(view === current && { 'aria-current': 'page' })}
              >
                <Icon name={view} />
                {viewTitles[view]}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  );
}

import type { JSX } from 'preact';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      /** HTML, 4.4.16. */
      search: JSX.HTMLAttributes<HTMLElement>;
    }
  }
}

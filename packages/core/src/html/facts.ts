import { type HtmlContent, html, type Markup } from './markup.js';

/** One figure with what it stands for. */
export interface Fact {
  readonly name: string;
  readonly value: HtmlContent;
}

/** The main figures of a page, side by side. */
export function factList(facts: readonly Fact[]): Markup {
  return html`<dl class="facts">${facts.map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** How something came out, as a word; the colour only repeats it. */
export function badge(tone: 'pass' | 'warn' | 'fail' | 'error', text: string): Markup {
  return html`<span class="badge ${tone}">${text}</span>`;
}

/** A part of a page with its heading. */
export function section(heading: string, content: HtmlContent, level: 2 | 3 = 2): Markup {
  const inner = level === 2 ? html`<h2>${heading}</h2>` : html`<h3>${heading}</h3>`;
  return html`<section>${inner}
${content}</section>
`;
}

/** Something that is unfolded on demand. Without a script, print leaves it folded, so it must be of second rank. */
export function unfolding(summary: string, content: HtmlContent): Markup {
  return html`<details><summary>${summary}</summary>${content}</details>`;
}

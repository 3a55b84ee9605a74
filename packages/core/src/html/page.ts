import { type HtmlContent, html } from './markup.js';
import { pageStyle } from './style.js';

/** What stands on a page. */
export interface PageContent {
  readonly title: string;
  /** One or two sentences below the title. */
  readonly lead?: HtmlContent;
  readonly body: HtmlContent;
  /** Below everything, for example when and from what the page was made. */
  readonly footer?: HtmlContent;
}

/**
 * One HTML document that refers to nothing outside of itself and runs no script: its own policy forbids both. It can
 * be sent by mail, opened without a network and printed.
 */
export function htmlPage({ title, lead = null, body, footer = null }: PageContent): string {
  const head = html`<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="referrer" content="no-referrer"><title>${title}</title>`;
  const content = html`<main><h1>${title}</h1>${lead === null ? null : html`<p class="lead">${lead}</p>`}
${body}</main>${footer === null ? null : html`<footer><p>${footer}</p></footer>`}`;
  return `<!doctype html>\n<html lang="en"><head>${head.text}<style>${pageStyle}</style></head><body>${content.text}</body></html>\n`;
}

const isMarkup: unique symbol = Symbol('markup');

/** A piece of HTML in which everything that came from outside is escaped. Only {@link html} makes it. */
export interface Markup {
  readonly [isMarkup]: true;
  readonly text: string;
}

/** What can stand in a piece of HTML: texts and numbers are escaped, `null` is nothing, lists are joined. */
export type HtmlContent = Markup | string | number | null | readonly HtmlContent[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Makes HTML or SVG of a template; whatever is put in is escaped, so that it can stand in content and in quoted
 * attributes. Never put a value into an attribute without quotes, a script or a style.
 */
export function html(parts: TemplateStringsArray, ...contents: readonly HtmlContent[]): Markup {
  let text = parts[0] ?? '';
  contents.forEach((content, index) => {
    text += written(content) + (parts[index + 1] ?? '');
  });
  return { [isMarkup]: true, text };
}

/**
 * Text as it may stand in HTML: the five special characters become entities; characters that no document may hold and
 * those that turn the direction of writing around become U+FFFD, so that a value cannot pass for another.
 */
export function escapeHtml(text: string): string {
  return text
    .replace(/[^\P{C}\n\t\u00ad\u200b-\u200d\p{Co}\p{Cn}]/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character] as string);
}

function written(content: HtmlContent): string {
  if (content === null) return '';
  if (typeof content === 'string') return escapeHtml(content);
  if (typeof content === 'number') return String(content);
  if (isList(content)) return content.map(written).join('');
  // An object that is not ours, whatever it says of itself, is text.
  return content[isMarkup] ? content.text : escapeHtml(String(content));
}

function isList(content: HtmlContent): content is readonly HtmlContent[] {
  return Array.isArray(content);
}

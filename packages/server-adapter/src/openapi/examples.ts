import { exampleRequests } from '../conformance/example-requests.js';

/** Items of a list that an example shows: more of the same tell nothing. */
const shownItems = 2;

/**
 * A body that the route takes, as its documentation shows it: JSON as a value, lines and files as text. The conformance
 * suite sends the same ones, so that none of them can be wrong. Routes without a body, and those of plugins, have none.
 */
export function exampleBody(routeName: string): unknown {
  if (!Object.hasOwn(exampleRequests, routeName)) return undefined;
  const { body, lines, text } = exampleRequests[routeName as keyof typeof exampleRequests];
  if (lines !== undefined) return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  if (text !== undefined) return text;
  return Array.isArray(body) ? body.slice(0, shownItems) : body;
}

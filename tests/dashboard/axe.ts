import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** The rules of WCAG 2.2 A and AA and of good practice. */
const all = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The one rule that another theme may break. */
const ofColours = { type: 'rule', values: ['color-contrast'] };

/**
 * What axe finds on the page as it is: rule, and the places at fault. Only what is serious or critical is a failure.
 *
 * @param areColoursAlone Whether the page was looked at before, in other colours.
 */
export async function seriousFindings(page: Page, areColoursAlone = false): Promise<readonly string[]> {
  if (await page.evaluate<boolean>("typeof axe === 'undefined'")) await page.evaluate(source);
  const options = JSON.stringify({ runOnly: areColoursAlone ? ofColours : all, resultTypes: ['violations'] });
  const { violations, passes } = await page.evaluate<AxeResults>(`axe.run(document, ${options})`);
  if (violations.length + passes.length === 0) throw new Error('No rule of axe was applied.');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

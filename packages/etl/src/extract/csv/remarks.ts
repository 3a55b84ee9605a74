import { cellShape } from './cell-shape.js';

/** Words with which totals and remarks begin, in the languages of the banks whose exports are known. */
const remarkWords =
  /^[\s*=-]*(?:(?:grand|sub|gesamt|end|running)[ -]?)?(?:total(?:s|e|en)?|sum(?:me|a|mary)?|saldo|solde|balance|closing|opening|turnover|end of|generated|printed|page \d+|celkem|razem|totaal|yhteensä|összesen|итого|всего)(?![\p{L}])/iu;

/**
 * Whether the cells are a total or a remark rather than a transaction: none of them is a date, and either none is a
 * number or one begins with a word for a total.
 */
export function isRemark(cells: readonly string[]): boolean {
  let isText = true;
  let hasWord = false;
  for (const cell of cells) {
    const shape = cellShape(cell);
    if (shape === 'date') return false;
    if (shape === 'number') isText = false;
    hasWord ||= shape === 'text' && remarkWords.test(cell);
  }
  return isText || hasWord;
}

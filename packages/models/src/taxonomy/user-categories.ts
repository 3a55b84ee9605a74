import { defaultTaxonomy } from './default-taxonomy.js';
import { lexiconIndex, lexiconKey, mostPhraseWords } from './lexicon/lexicon-index.js';
import { restNames, userCategoryNames } from './user-category-names.js';

/** How surely a name stands for a detailed category: as itself, by custom, as one of a group, by a word in it. */
const asItself = 1;
const byCustom = 0.8;
/** What each later category of a list counts beside the one before. */
const later = 0.85;
const asOneOfGroup = 0.4;
const byWord = 0.6;
const byDoubtfulWord = 0.3;
/** Words of a name that say nothing of what is in the category. */
const emptyWords: ReadonlySet<string> = new Set(
  'and or of the for my our expense expenses cost costs spending payment payments bills fees fee charges other general misc und et y e en ausgaben kosten depenses gastos spese'.split(
    ' ',
  ),
);

let customs: ReadonlyMap<string, readonly string[]> | undefined;

function customNames(): ReadonlyMap<string, readonly string[]> {
  customs ??= new Map(
    Object.entries(userCategoryNames).flatMap(([names, nodes]) => {
      const list = nodes.split(' ');
      return names.split('|').map((name) => [name, list] as const);
    }),
  );
  return customs;
}

/**
 * What a user's category stands for: weights from 0 to 1 of detailed categories of the default taxonomy. Empty for names
 * such as "other", and for those of which nothing is known.
 */
export function readUserCategory(category: string): ReadonlyMap<string, number> {
  const key = lexiconKey(category.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'));
  const weights = new Map<string, number>();
  if (restNames.has(key)) return weights;
  if (readName(key, weights)) return weights;
  const words = key.split(' ').filter((word) => !emptyWords.has(word));
  const bare = words.join(' ');
  if (bare !== key && (restNames.has(bare) || readName(bare, weights))) return weights;
  for (let from = 0; from < words.length; ) {
    let taken = 0;
    for (let count = Math.min(mostPhraseWords, words.length - from); count > 0 && taken === 0; count--) {
      if (readName(words.slice(from, from + count).join(' '), weights)) taken = count;
    }
    from += Math.max(1, taken);
  }
  return weights;
}

/** Reads a name of the taxonomy, a customary one, or one that the lexicon has. */
function readName(name: string, weights: Map<string, number>): boolean {
  if (name === '') return false;
  const known = [name.replaceAll(' ', '_'), `${name.replaceAll(' ', '_')}s`].find((node) =>
    defaultTaxonomy.has(node),
  );
  const nodes = customNames().get(name);
  if (known !== undefined) addNode(known, asItself, weights);
  for (const [index, node] of (nodes ?? []).entries()) addNode(node, byCustom * later ** index, weights);
  if (known !== undefined || nodes !== undefined) return true;
  const entries = lexiconIndex().phrases.get(name) ?? [];
  for (const { detail, isDoubtful } of entries) raise(weights, detail, isDoubtful ? byDoubtfulWord : byWord);
  return entries.length > 0;
}

function addNode(node: string, weight: number, weights: Map<string, number>): void {
  const children = defaultTaxonomy.childrenOf(node);
  if (children.length === 0) raise(weights, node, weight);
  for (const child of children) raise(weights, child, Math.min(weight, asOneOfGroup));
}

function raise(weights: Map<string, number>, detail: string, weight: number): void {
  weights.set(detail, Math.max(weight, weights.get(detail) ?? 0));
}

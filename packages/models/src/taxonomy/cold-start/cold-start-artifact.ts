import { type ArtifactContent, type JsonValue, sha256Hex, TitansError } from '@titans/core';
import {
  type OnlinePayeeMemory,
  restoreOnlinePayeeMemory,
} from '../../estimators/neighbours/online-payee-memory.js';
import { nested, nestedContent } from '../../estimators/nested-artifact.js';
import { readArtifact } from '../../estimators/restoring.js';
import type { RuleDocument } from '../../rules/rule.js';
import { type RuleSet, ruleSet } from '../../rules/rule-set.js';
import { brandCategories } from '../lexicon/brand-categories.js';
import { kindWords } from '../lexicon/kind-words.js';
import { strengths } from '../lexicon/strengths.js';
import { userCategoryNames } from '../user-category-names.js';

/** Everything a cold-start model consists of beside the lexicon. */
export interface ColdStartParts {
  /** `null` for the default taxonomy. */
  readonly categories: readonly string[] | null;
  readonly threshold: number;
  readonly rules: RuleSet | null;
  readonly corrections: OnlinePayeeMemory;
}

export const coldStartKind = 'titans/cold-start-category-model';
const version = 1;

let lexiconHash: Promise<string> | undefined;

/** Tells one release's lexicon from another's. */
function lexiconFingerprint(): Promise<string> {
  const text = JSON.stringify([kindWords, brandCategories, userCategoryNames, strengths]);
  lexiconHash ??= sha256Hex(new TextEncoder().encode(text));
  return lexiconHash;
}

/** The model as data: hashes of the payees that were corrected, no names; rules of the user as they were written. */
export async function coldStartArtifact(parts: ColdStartParts): Promise<ArtifactContent> {
  const corrections = nested('corrections', parts.corrections.toArtifact());
  return {
    kind: coldStartKind,
    version,
    data: {
      categories: parts.categories,
      threshold: parts.threshold,
      lexicon: await lexiconFingerprint(),
      corrections: corrections.data,
      rules: parts.rules === null ? null : (JSON.parse(JSON.stringify(parts.rules.document)) as JsonValue),
    },
    arrays: corrections.arrays,
  };
}

/** @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`. */
export function readColdStartParts(content: ArtifactContent): ColdStartParts {
  const artifact = readArtifact(content, coldStartKind, version);
  const isOwn = artifact.json('categories') !== null;
  const categories = isOwn ? artifact.texts('categories') : null;
  const threshold = artifact.number('threshold');
  if (!(threshold >= 0 && threshold <= 1)) throw artifact.corrupt('its threshold is outside 0 to 1');
  if (categories !== null && (categories.length === 0 || new Set(categories).size < categories.length))
    throw artifact.corrupt('its categories are none, or one is there twice');
  const document: unknown = artifact.json('rules');
  let rules: RuleSet | null = null;
  try {
    if (document !== null) rules = ruleSet(document as RuleDocument);
  } catch (error) {
    throw error instanceof TitansError ? artifact.corrupt(`its rules are wrong: ${error.message}`) : error;
  }
  const corrections = restoreOnlinePayeeMemory(nestedContent(content, artifact, 'corrections'));
  return { categories, threshold, rules, corrections };
}

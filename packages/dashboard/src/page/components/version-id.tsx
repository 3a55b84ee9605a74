import type { VNode } from 'preact';
import { shortVersion } from '../data/short-version.js';

/** Names a version shortly; the whole name is there for whoever points at it. */
export function VersionId({ version }: { readonly version: string }): VNode {
  return <code title={version}>{shortVersion(version)}</code>;
}

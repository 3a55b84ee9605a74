export type { ArtifactArray, ArtifactContent } from './artifact.js';

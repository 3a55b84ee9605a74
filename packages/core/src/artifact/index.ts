export { type ArtifactArray, type ArtifactContent, artifactArray } from './artifact.js';
export {
  artifactFingerprint,
  type DecodeArtifactOptions,
  decodeArtifact,
  type EncodeArtifactOptions,
  encodeArtifact,
} from './codec.js';
export { sha256Hex } from './sha256.js';
export type { SigningKey, VerificationKey } from './signature.js';

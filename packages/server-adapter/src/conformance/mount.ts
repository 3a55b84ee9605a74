import type { Titans } from '../titans.js';

/** What the host does with bodies before Titans sees them. */
export type HostBody =
  /** Leaves them alone. */
  | 'raw'
  /** Parses JSON for every route, as the framework's users do it. */
  | 'parsed'
  /** Reads them and keeps nothing. */
  | 'consumed';

/** How a host is to be set up. */
export interface MountSetup {
  /** Where Titans is mounted, for example `/titans`; empty for the root. */
  readonly basePath: string;
  readonly hostBody: HostBody;
  /** `Set-Cookie` headers that the host gives every answer. */
  readonly cookies: readonly string[];
}

/** A host that listens. */
export interface MountedHost {
  /** For example `http://127.0.0.1:41234`, without the base path. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts a host on 127.0.0.1 and a free port, with Titans at the base path. Where the base path is not empty, the host
 * also has routes of its own: `GET /neighbour` answers `{"neighbour":true}`, and `POST /neighbour` answers the JSON
 * body it got, read in the framework's usual way.
 */
export type HttpMount = (titans: Titans, setup: MountSetup) => Promise<MountedHost>;

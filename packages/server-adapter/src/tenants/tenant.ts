import type { TransactionSource } from '@titans/core';
import type { TenantExperiments } from '../experiments/tenant-experiments.js';
import { requestError } from '../http/problem.js';
import type { ModelHost } from '../model-host/model-host.js';
import type { TransactionStore } from './transaction-store.js';

/** What a credential reaches: the models and data of its tenant. */
export interface Tenant {
  readonly id: string;
  readonly models: ModelHost;
  readonly source: TransactionSource | null;
  readonly warehouse: TransactionStore | null;
}

/** A tenant as the service itself has it. */
export interface ServedTenant extends Tenant {
  /** `null` where none are made. */
  readonly experiments: TenantExperiments | null;
}

/** A tenant that stays open until it is released. */
export interface TenantLease {
  readonly tenant: ServedTenant;
  /** Once is enough, and more does no harm. */
  release(): void;
}

/** The tenants of a service. */
export interface Tenants {
  /** The one that is always there. */
  readonly default: ServedTenant;
  /** Those that are open now. */
  readonly all: readonly ServedTenant[];
  /**
   * Opens a tenant if it is not.
   *
   * @throws TitansError `FORBIDDEN` if there is none of that name, `NOT_READY` if it cannot be opened now.
   */
  lease(id: string): TenantLease | Promise<TenantLease>;
  /** Closes what is in use by nobody, and the rest when it is released. */
  close(): Promise<void>;
}

/** The credential is genuine, and what it is for is elsewhere. */
export function unknownTenant(): Error {
  return requestError('FORBIDDEN', 'The credential belongs to a tenant that is not served here.');
}

import { TitansError, type TransactionSource } from '@titans/core';
import type { Warehouse } from '@titans/etl';
import { defaultTenantId } from '../auth/auth-settings.js';
import type { TenantSettings, TitansConfiguration } from '../config/configuration.js';
import type { Settings } from '../config/settings.js';
import { type ModelHost, modelHost } from '../model-host/model-host.js';

/** What a credential reaches: the models and data of its tenant. */
export interface Tenant {
  readonly id: string;
  readonly models: ModelHost;
  readonly source: TransactionSource | null;
  readonly warehouse: Warehouse | null;
}

/** The tenants of a service. */
export interface Tenants {
  /** The one that is always there. */
  readonly default: Tenant;
  readonly all: readonly Tenant[];
  /** @throws TitansError `FORBIDDEN` if a token names a tenant that is not served here. */
  of(id: string): Tenant;
}

/** Opens what each tenant has. */
export async function openTenants(
  configuration: TitansConfiguration,
  { clock, logger, follow }: Pick<Settings, 'clock' | 'logger' | 'follow'>,
): Promise<Tenants> {
  const { models, source, warehouse, tenants = {} } = configuration;
  const described: Readonly<Record<string, TenantSettings>> = {
    ...tenants,
    [defaultTenantId]: { models, source, warehouse },
  };
  const all = await Promise.all(
    Object.entries(described).map(
      async ([id, tenant]): Promise<Tenant> => ({
        id,
        models: await modelHost(tenant.models, { ...follow, tenant: id, clock, logger }),
        source: tenant.source ?? tenant.warehouse ?? null,
        warehouse: tenant.warehouse ?? null,
      }),
    ),
  );
  const byId = new Map(all.map((tenant) => [tenant.id, tenant]));
  function of(id: string): Tenant {
    const tenant = byId.get(id);
    if (tenant === undefined) {
      throw new TitansError('FORBIDDEN', 'The credential belongs to a tenant that is not served here.');
    }
    return tenant;
  }
  return { default: of(defaultTenantId), all, of };
}

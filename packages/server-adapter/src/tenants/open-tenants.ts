import type { TitansConfiguration } from '../config/configuration.js';
import type { Settings } from '../config/settings.js';
import { tenantExperiments } from '../experiments/tenant-experiments.js';
import { modelHost } from '../model-host/model-host.js';
import { type ServedTenant, type TenantLease, type Tenants, unknownTenant } from './tenant.js';
import { tenantPool } from './tenant-pool.js';
import { defaultTenantId, type TenantSettings } from './tenant-settings.js';

/** What every tenant is opened with. */
type TenantParts = Pick<Settings, 'clock' | 'logger' | 'follow' | 'experiments' | 'experimentStore'>;

/** Opens what each tenant has. Those that a function describes are opened when they are first asked for. */
export async function openTenants(configuration: TitansConfiguration, parts: TenantParts): Promise<Tenants> {
  const { models, source, warehouse, tenants = {}, maxOpenTenants } = configuration;
  const described = typeof tenants === 'function' ? {} : tenants;
  const all = await Promise.all(
    Object.entries({ ...described, [defaultTenantId]: { models, source, warehouse } }).map(([id, settings]) =>
      openTenant(id, settings, parts),
    ),
  );
  const leases = new Map(all.map((tenant) => [tenant.id, { tenant, release: () => undefined }]));
  const pool =
    typeof tenants === 'function'
      ? tenantPool({
          ...parts,
          describe: tenants,
          open: (id, settings) => openTenant(id, settings, parts),
          maxOpenTenants,
        })
      : null;

  function lease(id: string): TenantLease | Promise<TenantLease> {
    const found = leases.get(id);
    if (found !== undefined) return found;
    if (pool === null) throw unknownTenant();
    return pool.lease(id);
  }

  return {
    default: leases.get(defaultTenantId)?.tenant as ServedTenant,
    get all() {
      return pool === null ? all : [...all, ...pool.all];
    },
    lease,
    async close() {
      for (const tenant of all) tenant.models.close();
      await Promise.all(all.map(({ experiments }) => experiments?.close()));
      await pool?.close();
    },
  };
}

async function openTenant(
  id: string,
  { models, source, warehouse }: TenantSettings,
  { clock, logger, follow, experiments, experimentStore }: TenantParts,
): Promise<ServedTenant> {
  const { followTransactions, ...followed } = follow;
  const stored = source ?? warehouse ?? null;
  const isFollowed = followTransactions ?? warehouse !== undefined;
  const host = await modelHost(models, {
    ...followed,
    stored: isFollowed ? stored : null,
    tenant: id,
    clock,
    logger,
  });
  const parts = {
    tenant: id,
    models: host,
    store: experimentStore,
    followMs: follow.followMs,
    clock,
    logger,
  };
  return {
    id,
    models: host,
    source: stored,
    warehouse: warehouse ?? null,
    experiments:
      experiments === null || host.registry === null
        ? null
        : await tenantExperiments({ ...parts, settings: experiments }),
  };
}

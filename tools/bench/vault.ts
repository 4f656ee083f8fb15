import type { Measure } from './measure.ts'
import { benchVaultAudit } from './vault-audit.ts'
import { benchVaultCosts } from './vault-costs.ts'
import { benchVaultImport } from './vault-import.ts'
import { benchVaultSearch } from './vault-search.ts'

/** The sizes that issue 5 names, and small ones that show within seconds that everything runs. */
const sizes = {
  full: { importBytes: 1 << 30, clips: 100_000, entries: 1_000_000, changes: 500, unlocks: 9 },
  small: { importBytes: 16 << 20, clips: 1_000, entries: 20_000, changes: 40, unlocks: 2 },
} as const

/** What the vault costs: import, reads, changes, unlocking, search, proof of the log. */
export async function benchVault(size: keyof typeof sizes): Promise<readonly Measure[]> {
  const { importBytes, clips, entries, ...rounds } = sizes[size]
  return [
    ...(await benchVaultImport(importBytes)),
    ...(await benchVaultCosts(rounds)),
    ...(await benchVaultSearch(clips)),
    ...(await benchVaultAudit(entries)),
  ]
}

import type { Failure } from '../../core/failure.ts'
import { failed } from '../../core/result.ts'
import type { UnopenedVaults } from './unopened-vaults.ts'

const missing = async () => failed<Failure>({ kind: 'vault-missing', name: 'vault' })

/** Where there are no vaults. For tests. */
export const noVaults: UnopenedVaults = { look: missing, create: missing, recover: missing, restore: missing }

import { restoreVault } from '../restore-vault.ts'
import { administrator, found, quietWork, testHost } from './vault-desk.ts'

/** Restores a vault from a backup and tells how far it is; then waits to be killed. */

const [from = '', folder = ''] = process.argv.slice(2)

process.send?.('begun')
const work = { ...quietWork, onProgress: () => void process.send?.('at work') }
found(await restoreVault({ from, folder, credentials: administrator, after: null }, testHost(), work))
process.send?.('restored')
for (;;) await new Promise((resolve) => setTimeout(resolve, 1000))

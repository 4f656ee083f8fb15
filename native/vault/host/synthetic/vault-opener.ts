import { administrator, testHost } from '../../objects/synthetic/vault-desk.ts'
import { openVault } from '../open-vault.ts'

/** Opens the vault of a folder each time that it is told to, says how that went, and keeps it open. */

/** What an opener says. */
export type OpenerSaid = { readonly kind: string; readonly program: string | null }

const [folder = ''] = process.argv.slice(2)
const host = { ...testHost(), program: `opener ${process.pid}` }
process.on('message', async () => {
  const opened = await openVault({ folder }, administrator, host)
  const program = !opened.ok && 'program' in opened.failure ? opened.failure.program : null
  process.send?.({ kind: opened.ok ? 'open' : opened.failure.kind, program } satisfies OpenerSaid)
})
process.send?.({ kind: 'ready', program: null } satisfies OpenerSaid)

import { basename } from 'node:path'
import type { WindowState } from '../../contract/window/window-shapes.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { lookAtVault } from '../../native/vault/host/look-at-vault.ts'

type Appearance = NonNullable<WindowState['vault']>

/**
 * Looks at a vault from outside. Fails with `vault-missing`, `slots-damaged`, and with `demo-vault-only` where a test double of
 * Electron would have to open real footage.
 */
export async function lookAtChosen(folder: string, demoOnly: boolean): Promise<Result<Appearance>> {
  const looked = await lookAtVault(folder)
  if (!looked.ok) return looked
  const { demo, users, holder } = looked.value
  if (demoOnly && !demo) return failed({ kind: 'demo-vault-only' })
  return ok({
    folder,
    name: basename(folder),
    demo,
    users: users.map(({ name, device }) => ({ name, thisMachineOnly: device })),
    busy: holder && { program: holder.program, since: holder.since },
  })
}

/** Why a chosen vault cannot be used, as the window is told. */
export function problemOfChosen(kind: string): NonNullable<WindowState['problem']>['kind'] {
  return kind === 'vault-missing' || kind === 'slots-damaged' || kind === 'demo-vault-only' ? kind : 'not-readable'
}

import process from 'node:process'
import type { WindowState } from '../../contract/window/window-shapes.ts'
import { readShippedProfile, shippedProfileNames } from '../../native/policy/shipped-profile.ts'
import { lookAtChosen, problemOfChosen } from './chosen-vault.ts'
import type { VaultDesk } from './vault-desk.ts'

/** Without Electron's own version this is no Electron: the test double leaves it out, and nothing can put it in from outside. */
export const isStandIn = process.versions['electron'] === undefined

async function shippedProfiles(): Promise<WindowState['profiles']> {
  const read = await Promise.all(shippedProfileNames.map((name) => readShippedProfile(name)))
  return read.flatMap((each) =>
    each.ok
      ? [{ name: each.value.profile.name, title: each.value.profile.title, policy: each.value.profile.policy.title }]
      : [],
  )
}

function phaseOf({ open }: VaultDesk): WindowState['phase'] {
  if (!open) return 'signed-out'
  if (open.isSignedIn) return 'signed-in'
  return open.person ? 'locked' : 'signed-out'
}

type Vault = Pick<WindowState, 'phase' | 'vault' | 'problem'>

async function vaultOf(desk: VaultDesk): Promise<Vault> {
  const { folder } = desk
  if (folder === null) return { phase: 'no-vault', vault: null, problem: null }
  const looked = await lookAtChosen(folder, isStandIn)
  if (!looked.ok)
    return { phase: 'no-vault', vault: null, problem: { kind: problemOfChosen(looked.failure.kind), folder } }
  // That this very process has it open is nobody else's business.
  const vault = desk.open ? { ...looked.value, busy: null } : looked.value
  return { phase: phaseOf(desk), vault, problem: null }
}

/** Where the window stands. */
export async function windowState(desk: VaultDesk, occlude: string): Promise<WindowState> {
  const [vault, profiles] = await Promise.all([vaultOf(desk), shippedProfiles()])
  const { electron, chrome, node } = process.versions
  return {
    ...vault,
    person: desk.open?.person ?? null,
    idleMinutes: desk.open && !desk.open.store.locked() ? desk.open.idleMinutes : null,
    areaTitle: desk.open && !desk.open.store.locked() ? desk.open.areaTitle : null,
    clipRules: desk.open && !desk.open.store.locked() ? desk.open.clipRules : null,
    standIn: isStandIn,
    versions: { occlude, electron: electron ?? null, chromium: chrome ?? null, node },
    profiles,
  }
}

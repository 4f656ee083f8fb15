import type { StopSignal } from '../../core/ports/work.ts'
import { ok, type Result } from '../../core/result.ts'
import { serviceOver, tellFault } from '../../hosts/service-over.ts'
import { VaultHolder } from '../../hosts/vault-holder.ts'
import { machineElapsed } from '../../hosts/vault-machine.ts'
import type { OpenedVault } from '../../native/vault/host/open-vault.ts'

/** Until when a vault is held, and who is told where it takes calls. */
export type Holding = { readonly signal: StopSignal; readonly onOpen: (socket: string) => Promise<void> }

function untilStopped(signal: StopSignal): Promise<void> {
  return new Promise((stopped) => {
    if (signal.aborted) stopped()
    else signal.addEventListener('abort', () => stopped())
  })
}

function warn(error: unknown, id: string): void {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.emitWarning(`${id}: ${what}`)
}

/** The list of redactions says how far the queue is. */
const untold = { progress: () => undefined, ended: () => undefined }

async function served(folder: string, opened: OpenedVault, { signal, onOpen }: Holding): Promise<Result<void>> {
  const { store, announce } = opened
  const made = await serviceOver(store, undefined, { begin: () => untold, onFault: tellFault })
  if (!made.ok) return made
  const holder = await VaultHolder.open({ folder, store, announce, ...made.value, onBug: warn })
  if (!holder.ok) return holder
  holder.value.watch(machineElapsed)
  try {
    await onOpen(holder.value.address)
    await untilStopped(signal)
  } finally {
    await holder.value.close()
    await made.value.service.endViewing()
  }
  return ok(undefined)
}

/** Holds a vault open for other commands of this system user until the signal, then closes it. */
export async function holdVault(folder: string, opened: OpenedVault, holding: Holding): Promise<Result<void>> {
  try {
    return await served(folder, opened, holding)
  } finally {
    await opened.store.close()
  }
}

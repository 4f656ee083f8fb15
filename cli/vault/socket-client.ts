import { basename } from 'node:path'
import { holderMethods } from '../../contract/holder/holder-methods.ts'
import type { MethodName, OutputOf } from '../../contract/methods/all.ts'
import { type CalledWire, callOverWire } from '../../contract/wire/call-over-wire.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { LockHolder } from '../../native/vault/host/lock-file.ts'
import { connectToVault } from '../../native/vault/socket/vault-socket.ts'
import type { CallRequest, CallWork } from '../../service/vault/handler.ts'
import type { VaultClient, VaultSignIn } from './vault-client.ts'

type HolderWire = CalledWire<typeof holderMethods>

async function wireTo(address: string): Promise<Result<HolderWire>> {
  const end = await connectToVault(address)
  return end.ok ? ok(callOverWire(end.value, holderMethods)) : end
}

type AnyCall = (name: string, request: unknown, work: unknown) => Promise<Result<never>>

/** Signs in to a vault that another program holds open, over its socket. Fails as signing in does, and with `connection-lost`. */
export async function clientOverSocket(
  address: string,
  { user, passphrase }: Pick<VaultSignIn, 'user' | 'passphrase'>,
): Promise<Result<VaultClient>> {
  const wire = await wireTo(address)
  if (!wire.ok) return wire
  const signedIn = await wire.value.call('holder.sign-in', { input: { name: user, passphrase } })
  if (!signedIn.ok) {
    wire.value.close()
    return signedIn
  }
  // One name at a time is of the vault's table and of this one; the compiler cannot follow the join of both.
  const call = wire.value.call as unknown as AnyCall
  return ok({
    call: <M extends MethodName>(name: M, request: CallRequest<M>, work: CallWork<M>): Promise<Result<OutputOf<M>>> =>
      call(name, request, work),
    close: async () => wire.value.close(),
  })
}

/** Asks the program that holds a vault open to lock it. Fails with `vault-busy` where it takes no calls. */
export async function lockOverSocket(
  folder: string,
  { program, since, socket }: LockHolder,
): Promise<Result<{ readonly program: string; readonly locked: boolean }>> {
  const wire: Result<HolderWire> = socket === null ? failed({ kind: 'connection-lost' }) : await wireTo(socket)
  if (!wire.ok) return failed({ kind: 'vault-busy', name: basename(folder), program, since })
  const locked = await wire.value.call('holder.lock', { input: {} })
  wire.value.close()
  return locked.ok ? ok({ program, locked: locked.value.wasOpen }) : locked
}

import type { MethodName, OutputOf } from '../../contract/methods/all.ts'
import type { StopSignal } from '../../core/ports/work.ts'
import type { Result } from '../../core/result.ts'
import type { CallRequest, CallWork } from '../../service/vault/handler.ts'

/** A vault that somebody has signed in to, in this process or over a socket: commands cannot tell which. */
export type VaultClient = {
  call<M extends MethodName>(name: M, request: CallRequest<M>, work: CallWork<M>): Promise<Result<OutputOf<M>>>
  /** Signs out; where the vault is open in this process, it is closed. */
  close(): Promise<void>
}

/** Who wants to open which vault. */
export type VaultSignIn = {
  /** Absolute. */
  readonly folder: string
  readonly user: string
  readonly passphrase: string
  /** True: the credential store is left out (OCCLUDE_NO_KEYRING=1). */
  readonly noKeyring: boolean
}

/** The way to vaults that a session has. */
export type VaultDoor = {
  /** Opens a vault here, or signs in to the one that another program holds open. */
  open(asked: VaultSignIn): Promise<Result<VaultClient>>
  /** Holds a vault open for other commands until the signal; `onOpen` is told where it takes calls. */
  hold(asked: VaultSignIn, signal: StopSignal, onOpen: (socket: string) => Promise<void>): Promise<Result<void>>
  /** Asks whoever holds a vault open to lock it. Null: nobody has it open. `locked`: false where it was locked already. */
  lock(folder: string): Promise<Result<{ readonly program: string; readonly locked: boolean } | null>>
}

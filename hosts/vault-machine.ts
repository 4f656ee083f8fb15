import { randomBytes } from 'node:crypto'
import type { Clock } from '../core/ports/clock.ts'
import { instant } from '../core/ports/clock.ts'
import type { VaultHost } from '../native/vault/host/vault-host.ts'
import { openCredentialStore } from '../native/vault/keys/credential-store.ts'
import { createObjectStore } from '../native/vault/objects/object-store.ts'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** A fresh id: 80 random bits in Crockford's base32. */
export function newId(): string {
  return [...randomBytes(16)].map((byte) => alphabet[byte % alphabet.length]).join('')
}

/** The time of this machine. */
export const machineNow: Clock = () => instant(new Date().toISOString())

/** Milliseconds since this process began. */
export function machineElapsed(): number {
  return Math.round(performance.now())
}

/** Runs something later, unless it is called off by what is answered. The process may end before. */
export function machineAfter(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds).unref()
  return () => clearTimeout(timer)
}

/** What a program on this machine lends a vault that it opens. */
export function vaultMachine(program: string, software: string, noKeyring: boolean): VaultHost {
  return {
    program,
    software,
    keyring: openCredentialStore({ disabled: noKeyring }),
    now: machineNow,
    elapsed: machineElapsed,
    newId,
    objects: createObjectStore,
  }
}

import type { UserId } from '../../../core/vault/ids.ts'
import type { SlotTable, WrappedPair } from '../../../core/vault/slot-table.ts'
import { boundTo, type KeyPurpose } from './key-derivation.ts'
import { type KeyPair, newSealingPair, newSigningPair } from './key-pairs.ts'
import { hexOf } from './make-slot.ts'
import { sealToPublicKey } from './sealed-box.ts'
import { sealWithKey } from './symmetric-box.ts'
import { databaseBinding, pairBinding, type Unlocked } from './unlock.ts'
import { newKey, newMasterKey } from './wrapped-key.ts'

/** Fresh keys of one generation: master, database, signer, inbox. */
export function newGenerationKeys(place: {
  readonly vaultId: string
  readonly generation: number
  readonly userId: UserId | null
}): Unlocked {
  return {
    ...place,
    master: newMasterKey(),
    databaseKey: newKey(),
    signer: newSigningPair(),
    inbox: newSealingPair(),
  }
}

/** The part of a slot table that changes with the generation of the master key. */
export type GenerationPart = Pick<SlotTable, 'generation' | 'database' | 'signer' | 'inbox' | 'recovery'>

function wrappedPair(keys: Unlocked, pair: KeyPair, purpose: KeyPurpose): WrappedPair {
  const wrapped = sealWithKey(keys.master, pair.privateKey, pairBinding(keys, purpose))
  return { publicKey: hexOf(pair.publicKey), wrappedPrivateKey: hexOf(wrapped) }
}

/** Wraps keys under their master key, and seals that one to the recovery key. */
export function generationOf(
  keys: Unlocked,
  { databaseFile, recoveryPublicKey }: { readonly databaseFile: string; readonly recoveryPublicKey: Uint8Array },
): GenerationPart {
  const wrappedKey = sealWithKey(keys.master, keys.databaseKey, databaseBinding(keys, databaseFile))
  const binding = boundTo('recovery-master', keys.vaultId, keys.generation)
  return {
    generation: keys.generation,
    database: { file: databaseFile, wrappedKey: hexOf(wrappedKey) },
    signer: wrappedPair(keys, keys.signer, 'signer-private-key'),
    inbox: wrappedPair(keys, keys.inbox, 'inbox-private-key'),
    recovery: {
      publicKey: hexOf(recoveryPublicKey),
      sealedMaster: hexOf(sealToPublicKey(recoveryPublicKey, keys.master, binding)),
    },
  }
}

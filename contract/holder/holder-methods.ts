import { z } from 'zod'
import { methods } from '../methods/all.ts'
import type { Settled } from '../settled.ts'
import { passphraseText, typed } from '../vault-schemas.ts'

const nothing = z.object({})

/** What is asked of the program that holds a vault open, beside the vault's own methods. */
const ofHolder = {
  /** Signs in for as long as the connection lasts; unlocks the vault where it is locked. */
  'holder.sign-in': {
    input: z.object({ name: typed, passphrase: passphraseText }),
    output: z.object({ user: z.string() }),
  },
  /** Everybody is signed out and the keys are forgotten, at once. Whoever can reach the holder may ask for it: it gives nothing away. */
  'holder.lock': { input: nothing, output: z.object({ wasOpen: z.boolean() }) },
} as const

/** Everything that goes over a vault's socket. */
export const holderMethods = { ...ofHolder, ...methods } as const

/** Name of a method of the holder's own. */
export type HolderMethodName = keyof typeof ofHolder

/** What a method of the holder's own is given. */
export type HolderInputOf<M extends HolderMethodName> = Settled<z.output<(typeof ofHolder)[M]['input']>>

import type { InputOf, ItemOf, MethodName, OutputOf } from '../../contract/methods/all.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import { ok } from '../../core/result.ts'
import { userId } from '../../core/vault/ids.ts'
import { serviceOver } from '../../hosts/service-over.ts'
import {
  addClip,
  draftOf,
  found,
  makeVault,
  markedBytes,
  newId,
  quietWork,
  reopen,
} from '../../native/vault/objects/synthetic/vault-desk.ts'

/** Frames of the clip that is worked on, unless it is another. Nobody reads its bytes. */
export const clipFrames = 18_000

/** A vault with a clip, a redaction of it, and who works on it. */
export type RedactionPlace = { readonly clip: string; readonly redaction: string; readonly user: string }

/** Somebody at work in an open vault. */
export type RedactionDesk = {
  readonly store: VaultStore
  ask<M extends MethodName>(name: M, input: InputOf<M>, onItem?: (item: ItemOf<M>) => void): Promise<OutputOf<M>>
  /** The kind of failure that a call ends with. */
  refused<M extends MethodName>(name: M, input: InputOf<M>): Promise<string>
}

async function deskOver(store: VaultStore, user: string): Promise<RedactionDesk> {
  const { service } = found(await serviceOver(store))
  const { session } = found(await service.begin(userId(user)))
  const call = <M extends MethodName>(
    name: M,
    input: InputOf<M>,
    onItem: (item: ItemOf<M>) => void = () => undefined,
  ) => service.call(session, name, { input, reason: 'a request' }, { ...quietWork, onItem })
  return {
    store,
    ask: async (name, input, onItem) => found(await call(name, input, onItem)),
    refused: async (name, input) => {
      const answer = await call(name, input)
      return answer.ok ? 'nothing' : answer.failure.kind
    },
  }
}

/** Makes the vault, and leaves it closed. */
export async function makeRedaction(
  folder: string,
  footage = { bytes: markedBytes('a clip', 5_000), frames: clipFrames },
): Promise<RedactionPlace> {
  const { store, user } = await makeVault(folder)
  const clip = await addClip(store, user, footage.bytes)
  const index = { state: 'indexed', frames: footage.frames, seconds: footage.frames / 30, deep: false } as const
  await store.change(draftOf('clip.import', user), async (write) => ok(await write.putClip({ ...clip, index })))
  const officer = userId(newId())
  const scope = { forces: 'all', areas: 'all', teams: 'all' } as const
  await store.change(draftOf('user.add', user), async (write) => {
    const grants = [{ role: 'disclosure-officer', scope, from: null, until: null }] as const
    const record = { id: officer, name: 'Dora', knownAs: [], grants, createdAt: clip.importedAt, disabledAt: null }
    return ok(await write.putUser(record))
  })
  const desk = await deskOver(store, officer)
  const { redaction } = await desk.ask('redaction.create', { clip: clip.id, purpose: 'a request' })
  await store.close()
  return { clip: clip.id, redaction, user: officer }
}

/** Opens the vault and signs in to the work. */
export async function openRedaction(folder: string, { user }: RedactionPlace): Promise<RedactionDesk> {
  const { store } = found(await reopen(folder))
  return deskOver(store, user)
}

/** The nth batch of edits: one that stays, one that is taken back at once. */
export function batchOf(number: number): InputOf<'redaction.edit'>['steps'] {
  const blank = (reason: string) => ({
    kind: 'do',
    command: { kind: 'add-blank', blank: { from: number % 1_000, until: clipFrames, reason } },
  })
  return [blank(`${number} stays`), blank(`${number} goes`), { kind: 'undo' }] as InputOf<'redaction.edit'>['steps']
}

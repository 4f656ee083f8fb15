import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AuditDraft, VaultWriter } from '../../core/ports/vault/vault-records.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import { ok } from '../../core/result.ts'
import type { ClipRecord } from '../../core/vault/clip-record.ts'
import type { UserId } from '../../core/vault/ids.ts'
import { serviceOver } from '../../hosts/service-over.ts'
import { createVault } from '../../native/vault/host/create-vault.ts'
import type { ObjectHost } from '../../native/vault/host/object-store.ts'
import { createObjectStore } from '../../native/vault/objects/object-store.ts'
import { found, quietWork, testHost } from '../../native/vault/objects/synthetic/vault-desk.ts'
import { newSegmentKey } from '../../native/vault/segments/segment-format.ts'
import { idOf, syntheticClip } from './synthetic-clips.ts'

const administrator = { name: 'Ada Admin', passphrase: 'correct horse battery staple' }

/** Whoever looks through the clips of such a vault. */
export const reader = { name: 'Dora Disclosure', passphrase: 'wide green lamp over rivers' }

/** Whoever reviews what is due in it. */
export const governor = { name: 'Ines Governance', passphrase: 'nine slow kites over dunes' }

const everywhere = { forces: 'all', areas: 'all', teams: 'all' } as const
const draft: AuditDraft = {
  action: 'clip.import',
  outcome: 'done',
  object: null,
  reason: null,
  user: null,
  role: null,
  session: idOf(1),
}

/** A clip that was read whole and found sound, as nearly all of a force are. */
function readClip(number: number): ClipRecord {
  const seconds = 20 + (number % 1_800)
  const damage = { frames: 0, missing: 0, samples: 0, tracks: 0 }
  return {
    ...syntheticClip(number),
    index: { state: 'indexed', frames: seconds * 25, seconds, deep: true, damage },
  }
}

type Keys = Pick<ObjectHost['held'], 'hold'>

/** Keeps a clip with a key of its own, and no file that it opens. */
async function keep(write: VaultWriter, clip: ClipRecord, keys: Keys): Promise<void> {
  const { object: id, id: owner, sha256, bytes } = clip
  const letGo = keys.hold({ id, kind: 'clip' }, newSegmentKey())
  await write.putClip(clip)
  const stored = { storedSha256: sha256, storedBytes: bytes + 1_000 }
  await write.keepObject({ id, clip: owner, kind: 'clip', label: '', sha256, bytes, ...stored })
  letGo()
}

async function fill(store: VaultStore, clips: number, importedBy: UserId, keys: Keys): Promise<void> {
  for (let from = 0; from < clips; from += 1_000)
    found(
      await store.change(draft, async (write) => {
        for (let number = from; number < Math.min(clips, from + 1_000); number++)
          await keep(write, { ...readClip(number), importedBy }, keys)
        return ok(undefined)
      }),
    )
}

/** Makes a demonstration vault with the records of so many clips, and no footage; for one who reads and one who governs. */
export async function makeLibraryVault(folder: string, clips: number): Promise<void> {
  const profileText = await readFile(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8')
  const lent: { keys: Keys | null } = { keys: null }
  const objects: ReturnType<typeof testHost>['objects'] = (host) => {
    lent.keys = host.held
    return createObjectStore(host)
  }
  const request = { folder, profileText, administrator, demo: true }
  const { store, user } = found(await createVault(request, { ...testHost(), objects }))
  try {
    const { service } = found(await serviceOver(store))
    const { session } = found(await service.begin(user))
    for (const [person, role] of [
      [reader, 'disclosure-officer'],
      [governor, 'information-governance'],
    ] as const) {
      const grants = [{ role, scope: everywhere, from: null, until: null }]
      const input = { ...person, grants }
      found(await service.call(session, 'user.add', { input, reason: null }, quietWork))
    }
    found(await service.signOut(session))
    if (!lent.keys) throw new Error('a vault without keys')
    await fill(store, clips, user, lent.keys)
  } finally {
    await store.close()
  }
}

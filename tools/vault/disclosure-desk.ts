import { indexDocumentOf } from '../../contract/index-document.ts'
import type { InputOf, MethodName, OutputOf } from '../../contract/methods/all.ts'
import { readProfile } from '../../contract/profile-file.ts'
import { type ClipIndex, sha256 } from '../../core/clips/clip-index.ts'
import { noMetadata } from '../../core/intake/clip-metadata.ts'
import type { PolicyProfile } from '../../core/policy/policy-profile.ts'
import { instant } from '../../core/ports/clock.ts'
import type { DisclosureTarget } from '../../core/ports/disclosure-target.ts'
import type { MediaEngine } from '../../core/ports/media-engine.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import { redactionId } from '../../core/redaction/redaction-record.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { clipId, type UserId, userId } from '../../core/vault/ids.ts'
import { canonicalJson } from '../../native/certificate/canonical-json.ts'
import { checkSignature } from '../../native/certificate/certificate-signature.ts'
import { archiveAtCost } from '../../native/evidence/archive/disclosure-archive.ts'
import { disclosureSheets } from '../../native/evidence/disclosure-sheets.ts'
import { disclosureTarget } from '../../native/evidence/disclosure-target.ts'
import { hashOfBytes } from '../../native/evidence/file-source.ts'
import {
  draftOf,
  found,
  hexHash,
  markedBytes,
  newId,
  profileText,
  quietWork,
  recordOf,
} from '../../native/vault/objects/synthetic/vault-desk.ts'
import { fakeEngine, fakeIndex } from '../../service/fake-ports.ts'
import { createVaultService, type VaultService } from '../../service/vault/vault-service.ts'

/** A real vault, a real place to disclose to, and an engine that follows a script: Ann redacts, Bob approves. */

/** How much the engine makes a copy of: enough for several blocks. */
const copyBytes = 3_000_000
const original = markedBytes('what nobody may see', 400_000)

/** Whatever is not the original is a copy of it; hashes are those of the bytes. */
function engineOver(index: ClipIndex): MediaEngine {
  const { engine } = fakeEngine({ index })
  return {
    ...engine,
    index: async (source, name, ...more) => {
      const own = await hashOfBytes(source)
      const looked = await engine.index(source, own === index.sha256 ? name : 'copy', ...more)
      return looked.ok ? ok({ ...looked.value, sha256: own }) : looked
    },
    render: async (source, about, plan, sink, ...more) => {
      const held = { ...sink, write: async () => undefined }
      const rendered = await engine.render(source, about, plan, held, ...more)
      await sink.write(0, markedBytes('a redacted copy', copyBytes))
      return rendered.ok ? ok({ ...rendered.value, bytes: copyBytes }) : rendered
    },
  }
}

const everywhere = { forces: 'all', areas: 'all', teams: 'all' } as const
const officer = [{ role: 'disclosure-officer', scope: everywhere, from: null, until: null }] as const
const people = ['Ann', 'Bob'] as const

/** Somebody at the desk. */
export type DeskPerson = (typeof people)[number]

/** Calls a method in somebody's name; answers its value, or fails as it does. */
export type DeskCall = <M extends MethodName>(
  by: DeskPerson,
  method: M,
  input: InputOf<M>,
) => Promise<Result<OutputOf<M>>>

/** A desk over an open vault. */
export type DisclosureDesk = {
  readonly call: DeskCall
  readonly index: ClipIndex
  /** Lets time go by for whoever reviews. */
  wait(seconds: number): void
  /** Puts another profile in force. */
  govern(change: (profile: PolicyProfile) => PolicyProfile): void
}

/** The people of the desk, who are added where they are not there yet. */
async function sessionsOf(service: VaultService, store: VaultStore, administrator: UserId) {
  const ada = found(await service.begin(administrator)).session
  const sessions = new Map<DeskPerson, string>()
  for (const name of people) {
    const added = { name, grants: [...officer], passphrase: `some other words of ${name}` }
    if (!(await store.read.userByName(name)))
      found(await service.call(ada, 'user.add', { input: added, reason: null }, quietWork))
    const user = await store.read.userByName(name)
    sessions.set(name, found(await service.begin(user?.id ?? userId(newId()))).session)
  }
  return sessions
}

/** Sits down at a vault that is open; `target` stands in the way of what is written out, `around` in that of the engine. */
export async function sitDown(
  store: VaultStore,
  administrator: UserId,
  target: DisclosureTarget = disclosureTarget,
  around: (engine: MediaEngine) => MediaEngine = (engine) => engine,
): Promise<DisclosureDesk> {
  let profile = found(readProfile(await profileText(), 'profile'))
  const index = fakeIndex({ sha256: sha256(hexHash(original)), bytes: original.length })
  const engine = around(engineOver(index))
  let elapsed = 0
  const service = createVaultService({
    store,
    profile: () => profile,
    now: () => instant(new Date().toISOString()),
    elapsed: () => elapsed,
    after: () => () => undefined,
    newId,
    newSecret: () => 'ab'.repeat(32),
    json: canonicalJson,
    checkSignature,
    intake: async function* () {},
    engine: () => ({ ...engine, describe: async () => ok({ versions: {}, models: {} }), close: async () => undefined }),
    snapshotSheet: async () => new Uint8Array(),
    disclosureSheets,
    disclosureTarget: target,
    disclosureArchive: archiveAtCost(10),
  })
  const sessions = await sessionsOf(service, store, administrator)
  return {
    index,
    wait: (seconds) => {
      elapsed += seconds * 1_000
    },
    govern: (change) => {
      profile = change(profile)
    },
    call: async (by, method, input) => {
      const session = sessions.get(by)
      if (session === undefined) return failed({ kind: 'not-signed-in' })
      return service.call(session, method, { input, reason: 'SAR 12' }, quietWork)
    },
  }
}

/** Puts the original into the vault, and a redaction of it that Ann began and whose detection has finished. */
async function keepClip(store: VaultStore, ann: UserId, index: ClipIndex) {
  const clip = clipId(newId())
  const begun = found(await store.objects.begin({ clip, kind: 'clip' }))
  await begun.sink.write(0, original)
  const object = found(await begun.finish())
  const text = JSON.stringify(indexDocumentOf(index))
  const kept = found(await store.objects.put({ clip, kind: 'index', label: 'decoded' }, text))
  const at = instant('2026-11-23T10:00:00.000Z')
  const metadata = {
    ...{ ...noMetadata, recordedOn: at, officer: 'PC 1', device: 'D-77', incident: 'I-1' },
    ...{ ownerForce: 'Test Police', categories: ['routine'] },
  }
  const record = {
    ...{ ...recordOf(clip, object, ann), metadata },
    index: { state: 'indexed', frames: 30, seconds: 1, deep: false } as const,
  }
  const project = {
    ...{
      version: 1,
      clip: { sha256: index.sha256, frames: 30 },
      purpose: 'SAR 12',
      spans: null,
      defaultAction: 'hide',
    },
    ...{ inverse: false, secret: 'cd'.repeat(32), tracks: [], blanks: [], audio: [] },
    search: { profile: 'fast', classes: ['face', 'head'] },
  }
  const redaction = redactionId(newId())
  found(
    await store.change(draftOf('clip.import', ann), async (write) => {
      for (const each of [object, kept]) await write.keepObject(each)
      await write.putClip(record)
      await write.beginRedaction({
        ...{ id: redaction, clip, purpose: 'SAR 12', createdAt: at, createdBy: ann, base: JSON.stringify(project) },
        ...{ revision: 0, undecided: 0, examined: 30, proposed: 30 },
      })
      return ok(undefined)
    }),
  )
  return { clip, redaction }
}

/** A face to be hidden. */
const face = {
  ...{ id: 't1', class: 'face', action: 'undecided', shape: 'ellipse', untilFrame: 20 },
  keys: [{ frame: 3, box: [1, 2, 30, 40] }],
}

/** What there is once Ann has redacted and Bob has approved. */
export type ApprovedCopy = Pick<InputOf<'redaction.render'>, 'clip' | 'redaction'> & {
  readonly copy: ReturnType<typeof clipId>
}

type About = Pick<ApprovedCopy, 'clip' | 'redaction'>

/** Ann and Bob see all of a redaction as it is now and put their names under it, and it is rendered; through the contract alone. */
export async function approvedAt(desk: DisclosureDesk, about: About, revision: number): Promise<ApprovedCopy> {
  for (const [name, sign] of [
    ['Ann', 'redaction.sign'],
    ['Bob', 'redaction.approve'],
  ] as const) {
    const { opening } = found(await desk.call(name, 'clip.open', { clip: about.clip }))
    found(await desk.call(name, 'clip.read-range', { opening, start: 0, end: original.length }))
    desk.wait(10)
    const seen = { revision, opening, frames: [[0, 30] as [number, number]], sound: [], speed: 1 }
    found(await desk.call(name, 'redaction.seen', { ...about, ...seen }))
    found(await desk.call(name, sign, { ...about, revision, nothingToHide: false }))
    found(await desk.call(name, 'clip.close', { opening }))
  }
  const made = found(await desk.call('Ann', 'redaction.render', { ...about, threads: null, models: null }))
  return { ...about, copy: clipId(made.copy) }
}

/** A clip that Ann redacts and Bob approves. */
export async function approvedCopy(desk: DisclosureDesk, store: VaultStore): Promise<ApprovedCopy> {
  const ann = await store.read.userByName('Ann')
  if (!ann) throw new Error('Ann is not here')
  const about = await keepClip(store, ann.id, desk.index)
  found(await desk.call('Ann', 'redaction.open', about))
  const steps = [
    { kind: 'do', command: { kind: 'add-track', track: face } },
  ] as unknown as InputOf<'redaction.edit'>['steps']
  found(await desk.call('Ann', 'redaction.edit', { ...about, revision: 0, steps }))
  return approvedAt(desk, about, 1)
}

/** What a disclosure of a copy asks for. */
export function disclosureOf(copy: ReturnType<typeof clipId>, folder: string): InputOf<'copy.disclose'> {
  const how = { recipient: 'J. Public', route: 'by hand', heldBack: [], passphrase: null, threads: null, models: null }
  return { clip: copy, folder, ...how }
}

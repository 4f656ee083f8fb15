import { indexDocumentOf } from '../../contract/index-document.ts'
import type { InputOf, OutputOf } from '../../contract/methods/all.ts'
import type { PolicyProfile } from '../../core/policy/policy-profile.ts'
import type { NewObjectRequest, VaultObjects } from '../../core/ports/vault/vault-objects.ts'
import type { JobResult } from '../../core/ports/vault/vault-store.ts'
import type { RedactionPlan } from '../../core/redaction/plan.ts'
import { ok } from '../../core/result.ts'
import { objectId } from '../../core/vault/ids.ts'
import type { ObjectRecord } from '../../core/vault/object-record.ts'
import type { UserRecord } from '../../core/vault/user-record.ts'
import { fakeEngine, fakeHash, fakeIndex, fakePorts, type Script } from '../fake-ports.ts'
import { type FakeService, fakeClip, fakeService, grantOf, personWith } from './fake-service.ts'
import { fakeId } from './fake-vault.ts'
import type { LentEngine } from './service-ports.ts'

/** A vault in memory with a clip, an engine that follows a script, and people who review: for the tests of what must be impossible. */

/** The clip: 30 frames in one second, with sound. Its officer is PC 1. */
export const index = fakeIndex()
const bytes = 400_000
const clipName = 'one.mp4'

/** What it is redacted for: longer than the log's details hold, with a character of two halves where they end. */
export const purpose = `${'a request '.repeat(19)}and more \u{1f642} of it`

/** Ann and Bob disclose, Carl is PC 1 who recorded the clip, Sue supervises, Ada administers. */
export const reviewPeople: readonly UserRecord[] = [
  personWith('Ann', [grantOf('disclosure-officer')]),
  personWith('Bob', [grantOf('disclosure-officer')]),
  personWith('Carl', [grantOf('disclosure-officer')], { knownAs: ['PC 1'] }),
  personWith('Sue', [grantOf('supervisor')]),
  personWith('Ada', [grantOf('administrator')]),
]

function recordOf(request: NewObjectRequest, number: number, sha256 = fakeHash(`object ${number}`)): ObjectRecord {
  const { clip, kind, label = '' } = request
  const id = objectId(String(fakeId(`object${number}`)))
  return { id, clip, kind, label, sha256, bytes: 4, storedSha256: sha256, storedBytes: 4 }
}

/** Objects in memory: texts can be read again, and copies are what the engine makes of nothing. */
function fakeObjects(texts: Map<string, string>): VaultObjects {
  const none = (): never => {
    throw new Error('not in this test')
  }
  let made = 0
  const source = { size: bytes, read: async (_: number, length: number) => new Uint8Array(length) }
  const open = { bytes: source, fault: () => null, close: async () => undefined }
  return {
    resume: none,
    openUnseen: none,
    readPoster: none,
    readText: async (id) => ok(texts.get(id) ?? ''),
    openClip: async () => ok({ ...open, name: clipName, unchanged: async () => true }),
    put: async (request, content) => {
      const record = recordOf(request, made++)
      texts.set(record.id, String(content))
      return ok(record)
    },
    begin: async (request) => {
      const record = recordOf(request, made++, fakeHash('copy'))
      return ok({
        id: record.id,
        sink: { appendOnly: true, write: async () => undefined },
        fault: () => null,
        finish: async () => ok(record),
        read: async () => ok(open),
        discard: async () => undefined,
      })
    },
  }
}

/** The desk of a test. */
export type ReviewDesk = FakeService & {
  readonly redaction: string
  /** Of the redaction, which Ann has open. */
  readonly hold: string | null
  readonly plans: readonly RedactionPlan[]
  /** Signs somebody in, opens the clip for them, and reads all of its bytes. */
  watch(name: string): Promise<Watcher>
}

/** Somebody with the clip open in front of them. */
export type Watcher = {
  readonly session: string
  readonly opening: string
  /** Says what was displayed and played to them after some seconds; everything unless said otherwise. */
  see(more?: Partial<InputOf<'redaction.seen'>>, afterSeconds?: number): Promise<unknown>
  edit(revision: number, steps: InputOf<'redaction.edit'>['steps']): Promise<unknown>
  sign(revision: number, nothingToHide?: boolean): Promise<unknown>
  approve(revision: number, nothingToHide?: boolean): Promise<unknown>
  render(): Promise<unknown>
}

const allSound = [{ audioTrack: 0, ranges: [[0, 48_000]] }] as unknown as InputOf<'redaction.seen'>['sound']

function watcherOf(
  desk: FakeService,
  { session, opening, redaction }: { readonly session: string; readonly opening: string; readonly redaction: string },
): Watcher {
  const about = { clip: fakeClip().id, redaction }
  return {
    session,
    opening,
    see: (more = {}, afterSeconds = 5) => {
      desk.wait(afterSeconds * 1_000)
      const shown = { frames: [[0, 30] as [number, number]], sound: allSound, speed: 1, revision: 1 }
      return desk.ask(session, 'redaction.seen', { ...about, opening, ...shown, ...more })
    },
    edit: (revision, steps) => desk.ask(session, 'redaction.edit', { ...about, revision, steps }),
    sign: (revision, nothingToHide = false) =>
      desk.ask(session, 'redaction.sign', { ...about, revision, nothingToHide }),
    approve: (revision, nothingToHide = false) =>
      desk.ask(session, 'redaction.approve', { ...about, revision, nothingToHide }),
    render: () => desk.ask(session, 'redaction.render', { ...about, threads: null, models: null }),
  }
}

/** Keeps what a job has made, with its entry. */
function keeping(desk: () => FakeService) {
  return async ({ draft, objects, clips }: JobResult) => {
    const { vault } = desk()
    const kept = await vault.store.change(draft, async (write) => {
      for (const object of objects) await write.keepObject(object)
      for (const clip of clips) await write.putClip(clip)
      return ok('kept' as const)
    })
    return kept
  }
}

/** A redaction's beginning, of which everything that is usually hidden was looked for. */
function searched(base: string): string {
  return JSON.stringify({ ...(JSON.parse(base) as object), search: { profile: 'fast', classes: ['face', 'head'] } })
}

/**
 * A vault with a redaction that Ann began, with one face in it, all of it examined. Nobody has seen anything yet.
 */
export async function reviewDesk(profile: PolicyProfile, script: Partial<Script> = {}): Promise<ReviewDesk> {
  const texts = new Map<string, string>()
  const { engine, plans } = fakeEngine(script)
  const lent: LentEngine = {
    ...engine,
    // Whatever is not the clip is a copy of it.
    index: (source, name, ...more) => engine.index(source, name === clipName ? name : `copy ${name}`, ...more),
    describe: async () => ok({ versions: {}, models: {} }),
    close: async () => undefined,
  }
  let desk: FakeService
  const { json } = fakePorts(engine)
  const lease = {
    ...{ id: 'lease', anchor: { size: 1, root: fakeHash('root') }, keep: () => undefined, end: async () => undefined },
    sign: () => ({ signature: 'c2ln', publicKey: 'a2V5', keyId: fakeHash('key') }),
    publish: keeping(() => desk),
  }
  const objects = fakeObjects(texts)
  desk = fakeService(reviewPeople, profile, {
    store: { objects, lease: async () => ok(lease) },
    ports: { engine: () => lent, json, newSecret: () => 'ab'.repeat(32) },
  })
  const metadata = { ...fakeClip().metadata, incident: 'I-1' }
  const clip = fakeClip({ sha256: index.sha256, bytes, metadata })
  const kept = recordOf({ clip: clip.id, kind: 'index', label: 'decoded' }, 900)
  texts.set(kept.id, JSON.stringify(indexDocumentOf(index)))
  desk.vault.rows = { ...desk.vault.rows, clips: [clip], objects: [kept] }
  const ann = await desk.signIn('Ann')
  const created = await desk.ask(ann, 'redaction.create', { clip: clip.id, purpose })
  const redaction = String((created as { readonly redaction: unknown }).redaction)
  const rows = desk.vault.rows.redactions.map((each) => ({
    ...each,
    base: searched(each.base),
    examined: 30,
    proposed: 30,
  }))
  desk.vault.rows = { ...desk.vault.rows, redactions: rows }
  const work = await desk.ask(ann, 'redaction.open', { clip: clip.id, redaction })
  const track = {
    ...{ id: 't1', class: 'face', action: 'undecided', shape: 'ellipse', untilFrame: 20 },
    keys: [{ frame: 3, box: [1, 2, 30, 40] }],
  }
  const steps = [{ kind: 'do', command: { kind: 'add-track', track } }] as unknown as InputOf<'redaction.edit'>['steps']
  await desk.ask(ann, 'redaction.edit', { clip: clip.id, redaction, revision: 0, steps })
  return {
    ...desk,
    redaction,
    hold: (work as OutputOf<'redaction.open'>).hold,
    plans,
    watch: async (name) => {
      const session = name === 'Ann' ? ann : await desk.signIn(name)
      const opened = await desk.ask(session, 'clip.open', { clip: clip.id })
      const opening = String((opened as { readonly opening?: unknown }).opening ?? fakeId('none'))
      await desk.ask(session, 'clip.read-range', { opening, start: 0, end: bytes })
      return watcherOf(desk, { session, opening, redaction })
    },
  }
}

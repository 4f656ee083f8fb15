import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clipIndexOf } from '../contract/index-document.ts'
import type { InputOf, MethodName, OutputOf } from '../contract/methods/all.ts'
import type { AuditDraft, VaultReader } from '../core/ports/vault/vault-records.ts'
import type { JobLease, VaultStore } from '../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { openMapping } from '../native/evidence/intake/mapping-source.ts'
import { createVault } from '../native/vault/host/create-vault.ts'
import { openVault } from '../native/vault/host/open-vault.ts'
import { found, quietWork, testHost } from '../native/vault/objects/synthetic/vault-desk.ts'
import { makeClip } from '../tools/clips/make-clip.ts'
import { smallClipNamed } from '../tools/clips/small-clips.ts'
import { serviceOver } from './service-over.ts'

/**
 * What must be impossible, tried past the window: through the contract alone, on a real vault with the real engine. Each attempt is all
 * but allowed; what is put right at its end shows that nothing else stood in the way.
 */

type Ask = <M extends MethodName>(method: M, input: InputOf<M>) => Promise<Result<OutputOf<M>>>
type Command = Readonly<Record<string, unknown>>

const passphrase = (name: string) => `violet kettle runs uphill ${name}`
const everywhere = { forces: 'all', areas: 'all', teams: 'all' } as const
const engine = { threads: 2, models: null }
const people = { Dora: 'disclosure-officer', Dan: 'disclosure-officer', Otto: 'auditor', Sue: 'supervisor' } as const
type Person = keyof typeof people

let root = ''
let store: VaultStore
const asks = new Map<Person, Ask>()
let clip = ''
let redaction = ''
let hold: string | null = null
let revision = 0
/** What the vault's own reader and log do in a test; null: what they always do. */
let spoilt: { readonly read?: Partial<VaultReader>; readonly refuses?: (draft: AuditDraft) => boolean } = {}

const full = failed({ kind: 'disk-full', name: 'the vault' } as const)

/** The store itself, as long as nothing is spoilt. */
function spoilable(real: VaultStore): VaultStore {
  return new Proxy(real, {
    get: (target, name) => {
      if (name === 'read' && spoilt.read) return withOwn(target.read, spoilt.read)
      if (name === 'note') return async (draft: AuditDraft) => (spoilt.refuses?.(draft) ? full : target.note(draft))
      if (name === 'change')
        return (draft: AuditDraft, run: Parameters<VaultStore['change']>[1]) =>
          target.change(draft, async (...given) => {
            const result = await run(...given)
            return spoilt.refuses?.(draft) ? full : result
          })
      if (name === 'lease')
        return async (...given: Parameters<VaultStore['lease']>) => {
          const lease = await target.lease(...given)
          return lease.ok ? ok(publishing(lease.value)) : lease
        }
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function publishing(lease: JobLease): JobLease {
  return withOwn(lease, {
    publish: async (result) => (spoilt.refuses?.(result.draft) ? full : lease.publish(result)),
  })
}

/** What an object is asked for by some of its own methods, the rest by the real one's. */
function withOwn<T extends object>(real: T, own: Partial<T>): T {
  return new Proxy(real, {
    get: (target, name) => {
      const value: unknown = Reflect.get(own, name) ?? Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** The shipped profile, in which a region drawn over what is no person or thing has no reason of its own. */
async function profileWithout(): Promise<string> {
  const text = await readFile(new URL('../resources/profiles/essex.json', import.meta.url), 'utf8')
  const profile = JSON.parse(text) as { redaction: { classReasons: Record<string, string> } }
  delete profile.redaction.classReasons['overlay']
  return JSON.stringify(profile)
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'occlude-impossible-'))
  const administrator = { name: 'Ada', passphrase: passphrase('Ada') }
  const request = { folder: join(root, 'vault'), profileText: await profileWithout(), administrator, demo: true }
  const made = found(await createVault(request, testHost()))
  store = made.store
  const { service } = found(await serviceOver(store))
  const session = found(await service.begin(made.user)).session
  for (const [name, role] of Object.entries(people)) {
    const grants = [{ role, scope: everywhere, from: null, until: null }]
    const input = { name, grants, passphrase: passphrase(name) } as unknown as InputOf<'user.add'>
    found(await service.call(session, 'user.add', { input, reason: null }, quietWork))
  }
  await signAllIn()
  const { text: mapping } = found(await openMapping(null))
  found(await as('Dora')('clip.import', { paths: [await makeClip(smallClipNamed('faststart'))], mapping }))
  const { clips } = found(await as('Dora')('clip.list', { query: { limit: 1 }, keep: null }))
  clip = String(clips[0]?.clip)
  await describeClip({})
  redaction = found(await as('Dora')('redaction.create', { clip, purpose: 'request 12' })).redaction
  hold = found(await as('Dora')('redaction.open', about())).hold
  const search = { profile: 'fast', classes: ['face', 'head'] }
  revision = found(
    await as('Dora')('redaction.propose', {
      ...{ ...about(), ...engine, playhead: 0 },
      search: search as InputOf<'redaction.propose'>['search'],
    }),
  ).revision
  for (const id of ['t89', 't90']) await edit({ kind: 'add-track', track: { ...region, id } })
  await edit({ kind: 'set-audio', audio: [keptSound] })
})

async function signAllIn(): Promise<void> {
  const { service } = found(await serviceOver(spoilable(store)))
  for (const name of Object.keys(people) as Person[]) {
    const { session } = found(await service.signIn(name, passphrase(name)))
    asks.set(name, (method, input) => service.call(session, method, { input, reason: 'request 12' }, quietWork))
  }
}

/** The vault once more, for everybody. */
async function openAgain(): Promise<void> {
  const credentials = { name: 'Ada', passphrase: passphrase('Ada') }
  store = found(await openVault({ folder: join(root, 'vault') }, credentials, testHost())).store
  await signAllIn()
  hold = found(await as('Dora')('redaction.open', about())).hold
}

afterAll(async () => {
  await store.close()
  await rm(root, { recursive: true })
})

const about = () => ({ clip, redaction })
const region = {
  ...{ class: 'face', action: 'hide', shape: 'rect', untilFrame: 9 },
  keys: [{ frame: 1, box: [20, 20, 60, 60] }],
}
const keptSound = { kind: 'keep', fromSample: 0, untilSample: 9_600, audioTrack: 0, reason: 'requester' }

function as(name: Person): Ask {
  const ask = asks.get(name)
  if (!ask) throw new Error(`nobody is called ${name}`)
  return ask
}

/** By somebody who signs nothing: whoever tells whose clip it is does not approve it. */
async function describeClip(changes: Readonly<Record<string, unknown>>): Promise<void> {
  const known = { recordedOn: '2026-11-01T10:00:00.000Z', officer: 'PC 9', device: 'D1', category: 'no-evidence' }
  const all = { ...known, incident: 'I-1', ownerForce: 'Essex Police', ...changes }
  found(await as('Sue')('clip.edit', { clip, changes: all } as unknown as InputOf<'clip.edit'>))
}

async function edit(command: Command): Promise<void> {
  await steps([{ kind: 'do', command }])
}

async function steps(list: readonly Command[]): Promise<void> {
  const all = list as unknown as InputOf<'redaction.edit'>['steps']
  revision = found(await as('Dora')('redaction.edit', { ...about(), revision, steps: all })).revision
}

/** Opens the clip, reads it whole, and says that all of it was displayed and played, but for a frame and what comes after a sample. */
async function watch(name: Person, less: { readonly frame?: number; readonly heard?: number } = {}): Promise<void> {
  const ask = as(name)
  const { opening, bytes, index: document } = found(await ask('clip.open', { clip }))
  const index = document && clipIndexOf(document)
  found(await ask('clip.read-range', { opening, start: 0, end: bytes }))
  const last = index?.video?.pts.length ?? 0
  const { frame = last, heard = Number(index?.audio[0]?.samples ?? 0) } = less
  const frames = [
    [0, frame],
    [frame + 1, last],
  ].filter(([from = 0, until = 0]) => from < until) as [number, number][]
  const told = { opening, revision, frames, sound: [{ audioTrack: 0, ranges: [[0, heard]] }], speed: 1 }
  const input = { ...about(), ...told } as unknown as InputOf<'redaction.seen'>
  // What was watched more often than there was time for counts a little later.
  await expect
    .poll(async () => {
      const seen = await ask('redaction.seen', input)
      return seen.ok ? 'counted' : 'why' in seen.failure ? seen.failure.why : seen.failure.kind
    })
    .toBe('counted')
  found(await ask('clip.close', { opening }))
}

const sign = (name: Person) => as(name)('redaction.sign', { ...about(), revision, nothingToHide: false })
const approve = (name: Person) => as(name)('redaction.approve', { ...about(), revision, nothingToHide: false })
const render = (name: Person) => as(name)('redaction.render', { ...about(), ...engine })
const shut = (...gates: readonly string[]) => ({ ok: false, failure: { kind: 'gates-shut', gates } })

const files = async () => (await readdir(join(root, 'vault/objects'), { recursive: true })).toSorted()

/** No copy is among the records. */
async function expectNoCopy(): Promise<void> {
  const kinds = (await store.read.clips({ limit: 100 })).map(({ kind }) => kind)
  expect(kinds.filter((kind) => kind === 'copy')).toEqual([])
}

/** Nothing was made: no copy among the records, and no file that was not there. */
async function expectNothingMade(run: () => Promise<unknown>): Promise<void> {
  const before = await files()
  await run()
  await expectNoCopy()
  expect(await files()).toEqual(before)
}

/** The author's signature is refused for just this gate with an edit, which is taken back. */
async function expectShutFor(command: Command, gate: string): Promise<void> {
  await edit(command)
  try {
    await watch('Dora')
    await expectNothingMade(async () => expect(await sign('Dora')).toMatchObject(shut(gate)))
  } finally {
    await steps([{ kind: 'undo' }])
  }
}

/** The last entry of the log about an action. */
async function lastEntry(action: string) {
  const all = await store.read.auditEntries(0, 10_000)
  return all.findLast((entry) => entry.action === action)
}

describe('no author signs, and no copy is made', () => {
  it('with one unseen frame', async () => {
    await watch('Dora', { frame: 4 })
    await expectNothingMade(async () => {
      expect(await sign('Dora')).toMatchObject(shut('seen-by-author'))
      expect(await render('Dora')).toMatchObject({ failure: { kind: 'gates-shut' } })
    })
  })

  it('with a part of the sound unheard', async () => {
    await watch('Dora')
    await edit({ kind: 'set-audio', audio: [{ ...keptSound, untilSample: 12_000 }] })
    await expectNothingMade(async () => expect(await sign('Dora')).toMatchObject(shut('heard-by-author')))
    await watch('Dora')
  })

  it.each<[string, Command, string]>([
    ['a kept third party without ground', { action: 'keep' }, 'kept-grounds'],
    ['a kept third party with a ground to hide', { action: 'keep', reason: 'third-party' }, 'kept-grounds'],
    ['a weaker style without ground', { style: 'blur' }, 'weaker-grounds'],
  ])('with %s', async (_what, changes, gate) => {
    await expectShutFor({ kind: 'edit-track', track: 't90', changes }, gate)
  })

  it('with a region without reason', async () => {
    await expectShutFor({ kind: 'add-track', track: { ...region, id: 't91', class: 'overlay' } }, 'region-reasons')
  })

  it('with sound kept without ground', async () => {
    const { reason: _ground, ...without } = keptSound
    await expectShutFor({ kind: 'set-audio', audio: [without] }, 'sound-grounds')
  })

  it('after a search that was narrower than its profile looks', async () => {
    const purpose = 'request 13'
    const other = { clip, redaction: found(await as('Dora')('redaction.create', { clip, purpose })).redaction }
    found(await as('Dora')('redaction.open', other))
    const search = { profile: 'fast', classes: ['plate'] } as unknown as InputOf<'redaction.propose'>['search']
    const { revision: at } = found(await as('Dora')('redaction.propose', { ...other, ...engine, search, playhead: 0 }))
    const gates = expect.arrayContaining(['detection-classes'])
    await expectNothingMade(async () => {
      const signed = await as('Dora')('redaction.sign', { ...other, revision: at, nothingToHide: true })
      expect(signed).toMatchObject({ failure: { kind: 'gates-shut', gates } })
      expect(await as('Dora')('redaction.render', { ...other, ...engine })).toMatchObject({ failure: { gates } })
    })
    const { gates: all } = found(await as('Dora')('redaction.gates', other))
    expect(all.find(({ kind }) => kind === 'detection-classes')?.where.classes).toEqual(['face', 'head'])
  })

  it('by the wrong role', async () => {
    for (const name of ['Otto', 'Sue'] as const)
      await expectNothingMade(async () => {
        for (const attempt of [sign, approve, render])
          expect(await attempt(name)).toMatchObject({ failure: { kind: 'not-permitted' } })
      })
    expect(await lastEntry('redaction.render')).toMatchObject({ outcome: 'denied', user: { name: 'Sue' } })
  })

  it('while the log cannot be written', async () => {
    await watch('Dora')
    spoilt = { refuses: ({ action }) => action === 'redaction.sign' }
    expect(await sign('Dora')).toEqual(full)
    spoilt = {}
    expect(await store.read.approvals(redaction as never)).toEqual([])
  })

  it('but with nothing in the way it is signed', async () => {
    found(await sign('Dora'))
    expect(await lastEntry('redaction.sign')).toMatchObject({ outcome: 'done', detail: { purpose: 'request 12' } })
  })
})

describe('nobody approves', () => {
  it('their own work', async () => {
    expect(await approve('Dora')).toMatchObject({ failure: { kind: 'signature-refused', why: 'own-work' } })
  })

  it('with one unseen frame, or a tenth of a second unheard', async () => {
    const heard = 12_000 - 4_800
    await watch('Dan', { frame: 0, heard })
    expect(await approve('Dan')).toMatchObject(shut('seen-by-approver', 'heard-by-approver'))
    await watch('Dan', { heard })
    expect(await approve('Dan')).toMatchObject(shut('heard-by-approver'))
    await watch('Dan')
  })

  it('a clip that they recorded, or appear in', async () => {
    await describeClip({ officer: 'Dan' })
    expect(await approve('Dan')).toMatchObject({ failure: { kind: 'not-permitted', why: 'own-involvement' } })
    await describeClip({})
  })

  it('while the log cannot be written', async () => {
    spoilt = { refuses: ({ action }) => action === 'redaction.approve' }
    expect(await approve('Dan')).toEqual(full)
    spoilt = {}
    await expectNothingMade(async () => expect(await render('Dora')).toMatchObject(shut('approved')))
  })

  it('but with nothing in the way it is approved', async () => {
    found(await approve('Dan'))
  })
})

describe('no copy of what was approved is made', () => {
  it('from a project that was tampered with', async () => {
    const weaker = async (...given: Parameters<VaultReader['redactionSteps']>) =>
      (await store.read.redactionSteps(...given)).map((each) =>
        'command' in each.step && each.step.command.kind === 'add-track'
          ? {
              ...each,
              step: { ...each.step, command: { ...each.step.command, track: { ...region, action: 'ignore' } } },
            }
          : each,
      )
    // What is kept in memory is what was approved: it is read again.
    found(await as('Dora')('redaction.close', { ...about(), hold }))
    spoilt = { read: { redactionSteps: weaker as unknown as VaultReader['redactionSteps'] } }
    await expectNothingMade(async () => expect(await render('Dan')).toMatchObject({ failure: { kind: 'gates-shut' } }))
    spoilt = {}
    hold = found(await as('Dora')('redaction.open', about())).hold
  })

  it('while the log cannot be written, at its beginning or its end; what was written is nobody’s, and goes', async () => {
    spoilt = { refuses: ({ action, outcome }) => action === 'redaction.render' && outcome === 'begun' }
    await expectNothingMade(async () => expect(await render('Dora')).toEqual(full))
    const before = await files()
    spoilt = { refuses: ({ action, outcome }) => action === 'redaction.render' && outcome === 'done' }
    expect(await render('Dora')).toEqual(full)
    await expectNoCopy()
    spoilt = {}
    await store.close()
    await openAgain()
    expect(await files()).toEqual(before)
    await expectNoCopy()
  })

  it('once somebody has edited it, and taking the edit back does not help', async () => {
    await edit({ kind: 'add-blank', blank: { from: 5, until: 6, reason: 'third-party' } })
    await steps([{ kind: 'undo' }])
    await expectNothingMade(async () =>
      expect(await render('Dora')).toMatchObject(shut('signed-by-author', 'approved')),
    )
  })
})

import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCertificate } from '../contract/certificate-file.ts'
import { clipIndexOf } from '../contract/index-document.ts'
import type { InputOf, MethodName, OutputOf } from '../contract/methods/all.ts'
import type { Result } from '../core/result.ts'
import { openMapping } from '../native/evidence/intake/mapping-source.ts'
import { createVault } from '../native/vault/host/create-vault.ts'
import { found, quietWork, testHost } from '../native/vault/objects/synthetic/vault-desk.ts'
import { makeClip } from '../tools/clips/make-clip.ts'
import { smallClipNamed } from '../tools/clips/small-clips.ts'
import { serviceOver } from './service-over.ts'

/** From a clip to a copy outside of the vault, with the real vault and engine, by two people, through the contract alone. */

type Ask = <M extends MethodName>(method: M, input: InputOf<M>) => Promise<Result<OutputOf<M>>>

const passphrase = (name: string) => `violet kettle runs uphill ${name}`
const everywhere = { forces: 'all', areas: 'all', teams: 'all' } as const
const grants = [{ role: 'disclosure-officer', scope: everywhere, from: null, until: null }] as const
const engine = { threads: 2, models: null }

let root = ''
let close: () => Promise<void>
let dora: Ask
let dan: Ask
let clip: string
let redaction: string
let revision = 0
let copy: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'occlude-approved-copy-'))
  const profileText = await readFile(new URL('../resources/profiles/essex.json', import.meta.url), 'utf8')
  const administrator = { name: 'Ada', passphrase: passphrase('Ada') }
  const request = { folder: join(root, 'vault'), profileText, administrator, demo: true }
  const { store, user } = found(await createVault(request, testHost()))
  close = () => store.close()
  const { service } = found(await serviceOver(store))
  const asker = (session: string): Ask => {
    return (method, input) => service.call(session, method, { input, reason: 'request 12' }, quietWork)
  }
  const ada = asker(found(await service.begin(user)).session)
  const people = ['Dora', 'Dan', 'Sue']
  for (const name of people)
    found(await ada('user.add', { name, grants: structuredClone(grants) as never, passphrase: passphrase(name) }))
  const sessions = []
  for (const name of people) sessions.push(found(await service.signIn(name, passphrase(name))).session)
  // Whoever tells whose clip it is does not approve it.
  const [first, second, third] = sessions.map(asker) as [Ask, Ask, Ask]
  dora = first
  dan = second
  const path = await makeClip(smallClipNamed('faststart'))
  const { text: mapping } = found(await openMapping(null))
  found(await dora('clip.import', { paths: [path], mapping }))
  const { clips } = found(await dora('clip.list', { query: { limit: 1 }, keep: null }))
  clip = String(clips[0]?.clip)
  const known = { recordedOn: '2026-11-01T10:00:00.000Z', officer: 'PC 9', device: 'D1', category: 'no-evidence' }
  found(await third('clip.edit', { clip, changes: { ...known, incident: 'I-1', ownerForce: 'Essex Police' } }))
})

afterAll(async () => {
  await close()
  await rm(root, { recursive: true })
})

const about = () => ({ clip, redaction })

/** Opens the clip, reads it whole, and says that all of it was displayed and played. */
async function watch(ask: Ask): Promise<OutputOf<'redaction.seen'>> {
  const { opening, bytes, index: document } = found(await ask('clip.open', { clip }))
  const index = document && clipIndexOf(document)
  found(await ask('clip.read-range', { opening, start: 0, end: bytes }))
  const samples = index?.audio[0]?.samples ?? 0
  const shown = { opening, revision, frames: [[0, index?.video?.pts.length ?? 0] as [number, number]], speed: 1 }
  const sound = [{ audioTrack: 0, ranges: [[0, Number(samples)]] }] as unknown as InputOf<'redaction.seen'>['sound']
  const seen = found(await ask('redaction.seen', { ...about(), ...shown, sound }))
  found(await ask('clip.close', { opening }))
  return seen
}

async function edit(command: unknown): Promise<void> {
  const steps = [{ kind: 'do', command }] as unknown as InputOf<'redaction.edit'>['steps']
  revision = found(await dora('redaction.edit', { ...about(), revision, steps })).revision
}

const disclose = (folder: string, archive: string | null = null) =>
  dan('copy.disclose', {
    ...{ clip: copy, folder, recipient: 'J. Public', route: 'by hand', heldBack: [], passphrase: archive, ...engine },
  })

describe('a redaction by two people', () => {
  it('is begun, examined and decided by one', async () => {
    redaction = found(await dora('redaction.create', { clip, purpose: 'request 12' })).redaction
    found(await dora('redaction.open', about()))
    const search = { profile: 'fast', classes: ['face', 'head'] } as const
    const proposed = found(await dora('redaction.propose', { ...about(), search, ...engine, playhead: 0 }))
    expect(proposed).toMatchObject({ done: 10, frames: 10 })
    revision = proposed.revision
    await edit({ kind: 'add-blank', blank: { from: 2, until: 4, reason: 'third-party' } })
    const kept = { kind: 'keep', fromSample: 0, untilSample: 9_600, audioTrack: 0, reason: 'requester' }
    await edit({ kind: 'set-audio', audio: [kept] })
  })

  it('is signed by its author, who has seen and heard all of it', async () => {
    expect(await dora('redaction.sign', { ...about(), revision, nothingToHide: false })).toMatchObject({
      failure: { kind: 'gates-shut', gates: ['seen-by-author', 'heard-by-author'] },
    })
    expect(await watch(dora)).toEqual({ unseenFrames: 0, unheardSeconds: 0 })
    found(await dora('redaction.sign', { ...about(), revision, nothingToHide: false }))
  })

  it('is approved by the other, and by nobody else', async () => {
    expect(await dora('redaction.approve', { ...about(), revision, nothingToHide: false })).toMatchObject({
      failure: { kind: 'signature-refused', why: 'own-work' },
    })
    expect(await watch(dan)).toEqual({ unseenFrames: 0, unheardSeconds: 0 })
    found(await dan('redaction.approve', { ...about(), revision, nothingToHide: false }))
    const { gates } = found(await dan('redaction.gates', about()))
    expect(gates.filter(({ passed }) => !passed)).toEqual([])
  })

  it('becomes a copy that names its approvals, and leaves', async () => {
    const made = found(await dora('redaction.render', { ...about(), ...engine }))
    copy = made.copy
    const certificate = readCertificate(JSON.stringify(made.certificate), 'certificate')
    expect(certificate).toMatchObject({
      value: { payload: { release: { revision, approvals: [{ as: 'author' }, { as: 'approver' }] } } },
    })
    const folder = join(root, 'out')
    await mkdir(folder)
    const { files, sha256 } = found(await disclose(folder))
    const names = await readdir(folder, { recursive: true })
    for (const { name } of files) expect(names.map((each) => each.split('/').at(-1))).toContain(name)
    const video = names.find((name) => name.endsWith('.mp4')) ?? ''
    const written = await readFile(join(folder, video))
    expect(createHash('sha256').update(written).digest('hex')).toBe(sha256)
  })

  it('leaves in an archive, within which it is checked as it lies', async () => {
    const folder = join(root, 'sealed')
    await mkdir(folder)
    const { files } = found(await disclose(folder, 'gravel pianos whistle on Tuesday'))
    expect((await readdir(folder)).toSorted()).toEqual(files.map(({ name }) => name).toSorted())
    expect(files.map(({ name }) => name.replace(/^redacted-copy-[0-9a-f]{12}/, ''))).toEqual([
      '.zip.age',
      '.how-to-open.txt',
    ])
  })

  it('stays inside once it was edited', async () => {
    await edit({ kind: 'add-blank', blank: { from: 5, until: 6, reason: 'third-party' } })
    const folder = join(root, 'again')
    await mkdir(folder)
    expect(await disclose(folder)).toMatchObject({ failure: { kind: 'not-approved' } })
    expect(await readdir(folder)).toEqual([])
    expect(await dora('redaction.render', { ...about(), ...engine })).toMatchObject({
      failure: { kind: 'gates-shut', gates: ['seen-by-author', 'signed-by-author', 'seen-by-approver', 'approved'] },
    })
  })
})

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { clipIndexOf } from '../contract/index-document.ts'
import type { InputOf, MethodName, OutputOf } from '../contract/methods/all.ts'
import { readProject } from '../contract/project-file.ts'
import type { Result } from '../core/result.ts'
import { trackingClipOf } from '../core/tracking/tracking-clip.ts'
import { tracksFromLeaks } from '../core/verification/leaks.ts'
import { openLeaks } from '../core/verification/open-leaks.ts'
import { openMapping } from '../native/evidence/intake/mapping-source.ts'
import { createVault } from '../native/vault/host/create-vault.ts'
import { found, quietWork, testHost } from '../native/vault/objects/synthetic/vault-desk.ts'
import { runDebian } from '../tools/clips/debian-ffmpeg.ts'
import { serviceOver } from './service-over.ts'

/** Faces that nobody has hidden are found in a trial copy, hidden as the window hides them, and found no more: with the real engine. */

type Ask = <M extends MethodName>(method: M, input: InputOf<M>) => Promise<Result<OutputOf<M>>>

const photographs = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo')
const passphrase = (name: string) => `violet kettle runs uphill ${name}`
const everywhere = { forces: 'all', areas: 'all', teams: 'all' } as const
const grants = [{ role: 'disclosure-officer', scope: everywhere, from: null, until: null }] as const
const engine = { threads: 2, models: null }
const frames = 3

let root = ''
let close: () => Promise<void>
let dora: Ask
let clip: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'occlude-trial-copy-'))
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
  const dorasOwn = { name: 'Dora', grants: structuredClone(grants) as never, passphrase: passphrase('Dora') }
  found(await ada('user.add', dorasOwn))
  dora = asker(found(await service.signIn('Dora', passphrase('Dora'))).session)
  const path = join(root, 'people.mp4')
  const people = ['-loop', '1', '-framerate', '25', '-i', join(photographs, 'sample6.jpg')]
  const pan = "scale=900:720,crop=640:360:x='20+3*n':y=90,format=yuv420p"
  const encoder = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-frames:v', String(frames)]
  await runDebian('ffmpeg', [...people, '-lavfi', pan, ...encoder, path])
  const { text: mapping } = found(await openMapping(null))
  found(await dora('clip.import', { paths: [path], mapping }))
  const { clips } = found(await dora('clip.list', { query: { limit: 1 }, keep: null }))
  clip = String(clips[0]?.clip)
})

afterAll(async () => {
  await close()
  await rm(root, { recursive: true })
})

it('is found, hidden, and found no more; nothing of either copy is kept', async () => {
  const { redaction } = found(await dora('redaction.create', { clip, purpose: 'request 12' }))
  const about = { clip, redaction }
  const opened = found(await dora('redaction.open', about))
  const { index: document } = found(await dora('clip.open', { clip }))
  const size = document && trackingClipOf(clipIndexOf(document))
  const project = readProject(opened.project, 'project')
  if (!size || !project.ok) throw new Error('no picture, or no project')
  const lying = async () => (await readdir(join(root, 'vault/objects'), { recursive: true })).toSorted()
  const before = await lying()

  const first = found(await dora('redaction.trial', { ...about, ...engine }))
  expect(first).toMatchObject({ revision: 0, report: { outcome: 'failed' } })
  const { leaks } = first.report
  expect(new Set(leaks.map(({ frame }) => Number(frame))).size).toBeGreaterThan(1)
  expect(leaks.map((leak) => leak.class)).toContain('face')
  for (const { box, score } of leaks) {
    expect(box[2] * box[3]).toBeGreaterThan(0)
    expect(score).toBeGreaterThan(0)
  }

  const put = tracksFromLeaks(leaks, project.value, size).map((track, at) => ({ at, track }))
  const command = { kind: 'replace-tracks', remove: [], put }
  const steps = [{ kind: 'do', command }] as unknown as InputOf<'redaction.edit'>['steps']
  const { revision } = found(await dora('redaction.edit', { ...about, revision: 0, steps }))
  const hidden = { ...project.value, tracks: put.map(({ track }) => track) }
  expect(openLeaks(leaks, hidden, size)).toEqual([])

  const second = found(await dora('redaction.trial', { ...about, ...engine }))
  expect(second).toMatchObject({ revision, report: { outcome: 'passed', leaks: [] } })
  expect(second.projectSha256).not.toBe(first.projectSha256)
  expect(await lying()).toEqual(before)
  expect(found(await dora('clip.show', { clip })).copies).toEqual([])
})

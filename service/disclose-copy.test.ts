import { describe, expect, it } from 'vitest'
import type { ExternalSchedule } from '../core/disclosure/schedule.ts'
import type { Failure } from '../core/failure.ts'
import type { DisclosureArchive } from '../core/ports/disclosure-archive.ts'
import type { DisclosedContent, DisclosureTarget } from '../core/ports/disclosure-target.ts'
import { failed, ok } from '../core/result.ts'
import { certificateMessage } from '../core/verification/certificate.ts'
import { discloseCopy } from './disclose-copy.ts'
import type { DisclosePorts, DiscloseRequest, ReadyDisclosure } from './disclosure-request.ts'
import { copiedFace, fakeCopy } from './fake-copy.ts'
import {
  checks,
  fakeClip,
  fakeEngine,
  fakeHash,
  fakeIndex,
  fakePorts,
  fakeSigner,
  fakeWork,
  type Script,
  standingFace,
} from './fake-ports.ts'

const index = fakeIndex()
const sign = fakeSigner('ours')
const { json } = fakePorts(fakeEngine().engine)

const { certificate, project } = await fakeCopy({ sign })

const schedule: ExternalSchedule = {
  version: 1,
  kind: 'external',
  rows: [{ row: 1, deed: 'hidden', object: 'person', stretches: [[0, 1]], ground: 'somebody else' }],
}

type Place = {
  readonly files: Map<string, string>
  named: boolean
  readonly order: string[]
}

async function textOf(content: DisclosedContent): Promise<string> {
  if (typeof content === 'string') return content
  const bytes = content instanceof Uint8Array ? content : await content.read(0, content.size)
  return new TextDecoder('latin1').decode(bytes)
}

/** A folder in memory; `faults` fail the step that they name. */
function fakeFolder(place: Place, faults: Partial<Record<string, Failure>>, copySha256 = fakeHash('copy')) {
  const step = (name: string) => {
    place.order.push(name)
    const fault = faults[name]
    return fault ? failed(fault) : null
  }
  const target: DisclosureTarget = async (_folder, { names }) =>
    step('begin') ??
    ok({
      write: async (name, content) => {
        const text = await textOf(content)
        const broken = step(name === names[0] ? 'write copy' : 'write paper')
        if (broken) return broken
        place.files.set(`${name}.partial`, text)
        const sha256 = name.endsWith('.mp4') ? copySha256 : fakeHash(name)
        return ok({ name, sha256, bytes: text.length })
      },
      written: () => fakeClip({ name: 'copy.mp4' }),
      unchanged: async () => step('unchanged') ?? ok(undefined),
      name: async () => {
        const broken = step('name')
        if (broken) return broken
        for (const [name, text] of [...place.files]) {
          place.files.delete(name)
          place.files.set(name.replace('.partial', ''), text)
        }
        place.named = true
        return ok(undefined)
      },
      discard: async () => {
        if (!place.named) place.files.clear()
      },
    })
  return target
}

/** Locks everything up in one text. */
function fakeArchive(locked: string[], copySha256 = fakeHash('copy')): DisclosureArchive {
  return {
    judge: async () => ok(undefined),
    seal: async (entries, { passphrase }) => {
      const texts = await Promise.all(entries.map(async ({ name, content }) => `${name}: ${await textOf(content)}`))
      locked.push(passphrase, ...texts)
      const sealed = new TextEncoder().encode('locked')
      const files = entries.map(({ name }) => ({
        ...{ name, sha256: name.endsWith('.mp4') ? copySha256 : fakeHash(name), bytes: 1 },
      }))
      return {
        bytes: { size: sealed.length, read: async (offset, length) => sealed.subarray(offset, offset + length) },
        opened: async () => ok({ first: fakeClip({ name: 'copy.mp4' }), files }),
      }
    },
  }
}

type Trial = {
  readonly request?: Partial<DiscloseRequest>
  readonly faults?: Partial<Record<string, Failure>>
  readonly script?: Partial<Script>
  readonly copySha256?: ReturnType<typeof fakeHash>
  /** What the steps of the register fail with. */
  readonly line?: Failure
  readonly register?: Failure
  readonly end?: Failure
}

async function disclosed({ request = {}, faults = {}, script = {}, copySha256, line, register, end }: Trial = {}) {
  const place: Place = { files: new Map(), named: false, order: [] }
  const sheets: DisclosePorts['sheets'] = {
    schedule: async (given) => new TextEncoder().encode(`sheet ${given.kind}`),
    certificate: async ({ keyId }) => new TextEncoder().encode(`sheet ${keyId}`),
  }
  const locked: string[] = []
  const ports: DisclosePorts = {
    ...fakePorts(fakeEngine({ original: copiedFace, ...script }).engine),
    sign,
    sheets,
    target: fakeFolder(place, faults, copySha256),
    archive: fakeArchive(locked, copySha256),
  }
  const registered: ReadyDisclosure[] = []
  const whole: DiscloseRequest = {
    ...{ copy: fakeClip({ name: 'copy.mp4' }), original: fakeClip(), certificate, project, schedule },
    ...{ suffix: '.mp4', folder: '/media/stick', signers: new Set([sign('').keyId]), passphrase: null },
    ...request,
  }
  const { work } = fakeWork()
  const result = await discloseCopy(
    ports,
    whole,
    {
      begin: async () => {
        place.order.push('line')
        return line ? failed(line) : ok(undefined)
      },
      enter: async (ready) => {
        place.order.push('register')
        if (register) return failed(register)
        registered.push(ready)
        return ok(undefined)
      },
      end: async (failure) => {
        place.order.push(failure ? `failed: ${failure.kind}` : 'completed')
        return end ? failed(end) : ok(undefined)
      },
    },
    work,
  )
  return { result, place, registered, locked, failure: result.ok ? null : result.failure }
}

const stem = `redacted-copy-${fakeHash('copy').slice(0, 12)}`

describe('disclosing a copy', () => {
  it('writes, reads back, checks, enters it in the register, and then alone gives names', async () => {
    const { result, place, registered } = await disclosed()
    expect(result).toMatchObject({ ok: true, value: { copy: { name: `${stem}.mp4`, sha256: fakeHash('copy') } } })
    expect(place.order).toEqual([
      ...['begin', 'line', 'write copy', 'write paper', 'write paper', 'write paper', 'write paper'],
      ...['unchanged', 'register', 'name', 'completed'],
    ])
    expect([...place.files.keys()]).toEqual(
      ['.mp4', '.certificate.json', '.certificate.pdf', '.schedule.json', '.schedule.pdf'].map((end) => stem + end),
    )
    expect(registered[0]?.files.map(({ name }) => name)).toEqual([...place.files.keys()])
  })

  it('hands out a signed certificate that tells nothing of the original, the work on it, or how many are hidden', async () => {
    const { place } = await disclosed()
    const text = place.files.get(`${stem}.certificate.json`) ?? ''
    const external = JSON.parse(text)
    expect(Object.keys(external.payload).toSorted()).toEqual(
      ['checks', 'copy', 'issuedAt', 'partial', 'recordSha256', 'scheduleSha256', 'secondCheck', 'version'].toSorted(),
    )
    expect(external.payload).toMatchObject({
      scheduleSha256: json.hashOf(schedule),
      recordSha256: json.hashOf(certificate),
      checks: certificate.payload.checks.map(({ check, outcome }) => ({ check, outcome })),
    })
    const message = `occlude-external-certificate-v1\n${json.textOf(external.payload)}`
    expect({ ...external, payload: null }).toEqual({ ...sign(message), payload: null })
    const secrets = [certificate.payload.source.sha256, certificate.payload.projectSha256, project.secret, 'tracks']
    for (const secret of [...secrets, 'lookHere', 'figures', 'model'])
      for (const [name, content] of place.files) expect(`${name} ${content}`).not.toContain(secret)
  })
})

describe('disclosing a copy in an archive', () => {
  const request = { passphrase: 'gravel pianos whistle on Tuesday' }
  const ends = ['.mp4', '.certificate.json', '.certificate.pdf', '.schedule.json', '.schedule.pdf']

  it('writes one file that the passphrase opens and a sheet, which does not tell it, and checks what is in it', async () => {
    const { result, place, registered, locked } = await disclosed({ request })
    expect(place.order).toEqual([
      'begin',
      'line',
      'write copy',
      'write paper',
      'unchanged',
      'register',
      'name',
      'completed',
    ])
    expect([...place.files.keys()]).toEqual([`${stem}.zip.age`, `${stem}.how-to-open.txt`])
    expect(locked.map((text) => text.split(':')[0])).toEqual([request.passphrase, ...ends.map((end) => stem + end)])
    const sheet = place.files.get(`${stem}.how-to-open.txt`) ?? ''
    expect(sheet).toContain(`age -d -o ${stem}.zip ${stem}.zip.age`)
    expect(sheet).not.toContain('gravel')
    expect(result).toMatchObject({ ok: true, value: { copy: { name: `${stem}.mp4`, sha256: fakeHash('copy') } } })
    expect(registered[0]?.files.map(({ name }) => name)).toEqual([...place.files.keys()])
    expect(registered[0]?.inside.map(({ name }) => name)).toEqual(ends.map((end) => stem + end))
    expect(JSON.stringify([result, registered])).not.toContain('gravel')
  })

  it.each<[string, Trial, string]>([
    ['another copy lies in it', { copySha256: fakeHash('x') }, 'certificate-mismatch'],
    [
      'somebody shows in what was written',
      { script: { copies: [standingFace(index, [400, 200, 60, 60])] } },
      'verification-failed',
    ],
    ['the disk is full for it', { faults: { 'write copy': { kind: 'disk-full', name: 'x' } } }, 'disk-full'],
  ])('leaves nothing where %s', async (_why, trial, kind) => {
    const { failure, place, registered } = await disclosed({ ...trial, request })
    expect(failure?.kind).toBe(kind)
    expect([place.named, [...place.files.keys()], registered]).toEqual([false, [], []])
  })
})

const gone: Failure = { kind: 'medium-gone', name: 'stick', registered: false }

describe('nothing that looks finished is left', () => {
  it.each<[string, Trial, string]>([
    ['the folder does not do', { faults: { begin: { kind: 'unfit-folder', name: 'x', why: 'link' } } }, 'unfit-folder'],
    ['the stick goes while the copy is written', { faults: { 'write copy': gone } }, 'medium-gone'],
    ['the disk is full for the papers', { faults: { 'write paper': { kind: 'disk-full', name: 'x' } } }, 'disk-full'],
    ['what lies there changes', { faults: { unchanged: { kind: 'output-taken', name: 'x' } } }, 'output-taken'],
    ['other bytes lie there than were certified', { copySha256: fakeHash('x') }, 'certificate-mismatch'],
    [
      'somebody shows in what was written',
      { script: { copies: [standingFace(index, [400, 200, 60, 60])] } },
      'verification-failed',
    ],
    ['a check fails', { script: { verdicts: [checks({ metadata: 'failed' })] } }, 'verification-failed'],
    ['the log cannot be written', { register: { kind: 'disk-full', name: 'the vault' } }, 'disk-full'],
  ])('where %s', async (_why, trial, kind) => {
    const { failure, place, registered } = await disclosed(trial)
    expect(failure?.kind).toBe(kind)
    expect([place.named, [...place.files.keys()], registered]).toEqual([false, [], []])
  })

  it('where the project was tampered with, or nobody signed', async () => {
    const tracks = project.tracks.map((track) => ({ ...track, action: 'ignore' as const }))
    const tampered = await disclosed({ request: { project: { ...project, tracks } } })
    expect(tampered.failure).toEqual({ kind: 'certificate-mismatch', what: 'plan' })
    const unsigned = await disclosed({ request: { certificate: { payload: certificate.payload } } })
    expect(unsigned.failure?.kind).toBe('certificate-unsigned')
    const payload = { ...certificate.payload, partial: true }
    const resigned = { payload, ...fakeSigner('ours')(`${certificateMessage(payload, json)} `) }
    expect((await disclosed({ request: { certificate: resigned } })).failure?.kind).toBe('certificate-mismatch')
    const theirs = await disclosed({ request: { signers: new Set([fakeSigner('theirs')('').keyId]) } })
    expect(theirs.failure?.kind).toBe('other-signer')
    expect([tampered, unsigned, theirs].map(({ place }) => [...place.files.keys()])).toEqual([[], [], []])
  })

  it('where the stick goes once it is in the register: that is said', async () => {
    const { failure, registered, place } = await disclosed({ faults: { name: gone } })
    expect(failure).toEqual({ kind: 'medium-gone', name: 'stick', registered: true })
    expect([registered.length, place.named]).toEqual([1, false])
    expect(place.order.at(-1)).toBe('failed: medium-gone')
  })
})

describe('the register', () => {
  const full = { kind: 'disk-full', name: 'the vault' } as const

  it('has a line before the first byte, or none is written', async () => {
    const { failure, place } = await disclosed({ line: full })
    expect([failure, place.order]).toEqual([full, ['begin', 'line']])
  })

  it('has no line of what could not begin', async () => {
    const { place } = await disclosed({ faults: { begin: { kind: 'folder-missing', name: 'x' } } })
    expect(place.order).toEqual(['begin'])
  })

  it('is told why it failed, or that it is complete, once nothing more is done', async () => {
    const failing = await disclosed({ faults: { 'write paper': gone } })
    expect(failing.place.order.slice(-2)).toEqual(['write paper', 'failed: medium-gone'])
    expect((await disclosed({ register: full })).place.order.slice(-2)).toEqual(['register', 'failed: disk-full'])
  })

  it('that cannot be told of the end does not undo what has left', async () => {
    const { result, place } = await disclosed({ end: full })
    expect([result.ok, place.named, place.order.at(-1)]).toEqual([true, true, 'completed'])
  })
})

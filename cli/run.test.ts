import { link, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readCertificate } from '../contract/certificate-file.ts'
import { readProject } from '../contract/project-file.ts'
import type { Failure } from '../core/failure.ts'
import { failed } from '../core/result.ts'
import { checks, fakeEngine, fakeIndex, nobody, type Script, soundIndex, standingFace } from '../service/fake-ports.ts'
import { commands } from './commands/all.ts'
import { runOcclude } from './run.ts'
import { noVaults } from './vault/fake-vault-door.ts'

/** Every way to a vault leads nowhere here. */
const noVault = failed<Failure>({ kind: 'vault-missing', name: 'vault' })

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-run-'))
  await writeFile(at('clip.mp4'), 'clip')
})
afterEach(() => rm(folder, { recursive: true }))

const at = (name: string) => join(folder, name)
const index = fakeIndex()
const face = standingFace(index, [100, 100, 60, 60])

/** Runs the command line in the test's folder, over an engine that follows a script. */
async function run(words: string, script: Partial<Script> = {}, { debug = false, aborted = false } = {}) {
  const { engine } = fakeEngine({ original: face, ...script })
  let out = ''
  let told = ''
  let closed = 0
  const code = await runOcclude(
    words.split(' ').filter((word) => word !== ''),
    {
      folder,
      version: '1.2.3',
      signal: { aborted, addEventListener: () => undefined, removeEventListener: () => undefined },
      print: async (text) => {
        out += text
      },
      tell: (text) => {
        told += text
      },
      terminal: false,
      nowSeconds: () => 0,
      debug,
      environment: { vault: null, user: null, passphraseFile: null, noKeyring: true },
      asking: { secret: async () => null, line: async () => null, input: async () => null },
      unopenedVaults: noVaults,
      vaultDoor: { open: async () => noVault, hold: async () => noVault, lock: async () => noVault },
      makeEngine: () => ({
        ...engine,
        describe: async () => ({ ok: true, value: { versions: {}, models: {} } }),
        detectionBasis: async () => ({ ok: true, value: 'ba'.repeat(32) }),
        close: () => {
          closed += 1
        },
      }),
      onAbandon: () => undefined,
    },
  )
  const answer = () => JSON.parse(out.trimEnd().split('\n').at(-1) ?? '')
  return { code, out, told, closed, answer }
}

it('makes a copy with its documents, and closes the engine', async () => {
  const { code, out, closed } = await run('redact clip.mp4 --out copy.mp4')
  expect([code, closed]).toEqual([0, 1])
  expect((await readdir(folder)).sort()).toEqual(['clip.mp4', 'copy.certificate.json', 'copy.mp4', 'copy.project.json'])
  expect(out).toContain('1.0 s muted')
  expect(out).toContain(at('copy.mp4'))
  const certificate = readCertificate(await readFile(at('copy.certificate.json'), 'utf8'), 'c')
  const project = readProject(await readFile(at('copy.project.json'), 'utf8'), 'p')
  expect([certificate.ok, project.ok]).toEqual([true, true])
})

it('verifies what it made, and tells what is missing to verify all of it', async () => {
  await run('redact clip.mp4 --out copy.mp4')
  const whole = '--certificate copy.certificate.json --original clip.mp4 --project copy.project.json'
  // The fake engine calls its copies by a hash of its own; what counts here is which failure is told and how.
  const { code, answer } = await run(`verify copy.mp4 ${whole} --json`)
  expect([code, answer().failures[0].kind]).toEqual([5, 'certificate-mismatch'])
  expect((await run('verify copy.mp4 --certificate copy.certificate.json --signer ab')).code).toBe(5)
  expect((await run('verify copy.mp4')).told).toContain('--certificate is missing')
})

it('answers programs with JSON lines, the last one being the result', async () => {
  const { out, answer, told } = await run('redact clip.mp4 --out copy.mp4 --json')
  for (const line of out.trimEnd().split('\n')) expect(['progress', 'result']).toContain(JSON.parse(line).type)
  expect(answer()).toEqual({
    type: 'result',
    ok: true,
    exit: 0,
    out: at('copy.mp4'),
    certificate: at('copy.certificate.json'),
    project: at('copy.project.json'),
    failures: [],
  })
  expect(told).toBe('')
})

it('on a failed check leaves only the report, names its frames, and exits 5', async () => {
  const stranger = standingFace(index, [400, 200, 60, 60])
  const script = { copies: [stranger, standingFace(index, [20, 300, 40, 40])] }
  const { code, answer, told } = await run('redact clip.mp4 --out copy.mp4 --json', script)
  expect(code).toBe(5)
  expect(answer().failures[0]).toEqual({ kind: 'leaks', frame: expect.any(Number), detail: expect.any(String) })
  expect(told).toContain(at('copy.verification.json'))
  expect((await readdir(folder)).sort()).toEqual(['clip.mp4', 'copy.verification.json'])
  const incomplete = await run('redact clip.mp4 --out b.mp4 --json', { verdicts: [checks({ blur: 'could-not-run' })] })
  expect([incomplete.code, incomplete.answer().failures[0].kind]).toEqual([5, 'blur'])
})

it('exits 4 for a copy of a damaged clip', async () => {
  const video = index.video && { ...index.video, missingFrames: 3 }
  const { code, out } = await run('redact clip.mp4 --out copy.mp4', { index: fakeIndex({ video }) })
  expect(code).toBe(4)
  expect(out).toContain('partial')
})

it('makes copies of sound', async () => {
  const { code, out } = await run('redact clip.mp4 --out copy.m4a', { index: soundIndex })
  expect(code).toBe(0)
  expect(out).toContain('picture      none')
})

it.each([
  ['redact clip.mp4 --out copy.avi', 2, '.mp4'],
  ['redact clip.mp4 --out copy.m4a', 2, '.mp4'],
  ['redact clip.mp4', 2, '--out is missing'],
  ['redact gone.mp4 --out copy.mp4', 3, 'gone.mp4'],
  ['redact . --out copy.mp4', 3, 'folder'],
  ['redact clip.mp4 --out gone/copy.mp4', 3, 'gone/copy.mp4'],
  ['redact clip.mp4 --out clip.mp4 --overwrite', 6, 'clip.mp4'],
  ['redact clip.mp4 --out hard.mp4 --overwrite', 6, 'hard.mp4'],
  ['redact clip.mp4 --out copy.mp4 --keep t9', 3, 't9'],
  ['redact clip.mp4 --out copy.mp4 --spans 5-9', 3, '5-9'],
  ['redact clip.mp4 --out copy.mp4 --project bad.json', 3, 'bad.json'],
  ['redact clip.mp4 --out copy.mp4 --regions bad.json', 3, 'bad.json'],
  ['frame clip.mp4 30 --out f.png', 3, '29'],
  ['frame clip.mp4 1.5 --out f.png', 2, '1.5'],
  ['detect clip.mp4 --out d.json --from 20 --until 10', 3, '20'],
  ['track clip.mp4 --out p.json', 2, '--detections'],
  ['track clip.mp4 --out p.json --detections bad.json', 3, 'bad.json'],
  ['plan clip.mp4', 2, '--project'],
  ['blur clip.mp4', 2, 'blur'],
  ['index', 2, 'CLIP'],
])('%s: exit %d and one clear sentence', async (words, exit, named) => {
  await link(at('clip.mp4'), at('hard.mp4'))
  await writeFile(at('bad.json'), '{"version":1,')
  const before = (await readdir(folder)).sort()
  const { code, told, out } = await run(words)
  expect([code, out]).toEqual([exit, ''])
  expect(told).toContain(named)
  expect(told.trimEnd().split('\n').at(-1)).toMatch(/^occlude: .*[.)]$/)
  expect(told).not.toMatch(/\bat .*:\d+:\d+|Error|undefined/)
  expect((await readdir(folder)).sort()).toEqual(before)
  expect(await readFile(at('clip.mp4'), 'utf8')).toBe('clip')
  const asJson = await run(`${words} --json`)
  expect(asJson.answer()).toMatchObject({ type: 'result', ok: false, exit, failures: [{ detail: expect.any(String) }] })
})

it('replaces a result only when told', async () => {
  expect((await run('redact clip.mp4 --out copy.mp4')).code).toBe(0)
  const again = await run('redact clip.mp4 --out copy.mp4')
  expect([again.code, again.told]).toEqual([6, expect.stringContaining('--overwrite')])
  expect((await run('redact clip.mp4 --out copy.mp4 --overwrite')).code).toBe(0)
})

it('goes the long way: detect, track, plan, redact', async () => {
  expect((await run('detect clip.mp4 --out d.json')).code).toBe(0)
  expect((await run('track clip.mp4 --detections d.json --out p.json')).out).toContain('1 of 1 tracks are hidden')
  const plan = await run('plan clip.mp4 --project p.json')
  const lines = plan.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines).toHaveLength(30)
  expect(lines[15]).toMatchObject({ frame: 15, mode: 'hide', regions: [{ track: 't1', style: 'solid' }] })
  expect((await run('redact clip.mp4 --out copy.mp4 --project p.json --keep t1')).out).toContain(
    '0 tracks hidden, 1 kept',
  )
  const own = await run('redact clip.mp4 --out p.mp4 --project p.json --overwrite')
  expect(own.code).toBe(0)
})

it('never replaces the project that it reads', async () => {
  await run('redact clip.mp4 --out copy.mp4')
  const { code, told } = await run('redact clip.mp4 --out copy.mp4 --project copy.project.json --overwrite')
  expect([code, told]).toEqual([6, expect.stringContaining('copy.project.json')])
})

it('says which frames detection could not examine, and exits 4', async () => {
  const { code, out } = await run('detect clip.mp4 --out d.json', { original: { ...nobody(index), failed: [[5, 8]] } })
  expect([code, out]).toEqual([4, expect.stringContaining('f5-f8')])
})

it('prints the index of FORMATS.md and nothing else', async () => {
  const { out, code } = await run('index clip.mp4 --json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ version: 1, sha256: index.sha256, video: { frames: 30 } })
  expect((await run('index clip.mp4')).out).toContain('640x360')
})

it('hides bugs behind an id, and shows their stack only on request', async () => {
  const before = (): never => {
    throw new TypeError('a bug in /secret/path.ts')
  }
  const quiet = await run('redact clip.mp4 --out copy.mp4 --json', { before })
  expect([quiet.code, quiet.closed]).toEqual([1, 1])
  expect(quiet.told + quiet.out).not.toContain('secret')
  const id = /\(([0-9a-f]{8})\)/.exec(quiet.told)?.[1] ?? 'none'
  expect(quiet.answer().failures[0]).toEqual({ kind: 'internal', detail: expect.stringContaining(id) })
  expect((await run('index clip.mp4', { before }, { debug: true })).told).toContain('secret')
  expect(await readdir(folder)).toEqual(['clip.mp4'])
})

it('says that it was stopped, whatever broke on the way', async () => {
  const { code, told } = await run('redact clip.mp4 --out copy.mp4', {}, { aborted: true })
  expect([code, told]).toEqual([130, expect.stringContaining('Stopped')])
})

it('helps', async () => {
  expect(await run('--version')).toMatchObject({ code: 0, out: 'occlude 1.2.3\n' })
  expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('First steps') })
  expect(await run('')).toMatchObject({ code: 2 })
  for (const { name } of commands) {
    const { code, out } = await run(`${name} --help`)
    expect([code, out]).toEqual([0, expect.stringContaining(`Usage: occlude ${name}`)])
  }
})

it.each(['vault', 'user', 'clip', 'queue', 'retention', 'audit'])('%s --help lists its commands', async (family) => {
  const asked = await run(`${family} --help`)
  expect([asked.code, asked.told]).toEqual([0, ''])
  const members = commands.filter(({ name }) => name.startsWith(`${family} `))
  expect(members.length).toBeGreaterThan(2)
  for (const { name, summary } of members) expect(asked.out).toMatch(new RegExp(`^ {2}${name} +${summary}$`, 'm'))
  expect((await run(`help ${family}`)).out).toBe(asked.out)
  const bare = await run(family)
  expect([bare.code, bare.told]).toEqual([2, expect.stringContaining(`${family} `)])
  const mistyped = await run(`${family} frob --json`)
  expect([mistyped.code, mistyped.told]).toEqual([2, expect.stringContaining(`"${family} frob"`)])
})

it('lists what works on files and what works in a vault apart', async () => {
  const { out } = await run('--help')
  const [onFiles = '', onVaults = ''] = out.split('Commands of a vault')
  for (const { name, group } of commands) {
    const row = new RegExp(`^ {2}${name} `, 'm')
    expect([name, row.test(onFiles), row.test(onVaults)]).toEqual([name, group !== 'vault', group === 'vault'])
  }
})

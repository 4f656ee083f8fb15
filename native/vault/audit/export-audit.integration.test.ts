import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type MadeLog, makeLog } from '../../../tools/audit-log.ts'
import { exportAudit } from './export-audit.ts'
import { type AuditProof, inclusionProofDocument } from './proof-document.ts'

type Answer = { readonly code: number | null; readonly text: string }

let home: string
let folder: string
let exports = 0
let log: MadeLog

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'audit-export-'))
  log = makeLog(50, 16)
})

afterAll(async () => {
  await rm(home, { recursive: true })
})

beforeEach(async () => {
  folder = join(home, `export-${++exports}`)
  const exported = await exportAudit(folder, { ...log, keys: [...log.keys.values()] })
  if (!exported.ok) throw new Error(exported.failure.kind)
  expect(exported.value).toMatchObject({ entries: 50, root: log.checkpoints.at(-1)?.root })
})

/** Runs the exported verifier in its own process, without anything of this project. */
function verifier(...words: readonly string[]): Promise<Answer> {
  const child = spawn(process.execPath, [join(folder, 'verify-audit.mjs'), ...words], { cwd: folder, env: {} })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, text }))
  })
}

async function linesOf(name: string): Promise<string[]> {
  return (await readFile(join(folder, name), 'utf8')).split('\n').slice(0, -1)
}

async function change(name: string, changed: (lines: string[]) => readonly string[]): Promise<void> {
  const lines = changed(await linesOf(name))
  await writeFile(join(folder, name), lines.map((line) => `${line}\n`).join(''))
}

function at<T>(list: readonly T[], index: number): T {
  const item = list.at(index)
  if (item === undefined) throw new RangeError('no such item')
  return item
}

test('an export is five files that plain Node finds good', async () => {
  const files = ['README.txt', 'audit.jsonl', 'checkpoints.jsonl', 'keys.json', 'verify-audit.mjs']
  expect((await readdir(folder)).toSorted()).toEqual(files)
  const { size, root, device } = at(log.checkpoints, -1)
  const answer = await verifier()
  expect(answer.text).toContain('GOOD: 50 entries')
  expect(answer.text).toContain(root)
  expect(answer.code).toBe(0)
  const early = at(log.checkpoints, 0)
  const anchors = [`${size}:${root}`, `${early.size}:${early.root}`].flatMap((anchor) => ['--anchor', anchor])
  expect((await verifier(folder, '--key', device.toUpperCase(), ...anchors)).code).toBe(0)
  expect((await readdir(home)).filter((name) => name.includes('partial'))).toEqual([])
})

test('the two implementations agree on a log of every length', async () => {
  for (const count of [1, 2, 3, 7, 31]) {
    const short = makeLog(count, 4)
    folder = join(home, `short-${count}`)
    await exportAudit(folder, { ...short, keys: [...short.keys.values()] })
    const answer = await verifier()
    expect(answer.text).toContain(`GOOD: ${count} entries`)
    expect(answer.text).toContain(at(short.checkpoints, -1).root)
  }
})

const edited = (line: string): string => line.replace('SAR-2026', 'SAR-2025')

/** Renumbers lines that somebody has taken out or put in. */
const renumbered = (lines: readonly string[]): string[] =>
  lines.map((line, seq) => line.replace(/"seq":\d+/, `"seq":${seq}`))

const forgeries: Readonly<Record<string, readonly [string, (lines: string[]) => readonly string[], RegExp]>> = {
  'an edited entry': ['audit.jsonl', (lines) => lines.with(20, edited(at(lines, 20))), /entries 16 to 31/],
  'the last entry edited': ['audit.jsonl', (lines) => lines.with(49, edited(at(lines, 49))), /entries 48 to 49/],
  'a deleted entry': ['audit.jsonl', (lines) => lines.toSpliced(20, 1), /where entry 20 should be/],
  'a deleted entry, renumbered': ['audit.jsonl', (lines) => renumbered(lines.toSpliced(20, 1)), /entries 16 to 31/],
  'an inserted entry': [
    'audit.jsonl',
    (lines) => renumbered(lines.toSpliced(20, 0, at(lines, 20))),
    /entries 16 to 31/,
  ],
  'swapped entries': ['audit.jsonl', (lines) => lines.with(3, at(lines, 4)).with(4, at(lines, 3)), /entry 3 should be/],
  'a cut tail': ['audit.jsonl', (lines) => lines.slice(0, 40), /ends after 40 entries/],
  'cut checkpoints': ['checkpoints.jsonl', (lines) => lines.slice(0, 3), /no checkpoint vouches for entries 48 to 49/],
  'no checkpoints': ['checkpoints.jsonl', () => [], /no checkpoint vouches for entries 0 to 49/],
  'checkpoints out of order': ['checkpoints.jsonl', (lines) => lines.toReversed(), /checkpoint/],
  'a checkpoint for another root': [
    'checkpoints.jsonl',
    (lines) => lines.with(1, at(lines, 1).replace(/"root":"../, '"root":"00')),
    /signature of checkpoint 2 is wrong/,
  ],
  'a line that is no JSON': ['audit.jsonl', (lines) => lines.with(5, '{'), /entry 5 is not JSON/],
  'a line of two fields of one name': [
    'audit.jsonl',
    (lines) => lines.with(5, at(lines, 5).replace('"version":1', '"version":1,"version":1')),
    /entry 5 is not in canonical form/,
  ],
  'an endless line': ['audit.jsonl', (lines) => lines.with(5, 'x'.repeat(300_000)), /longer than 65536 bytes/],
  'nesting without end': ['audit.jsonl', (lines) => lines.with(5, '['.repeat(60_000)), /entry 5 is not/],
  'nested lists': [
    'audit.jsonl',
    (lines) => lines.with(5, `{"seq":5,"version":1,"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`),
    /holds a list/,
  ],
  'nested objects': [
    'audit.jsonl',
    (lines) => lines.with(5, `{"seq":5,"version":1,"x":${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}}`),
    /nested too deeply/,
  ],
  'keys that are a list': ['keys.json', () => ['[]'], /keys\.json is not of version 1/],
  'a key under another fingerprint': [
    'keys.json',
    (lines) => lines.map((line) => line.replace(/"device":"../, '"device":"00')),
    /has another fingerprint/,
  ],
}

test.for(Object.entries(forgeries))('%s is refused', async ([, [name, forge, words]]) => {
  await change(name, forge)
  const answer = await verifier()
  expect(answer.text).toMatch(/^NOT GOOD: /)
  expect(answer.text).toMatch(words)
  expect(answer.code).toBe(1)
})

test('files that are missing, torn or not text are refused', async () => {
  await truncate(join(folder, 'audit.jsonl'), 1000)
  expect(await verifier()).toMatchObject({ code: 1, text: expect.stringContaining('middle of a line') })
  await writeFile(join(folder, 'audit.jsonl'), Buffer.of(0xff, 0xfe, 10))
  expect(await verifier()).toMatchObject({ code: 1, text: expect.stringContaining('entry 0 is not JSON in UTF-8') })
  await rm(join(folder, 'keys.json'))
  expect(await verifier()).toMatchObject({ code: 1, text: expect.stringContaining('keys.json cannot be opened') })
  expect(await verifier(join(folder, 'nothing'))).toMatchObject({
    code: 1,
    text: expect.stringContaining('no such file'),
  })
})

test('a forger with a key of their own is found by the fingerprint, and a cut log by an anchor', async () => {
  const { device } = at(log.checkpoints, 0)
  const { size, root } = at(log.checkpoints, -1)
  await change('audit.jsonl', (lines) => lines.slice(0, 32))
  await change('checkpoints.jsonl', (lines) => lines.slice(0, 2))
  expect((await verifier()).code).toBe(0)
  expect(await verifier('--anchor', `${size}:${root}`, folder)).toMatchObject({
    code: 1,
    text: expect.stringContaining('an anchor says 50'),
  })
  expect((await verifier('--anchor', `16:${root}`, folder)).text).toContain('root of the anchor')

  const forged = makeLog(50, 16)
  folder = join(home, 'forged')
  await exportAudit(folder, { ...forged, keys: [...forged.keys.values()] })
  expect((await verifier()).code).toBe(0)
  expect(await verifier(folder, '--key', device)).toMatchObject({
    code: 1,
    text: expect.stringContaining('not a key to believe'),
  })
})

test('nothing is overwritten, and a failed export leaves nothing', async () => {
  const content = { ...log, keys: [...log.keys.values()] }
  expect(await exportAudit(folder, content)).toMatchObject({ ok: false, failure: { kind: 'file-exists' } })
  const nowhere = join(home, 'no-such-folder', 'out')
  expect(await exportAudit(nowhere, content)).toMatchObject({ ok: false, failure: { kind: 'folder-missing' } })
  const stopped = await exportAudit(join(home, 'stopped'), { ...content, signal: AbortSignal.abort() })
  expect(stopped).toMatchObject({ ok: false, failure: { kind: 'cancelled' } })
  expect((await readdir(home)).filter((name) => name.startsWith('stopped'))).toEqual([])
})

test('a stored text that is no line any more does not shift the lines after it', async () => {
  const rows = log.rows.with(20, { ...at(log.rows, 20), text: '{"a":\n1}' })
  folder = join(home, 'torn')
  await exportAudit(folder, { ...log, rows, keys: [...log.keys.values()] })
  expect(await linesOf('audit.jsonl')).toHaveLength(50)
  expect((await verifier()).text).toMatch(/^NOT GOOD: entry 20 /)
})

function proofOf(seq: number, older?: number): AuditProof {
  const made = inclusionProofDocument({
    seq,
    text: at(log.rows, seq).text,
    leafAt: (index) => at(log.rows, index).leaf,
    checkpoint: at(log.checkpoints, -1),
    keys: log.keys,
    ...(older !== undefined && { older: at(log.checkpoints, older) }),
  })
  if (!made.ok) throw new Error(made.failure.kind)
  return made.value
}

async function verifyProof(proof: object): Promise<Answer> {
  const path = join(home, 'proof.json')
  await writeFile(path, JSON.stringify(proof, null, 2))
  return verifier(path)
}

test('proofs of single entries, with growth since each checkpoint, are found good by plain Node', async () => {
  for (const [seq, older] of [[0], [31, 0], [49, 1], [48, 2], [7, 3]] as const) {
    const answer = await verifyProof(proofOf(seq, older))
    expect(answer.text).toContain(`GOOD: entry ${seq} stands in the log of 50 entries`)
    expect(answer.text.includes('grew from')).toBe(older !== undefined)
    expect(answer.code).toBe(0)
  }
})

test('proofs that were changed are refused by plain Node', async () => {
  const proof = proofOf(20, 1)
  const { older } = proof
  if (!older) throw new Error('no older checkpoint')
  const zeros = '00'.repeat(32)
  const changed: readonly [object, RegExp][] = [
    [{ ...proof, entry: edited(proof.entry) }, /entry 20 is not in the log/],
    [{ ...proof, path: proof.path.with(2, zeros) }, /entry 20 is not in the log/],
    [{ ...proof, path: proof.path.slice(1) }, /too short/],
    [{ ...proof, path: [...proof.path, zeros] }, /too long|not in the log/],
    [{ ...proof, path: Array.from({ length: 65 }, () => zeros) }, /too long/],
    [{ ...proof, index: 21 }, /where entry 21 should be/],
    [{ ...proof, index: 2 ** 53 }, /no index/],
    [{ ...proof, checkpoint: { ...proof.checkpoint, size: 51 } }, /signature of the checkpoint is wrong/],
    [{ ...proof, keys: [] }, /list of keys/],
    [{ ...proof, older: { ...older, path: older.path.with(0, zeros) } }, /rewritten/],
    [{ ...proof, older: { ...older, path: older.path.slice(1) } }, /too short|rewritten/],
    [{ ...proof, older: { ...older, checkpoint: { ...older.checkpoint, root: zeros } } }, /older checkpoint is wrong/],
    [{ ...proof, kind: 'other' }, /no proof of version 1/],
    [['x'.repeat(1_100_000)], /larger than/],
  ]
  for (const [document, words] of changed) {
    const answer = await verifyProof(document)
    expect(answer.text).toMatch(/^NOT GOOD: /)
    expect(answer.text).toMatch(words)
    expect(answer.code).toBe(1)
  }
})

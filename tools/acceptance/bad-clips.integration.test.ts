import { execFileSync } from 'node:child_process'
import { copyFile, readFile, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type HostileInput, hostileInputs, makeHostile, neighbourName } from '../clips/hostile.ts'
import { frameHashes } from '../clips/read-back.ts'
import { answerOf, type Desk, expectRefusal, makeDesk } from './run-occlude.ts'

/** Every hostile clip through the whole command: a checked copy, a copy that says it is partial, or one clear sentence. */

let desk: Desk
beforeAll(async () => {
  desk = await makeDesk('bad-clips')
})
afterAll(() => desk.remove())

/** The input on the desk, alone but for a neighbour that nobody may open: reading from a pipe without a writer waits for ever. */
async function place(input: HostileInput): Promise<string> {
  const path = await makeHostile(input)
  const name = basename(path)
  await copyFile(path, desk.at(name))
  execFileSync('mkfifo', [desk.at(neighbourName)])
  return name
}

const words = (name: string, out: string) => [
  'redact',
  name,
  '--out',
  out,
  '--classes',
  ',',
  '--audio',
  'keep',
  '--json',
]

/** Redacts into the kind of file that suits the clip: the first attempt tells which, where it is sound alone. */
async function redact(name: string) {
  const given = words(name, 'copy.mp4')
  const run = await desk.run(given)
  if (run.code !== 2) return { run, given, copy: 'copy.mp4' }
  expectRefusal(run, 2, given)
  const again = words(name, 'copy.m4a')
  return { run: await desk.run(again), given: again, copy: 'copy.m4a' }
}

const outcomeOf = (code: number | null) => (code === 0 ? 'good' : code === 4 ? 'partial' : 'refused')

async function expectWhole(copy: string, after: Readonly<Record<string, string>>) {
  const { payload } = JSON.parse(await readFile(desk.at('copy.certificate.json'), 'utf8'))
  expect(after[copy]).toBe(payload.copy.sha256)
  if (copy.endsWith('.mp4')) expect(await frameHashes(desk.at(copy))).toHaveLength(payload.counts.copyFrames)
  return payload
}

describe.each(hostileInputs.map((input) => [input.name, input] as const))('%s', (_, input) => {
  test('ends well or with one sentence, and harms nothing', async () => {
    const name = await place(input)
    try {
      const before = await desk.snapshot()
      const { run, given, copy } = await redact(name)
      const after = await desk.snapshot()
      const outcome = outcomeOf(run.code)
      expect(input.outcomes, run.told).toContain(outcome)
      if (outcome === 'refused') {
        expectRefusal(run, 3, given)
        expect(input.kinds).toContain(answerOf(run).failures[0]?.kind)
        expect(after).toEqual(before)
        return
      }
      const made = [copy, 'copy.certificate.json', 'copy.project.json']
      expect(after).toMatchObject(before)
      expect(Object.keys(after).toSorted()).toEqual([...Object.keys(before), ...made].toSorted())
      const payload = await expectWhole(copy, after)
      expect(payload.partial).toBe(outcome === 'partial')
    } finally {
      for (const left of Object.keys(await desk.snapshot())) await rm(desk.at(left), { recursive: true, force: true })
    }
  })
})

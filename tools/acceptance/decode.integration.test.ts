import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeClip } from '../clips/make-clip.ts'
import { smallClipNamed } from '../clips/small-clips.ts'
import { bitsFlipped, boxAt } from '../clips/spoil.ts'
import { ImportDesk } from '../vault/import-desk.ts'

/** What the decode pass finds, as people see it: the real command line and the real engine. */

let desk: ImportDesk
let damaged = ''

beforeAll(async () => {
  desk = await ImportDesk.make('decode')
  const whole = new Uint8Array(await readFile(await makeClip(smallClipNamed('faststart'))))
  const from = (boxAt(whole, 'mdat') + 60) / whole.length
  await writeFile(desk.desk.at('whole.mp4'), whole)
  await writeFile(desk.desk.at('spoilt.mp4'), bitsFlipped(whole, { flips: 300, seed: 3, from, until: from + 0.2 }))
})
afterAll(() => desk.remove())

test('a clip is counted when it comes in, and decoded when that is asked for', async () => {
  const [imported] = await desk.lines('Dora', 'import whole.mp4 --reason intake')
  expect(imported).toMatchObject({ status: 'imported' })
  const waited = await desk.lines('Dora', 'import spoilt.mp4 --wait --reason intake')
  damaged = String(waited[0]?.['clip'])
  expect(waited).toContainEqual({ type: 'decoded', clip: imported?.['clip'], status: 'sound', why: null })
  expect(waited).toContainEqual({ type: 'decoded', clip: damaged, status: 'damaged', why: null })
  expect(waited.at(-1)).toMatchObject({ imported: 1, decoded: { sound: 1, damaged: 1, unindexed: 0, failed: 0 } })
})

test('a damaged clip is marked, and says what is damaged', async () => {
  const rows = await desk.lines('Dora', 'clips')
  expect(rows.find(({ clip }) => clip === damaged)).toMatchObject({
    index: 'indexed',
    indexProblem: 'damaged',
    damage: { missing: 0, tracks: 0 },
  })
  const told = await desk.as('Dora', `clip show ${damaged}`)
  expect(told.out).toMatch(/damage .*\d+ frames do not decode \(a copy covers them whole\)/)
})

test('the log says who had it done', async () => {
  const { entries } = (await desk.lines('Ada', 'audit list --limit 1000')).at(-1) as {
    entries: readonly { action: string; outcome: string; object: unknown; user: { name: string } }[]
  }
  const about = entries.filter(({ action, object }) => action === 'clip.decode' && object !== null)
  expect(about.map(({ outcome, user }) => [outcome, user.name])).toEqual(
    ['begun', 'done', 'begun', 'done'].map((outcome) => [outcome, 'Dora']),
  )
})

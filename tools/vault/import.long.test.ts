import { stat } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeClip } from '../clips/make-clip.ts'
import { paddedClip } from '../clips/padded-clip.ts'
import { smallClipNamed } from '../clips/small-clips.ts'
import { ImportDesk } from './import-desk.ts'
import { growth, importRounds } from './import-rounds.ts'

/** What importing may hold on to however many or however large clips are, in MiB. */
const mostGrowth = 32

/** What an import may hold altogether, in MiB. */
const mostResident = 400

const gibibyte = 2 ** 30

let desk: ImportDesk
beforeAll(async () => {
  desk = await ImportDesk.make('import-long')
})
afterAll(() => desk.remove())

test('a hundred clips come in with flat memory, and are known again', async () => {
  await desk.makeClips('hundred', 100)
  const first = await desk.import('hundred')
  expect([first.code, first.result]).toMatchObject([0, { imported: 100, duplicates: 0, unindexed: 0, refused: 0 }])
  expect(growth(first, 9)).toBeLessThan(mostGrowth)
  const again = await desk.import('hundred')
  expect(again.result).toMatchObject({ imported: 0, duplicates: 100 })
  const decoded = await desk.lines('Dora', 'decode')
  expect(decoded.at(-1)).toMatchObject({ sound: 100, damaged: 0, unindexed: 0, failed: 0 })
  process.stdout.write(`100 clips: ${first.seconds.toFixed(0)} s, ${growth(first, 9).toFixed(0)} MiB more\n`)
})

test('a clip of ten gigabytes comes in with flat memory', async () => {
  const path = desk.desk.at('large.mp4')
  await paddedClip(await makeClip(smallClipNamed('faststart')), path, { mark: 'large', padding: 10 * gibibyte })
  const { size } = await stat(path)
  const run = await desk.import('large.mp4')
  expect([run.code, run.result]).toMatchObject([0, { imported: 1 }])
  expect(Math.max(...run.resident)).toBeLessThan(mostResident)
  const [clip] = (await desk.lines('Dora', `clips --sha256 ${run.items[0]?.['sha256']}`)).filter(
    (line) => 'clip' in line,
  )
  expect(clip).toMatchObject({ frames: 10 })
  const held = Math.max(...run.resident)
  process.stdout.write(
    `${(size / gibibyte).toFixed(1)} GiB: ${run.seconds.toFixed(0)} s, ${held.toFixed(0)} MiB held\n`,
  )
})

test('an import that is killed twenty times goes on, loses nothing and doubles nothing', async () => {
  const { problems, killed } = await importRounds({ clips: 40, kills: 20, within: 1_500, seed: 11 })
  expect(problems).toEqual([])
  expect(killed).toBeGreaterThan(10)
})

import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readRegions } from '../contract/project-file.ts'
import { newProject, withRegions } from '../core/redaction/new-project.ts'
import { clipOfPhotograph, photographClip } from '../tools/acceptance/photograph-clip.ts'
import { answerOf, type Desk, expectRefusal, makeDesk } from '../tools/acceptance/run-occlude.ts'
import { makeClip } from '../tools/clips/make-clip.ts'
import { smallClipNamed } from '../tools/clips/small-clips.ts'

let desk: Desk
let [plain, covered, sound] = ['', '', '']

/** The head of the photograph, at frame 0 of its clips. */
const head = { shape: 'ellipse', keys: [{ frame: 0, box: [390, 60, 84, 108] }], untilFrame: 1, reason: 'witness' }

const regions = {
  'head.json': head,
  'polygon.json': {
    shape: 'polygon',
    keys: [
      {
        frame: 30,
        points: [
          [270, 65],
          [354, 65],
          [312, 180],
        ],
      },
    ],
    untilFrame: 31,
  },
  'dot.json': { ...head, keys: [{ frame: 0, box: [390, 60, 1, 1] }] },
  'all.json': { ...head, keys: [{ frame: 0, box: [0, 0, 640, 360] }] },
  'outside.json': { ...head, keys: [{ frame: 0, box: [700, 60, 84, 108] }] },
}

beforeAll(async () => {
  desk = await makeDesk('follow')
  plain = await clipOfPhotograph('following-plain')
  covered = await clipOfPhotograph('following-covered', {
    grain:
      "drawbox=x=150:y=0:w=330:h=360:color=gray:t=fill:enable='gte(n,20)',noise=alls=5:allf=t:all_seed=7,format=yuv420p",
  })
  sound = await makeClip(smallClipNamed('sound'))
  for (const [name, region] of Object.entries(regions)) await writeFile(desk.at(name), JSON.stringify([region]))
})
afterAll(() => desk.remove())

async function read(name: string) {
  const found = readRegions(await readFile(desk.at(name), 'utf8'), name)
  if (!found.ok) throw new Error(JSON.stringify(found.failure))
  return found.value
}

it('follows to the end, and writes regions that a project takes', async () => {
  const run = await desk.run(['follow', plain, '--regions', 'head.json', '--out', 'followed.json', '--json'])
  expect(run.code, run.told).toBe(0)
  expect(answerOf(run)).toMatchObject({
    ok: true,
    exit: 0,
    out: desk.at('followed.json'),
    stops: [{ region: 1, direction: 'forward', lastCovered: 59, reason: 'clip-end', complete: true }],
  })
  const followed = await read('followed.json')
  expect(followed).toMatchObject([{ shape: 'ellipse', reason: 'witness', untilFrame: 60 }])
  const clip = { sha256: '0'.repeat(64) as Parameters<typeof newProject>[0]['clip']['sha256'], frames: 60 }
  const project = newProject({ clip, purpose: 'test', secret: '1f'.repeat(32), tracks: [] })
  expect(withRegions(project, followed, photographClip)).toMatchObject({ ok: true })
})

it('follows a polygon both ways, as far as asked', async () => {
  const words = ['follow', plain, '--regions', 'polygon.json', '--out', 'both.json', '--direction', 'both']
  const run = await desk.run([...words, '--until', '50', '--back-to', 'f20'])
  expect(run.code, run.told).toBe(0)
  expect(run.out).toContain('Region 1: followed to frame 49, as far as asked.')
  expect(run.out).toContain('Region 1: followed back to frame 20, as far as asked.')
  const [region] = await read('both.json')
  expect(region?.keys[0]?.frame).toBe(20)
  expect(region?.untilFrame).toBe(50)
  expect(region?.keys.every((key) => 'points' in key && key.points.length === 3)).toBe(true)
})

it('exits 4 where it stopped sooner, and says which frame is the last that is covered', async () => {
  const run = await desk.run(['follow', covered, '--regions', 'head.json', '--out', 'partly.json'])
  expect(run.code, run.told).toBe(4)
  const [region] = await read('partly.json')
  expect(run.out).toContain(`Region 1: followed to frame ${(region?.untilFrame ?? 0) - 1}. It stopped:`)
  expect(run.out).toContain('draw it again')
})

it.each([
  ['dot.json', [], 3, 'under 6 pixels'],
  ['all.json', [], 3, 'as large as the picture'],
  ['outside.json', [], 3, 'outside'],
  ['head.json', ['--from', '5'], 3, 'not drawn'],
  ['head.json', ['--from', '60'], 3, '60'],
  ['head.json', ['--direction', 'sideways'], 2, 'sideways'],
  ['head.json', ['--back-to', '3'], 2, '--back-to'],
  ['head.json', ['--direction', 'backward', '--until', '3', '--back-to', '3'], 2, '--back-to'],
  ['gone.json', [], 3, 'gone.json'],
] as const)('refuses %s %j', async (name, more, code, word) => {
  const words = ['follow', plain, '--regions', name, '--out', 'none.json', ...more, '--json']
  expect(expectRefusal(await desk.run(words), code, words)).toContain(word)
})

it('refuses sound', async () => {
  const words = ['follow', sound, '--regions', 'head.json', '--out', 'none.json']
  expect(expectRefusal(await desk.run(words), 3, words)).toContain('sound only')
})

import { copyFile, readFile, truncate, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeClip } from '../clips/make-clip.ts'
import { smallClipNamed } from '../clips/small-clips.ts'
import { answerOf, type Desk, expectRefusal, makeDesk } from './run-occlude.ts'

/** Broken and hostile JSON wherever a command reads some. */

let desk: Desk
beforeAll(async () => {
  desk = await makeDesk('bad-json')
  await copyFile(await makeClip(smallClipNamed('faststart')), desk.at('clip.mp4'))
  const made = await desk.run(['redact', 'clip.mp4', '--out', 'made.mp4', '--classes', ','])
  expect([made.code, made.told]).toEqual([0, expect.any(String)])
  const detected = await desk.run(['detect', 'clip.mp4', '--out', 'made.detections.json', '--classes', ','])
  expect([detected.code, detected.told]).toEqual([0, expect.any(String)])
  await writeFile(
    desk.at('made.regions.json'),
    JSON.stringify([{ shape: 'rect', keys: [{ frame: 0, box: [1, 1, 9, 9] }], untilFrame: 10 }]),
  )
})
afterAll(() => desk.remove())

/** Where JSON is read: a good file of the kind, the command that reads it, and the name of a whole number in it. */
const readers = [
  ['project', (file: string) => ['plan', 'clip.mp4', '--project', file], 'frames'],
  ['regions', (file: string) => ['redact', 'clip.mp4', '--out', 'c.mp4', '--classes', ',', '--regions', file], 'frame'],
  ['detections', (file: string) => ['track', 'clip.mp4', '--detections', file, '--out', 'p.json'], 'frames'],
  ['certificate', (file: string) => ['verify', 'made.mp4', '--certificate', file], 'missingFrames'],
] as const

async function refused(given: readonly string[]) {
  const before = await desk.snapshot()
  const run = await desk.run(given)
  const sentence = expectRefusal(run, 3, given)
  expect(await desk.snapshot()).toEqual(before)
  return { kind: answerOf(run).failures[0]?.kind, sentence }
}

/** Each makes bad JSON of good JSON; `number` is the name of a whole number in it. */
const spoilers: readonly (readonly [string, (good: string, number: string) => string | Uint8Array])[] = [
  ['nothing but spaces', () => ' \n '],
  ['half of it', (good) => good.slice(0, good.length >> 1)],
  ['without its last character', (good) => good.trimEnd().slice(0, -1)],
  ['more after the end', (good) => `${good}{}`],
  ['a number alone', () => '5'],
  ['null', () => 'null'],
  ['a list of lists 100,000 deep', () => '['.repeat(100_000)],
  ['objects 100,000 deep', () => '{"a":'.repeat(100_000)],
  ['a number too large', (good, number) => good.replace(new RegExp(`"${number}":\\d+`), `"${number}":1e999`)],
  ['a very large number', (good, number) => good.replace(new RegExp(`"${number}":\\d+`), `"${number}":1e300`)],
  ['a number of a million digits', (good, number) => good.replace(`"${number}":`, `"${number}":${'9'.repeat(1e6)}`)],
  ['NaN', (good, number) => good.replace(new RegExp(`"${number}":\\d+`), `"${number}":NaN`)],
  ['a negative number', (good, number) => good.replace(new RegExp(`"${number}":\\d+`), `"${number}":-1`)],
  ['a fraction', (good, number) => good.replace(new RegExp(`"${number}":\\d+`), `"${number}":0.5`)],
  ['a text for a number', (good, number) => good.replace(new RegExp(`"${number}":\\d+`), `"${number}":"1"`)],
  ['an object for a number', (good, number) => good.replace(new RegExp(`"${number}":\\d+`), `"${number}":{}`)],
  ['a list for everything', () => '[[[]]]'],
  ['__proto__', (good) => good.replace('{', '{"__proto__":{"polluted":true},')],
  ['__proto__ in disguise', (good) => good.replace('{', '{"\\u005f_proto__":1,')],
  ['a field twice', (good) => good.replace('{', '{"x":1,"x":2,')],
  ['comments', (good) => `// mine\n${good}`],
  ['single quotes', (good) => good.replaceAll('"', "'")],
  ['zero bytes', (good) => good.replace('{', '{\0')],
  ['not UTF-8', (good) => Buffer.concat([Buffer.from(good.slice(0, 2)), Buffer.from([0xff, 0xfe, 0x80])])],
  ['UTF-16', (good) => Buffer.from(`\ufeff${good}`, 'utf16le')],
  ['a line that draws on the terminal', () => '{"\u001b[2J": \u001b}'],
]

/** All readers are one underneath, so one is shown everything, and the others what tells that they are it. */
const telling = new Set(['half of it', 'objects 100,000 deep', 'NaN', 'a text for a number', '__proto__', 'not UTF-8'])

describe.each(readers)('a %s', (kind, command, number) => {
  test.each(spoilers.filter(([name]) => kind === 'project' || telling.has(name)))('that is %s', async (_, spoil) => {
    const good = await readFile(desk.at(`made.${kind}.json`), 'utf8')
    const spoilt = spoil(good, number)
    expect(spoilt).not.toBe(good)
    await writeFile(desk.at('bad.json'), spoilt)
    expect(await refused([...command('bad.json'), '--json'])).toMatchObject({ kind: 'bad-json' })
  })

  test('that is not there, a folder, or empty', async () => {
    expect(await refused([...command('gone.json'), '--json'])).toMatchObject({ kind: 'file-missing' })
    expect(await refused([...command('../desk'), '--json'])).toMatchObject({ kind: 'not-a-file' })
    await writeFile(desk.at('bad.json'), '')
    expect(await refused([...command('bad.json'), '--json'])).toMatchObject({ kind: 'file-empty' })
  })
})

test('a file that no text can hold', async () => {
  await truncate(desk.at('bad.json'), 300 * 1024 * 1024)
  expect(await refused(['plan', 'clip.mp4', '--project', 'bad.json', '--json'])).toMatchObject({ kind: 'bad-json' })
})

test('64 MB of brackets, of one text and of values', async () => {
  const size = 64 * 1024 * 1024
  for (const text of [
    Buffer.alloc(size, '['),
    Buffer.alloc(size, 'x').fill('["', 0, 2),
    Buffer.alloc(size, '[0,0,0,'),
  ]) {
    await writeFile(desk.at('bad.json'), text)
    expect(await refused(['plan', 'clip.mp4', '--project', 'bad.json', '--json'])).toMatchObject({ kind: 'bad-json' })
  }
})

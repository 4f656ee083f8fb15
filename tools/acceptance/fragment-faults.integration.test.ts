import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CheckName } from '../../core/verification/report.ts'
import { runDebian } from '../clips/debian-ffmpeg.ts'
import { numberPut } from '../clips/spoil.ts'
import { before, inMedia, insideFragment, repeatedFragment } from './fragment-edits.ts'
import { box, languageNamed, nalUnit, seiOf } from './mp4-edits.ts'
import { clipOfPhotograph } from './photograph-clip.ts'
import { openIndexed, renderAppended } from './redact-file.ts'
import { openSeeded, type SeededClip } from './seeded-clip.ts'

/** Faults in a copy in fragments, as a vault holds it. */

let clip: SeededClip
let good: Buffer

beforeAll(async () => {
  const path = await clipOfPhotograph('seeded')
  clip = await openSeeded(path)
  const opened = await openIndexed(path)
  await renderAppended(opened, clip.plans.whole, clip.path('good.mp4'))
  await opened.close()
  good = await readFile(clip.path('good.mp4'))
})
afterAll(() => clip.close())

const serial = Buffer.from('serial X81234567')
const textMessage = seiOf(5, Buffer.concat([Buffer.alloc(16, 7), serial]))

type Planted = readonly [name: string, finds: CheckName, edit: (bytes: Buffer) => Uint8Array]

const planted: readonly Planted[] = [
  ['padding with text before a fragment', 'metadata', (bytes) => before(bytes, 'moof', box('free', serial))],
  ['padding with text behind the end', 'metadata', (bytes) => Buffer.concat([bytes, box('free', serial)])],
  ['empty padding', 'metadata', (bytes) => before(bytes, 'moof', box('free', Buffer.alloc(64)))],
  ['a message to players', 'metadata', (bytes) => before(bytes, 'moof', box('emsg', serial))],
  ['the time of the producer', 'metadata', (bytes) => before(bytes, 'moof', box('prft', Buffer.alloc(24, 5)))],
  ['an index with a box of text', 'metadata', (bytes) => Buffer.concat([bytes, box('mfra', box('uuid', serial))])],
  ['a box of text between head and data', 'metadata', (bytes) => before(bytes, 'mdat', box('uuid', serial))],
  ['a box of text in a fragment', 'metadata', (bytes) => insideFragment(bytes, 'moof', 'uuid', serial)],
  ['tags in a fragment', 'metadata', (bytes) => insideFragment(bytes, 'moof', 'udta', serial)],
  ['tags in a track of a fragment', 'metadata', (bytes) => insideFragment(bytes, 'traf', 'udta', serial)],
  ['text between the samples of two tracks', 'metadata', (bytes) => inMedia(bytes, serial, 'behind')],
  ['text among the coded pictures', 'metadata', (bytes) => inMedia(bytes, textMessage, 'within')],
  ['filler with text among the coded pictures', 'metadata', (bytes) => inMedia(bytes, nalUnit(12, serial), 'within')],
  ['loose bytes behind the end', 'metadata', (bytes) => Buffer.concat([bytes, serial])],
  ['text in the flags of a sample', 'metadata', (bytes) => numberPut(bytes, 'trun', 16, 0x02004142)],
  ['text in the defaults of a track', 'metadata', (bytes) => numberPut(bytes, 'trex', 24, 0x41424344)],
  ['a date', 'metadata', (bytes) => numberPut(bytes, 'mvhd', 8, 3_800_000_000)],
  ['a language', 'metadata', languageNamed],
  ['text in fields of the header that nobody reads', 'metadata', (bytes) => numberPut(bytes, 'mvhd', 80, 0x41424344)],
  ['text in fields of a track that nobody reads', 'metadata', (bytes) => numberPut(bytes, 'tkhd', 28, 0x41424344)],
  ['an edit list that passes over the first pictures', 'timing', (bytes) => numberPut(bytes, 'elst', 16, 5 * 512)],
  ['a fragment twice', 'metadata', repeatedFragment],
  ['cut off in its last fragment', 'frames', (bytes) => bytes.subarray(0, Math.floor(bytes.length * 0.8))],
]

describe('a copy in fragments', () => {
  test('passes every check', async () => {
    const { checks } = await clip.verify('whole', clip.path('good.mp4'))
    expect(checks.flatMap((check) => check.failures)).toEqual([])
    expect(checks.filter((check) => check.outcome === 'could-not-run')).toEqual([])
  })

  test('passes after another program wrote the same fragments: only faults tell', async () => {
    expect((await throughDebian('+skip_trailer')).checks.flatMap((check) => check.failures)).toEqual([])
  })

  test('fails with the index that another program puts behind the end', async () => {
    expect((await throughDebian('')).failed).toContain('metadata')
  })

  test.each(planted)('with %s fails: %s finds it', async (_, finds, edit) => {
    await writeFile(clip.path('faulty.mp4'), edit(Buffer.from(good)))
    expect((await clip.verify('whole', clip.path('faulty.mp4'))).failed).toContain(finds)
  })
})

async function throughDebian(flags: string) {
  const out = clip.path('through.mp4')
  const form = ['-movflags', `frag_keyframe+delay_moov+default_base_moof${flags}`, '-video_track_timescale', '15360']
  const plain = ['-map', '0', '-c', 'copy', '-fflags', '+bitexact', '-flags', '+bitexact']
  // The priming of the sound begins before 0, and stays there.
  const times = ['-avoid_negative_ts', 'disabled']
  await runDebian('ffmpeg', ['-copyts', '-i', clip.path('good.mp4'), ...plain, ...times, ...form, out])
  return clip.verify('whole', out)
}

import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Failure } from '../../core/failure.ts'
import type { ClipRecipe } from './clip-recipe.ts'
import { hostileRecipes } from './hostile-recipes.ts'
import { defaultClipFolder, makeClip } from './make-clip.ts'
import { clip } from './matrix.ts'
import { bitsFlipped, boxAt, boxRenamed, noiseBytes, numberPut, truncated } from './spoil.ts'

/** What may come of a hostile input. `partial`: read, but labelled as damaged or short. */
export type Outcome = 'good' | 'partial' | 'refused'

/** Where the bytes come from. `text` is given the name of a good clip that lies beside it and must not be pulled in. */
type Content =
  | { readonly from: 'bytes'; readonly bytes: () => Uint8Array }
  | { readonly from: 'clip'; readonly clip: string; readonly spoil: (bytes: Uint8Array) => Uint8Array }
  | { readonly from: 'text'; readonly text: (neighbour: string) => string }
  | { readonly from: 'recipe'; readonly recipe: ClipRecipe }

/** A bad input and what Occlude may make of it. Whatever comes: no crash, no stack trace, the input untouched. */
export type HostileInput = {
  /** Unique, kebab-case. */
  readonly name: string
  readonly fileName: string
  readonly content: Content
  readonly outcomes: readonly Outcome[]
  /** Failure kinds that fit when it is refused. */
  readonly kinds: readonly Failure['kind'][]
}

/** Name of the good clip beside a hostile text. */
export const neighbourName = 'neighbour.mp4'
const notMedia = ['not-media', 'undecodable', 'unsupported-media', 'nothing-to-redact'] as const

function bytes(name: string, content: () => Uint8Array, kinds: HostileInput['kinds'] = notMedia): HostileInput {
  return { name, fileName: `${name}.mp4`, content: { from: 'bytes', bytes: content }, outcomes: ['refused'], kinds }
}

function text(name: string, content: (neighbour: string) => string, extension = 'mp4'): HostileInput {
  return {
    ...{ name, fileName: `${name}.${extension}`, content: { from: 'text', text: content } },
    ...{ outcomes: ['refused'], kinds: notMedia },
  }
}

function spoilt(
  name: string,
  source: { clip: string; extension: string },
  outcomes: readonly Outcome[],
  spoil: (bytes: Uint8Array) => Uint8Array,
): HostileInput {
  const content: Content = { from: 'clip', clip: source.clip, spoil }
  return { name, fileName: `${name}.${source.extension}`, content, outcomes, kinds: notMedia }
}

const faststart = { clip: 'h264-faststart', extension: 'mp4' } as const
const plain = { clip: 'h264-2997', extension: 'mp4' } as const
const matroska = { clip: 'h264-pal-pixels', extension: 'mkv' } as const
const transport = { clip: 'ts-aac', extension: 'ts' } as const
const fragments = { clip: 'fragmented', extension: 'mp4' } as const
const avi = { clip: 'mpeg4-g711', extension: 'avi' } as const

const junk: readonly HostileInput[] = [
  bytes('empty', () => new Uint8Array(0), ['file-empty']),
  bytes('one-byte', () => Uint8Array.of(0)),
  bytes('random-bytes', () => noiseBytes(100_000, 11)),
  bytes('zeros', () => new Uint8Array(100_000)),
  bytes('header-only', () => Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1')),
  bytes('endless-box', () => Buffer.from('\0\0\0\x10ftypmp42\0\0\0\0\xff\xff\xff\xffmoov\0\0\0\0', 'latin1')),
  bytes('zip', () => Buffer.from(`PK\x03\x04${'\0'.repeat(26)}PK\x05\x06${'\0'.repeat(18)}`, 'latin1')),
  text('plain-text', () => 'This is no video.\n'.repeat(200)),
  text('web-page', () => '<!doctype html><title>Sign in</title><p>Your session has ended.</p>\n'.repeat(20)),
  text('json', () => JSON.stringify({ video: true, frames: [1, 2, 3] })),
]

const lures: readonly HostileInput[] = [
  text('ffconcat', (neighbour) => `ffconcat version 1.0\nfile ${neighbour}\nduration 2\n`),
  text('ffconcat-honest-name', (neighbour) => `ffconcat version 1.0\nfile ${neighbour}\n`, 'ffconcat'),
  text(
    'playlist',
    (neighbour) => `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:3\n#EXTINF:2,\n${neighbour}\n#EXT-X-ENDLIST\n`,
  ),
  text('playlist-honest-name', (neighbour) => `#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:2,\n${neighbour}\n`, 'm3u8'),
  text(
    'session-description',
    () =>
      'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n',
  ),
  text(
    'dash-manifest',
    (neighbour) =>
      `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>${neighbour}</BaseURL></Representation></AdaptationSet></Period></MPD>`,
  ),
  text('image-list', () => 'P6\n2 2\n255\n            '),
]

const shares = [10, 50, 95] as const
const cut = (share: number) => (all: Uint8Array) => truncated(all, share / 100)

const damaged: readonly HostileInput[] = [
  ...shares.map((share) => spoilt(`truncated-${share}-faststart`, faststart, ['partial'], cut(share))),
  ...shares.map((share) => spoilt(`truncated-${share}-moov-last`, plain, ['refused'], cut(share))),
  ...shares.map((share) => spoilt(`truncated-${share}-matroska`, matroska, ['partial'], cut(share))),
  ...shares.map((share) => spoilt(`truncated-${share}-transport`, transport, ['partial'], cut(share))),
  ...shares.map((share) => spoilt(`truncated-${share}-fragmented`, fragments, ['partial', 'refused'], cut(share))),
  ...shares.map((share) => spoilt(`truncated-${share}-avi`, avi, ['partial'], cut(share))),
  spoilt('flipped-mp4', faststart, ['partial'], (all) =>
    bitsFlipped(all, { flips: 60, seed: 21, from: 0.1, until: 0.9 }),
  ),
  spoilt('flipped-matroska', matroska, ['partial', 'good'], (all) =>
    bitsFlipped(all, { flips: 40, seed: 22, from: 0.05 }),
  ),
  spoilt('flipped-transport', transport, ['partial', 'good'], (all) =>
    bitsFlipped(all, { flips: 40, seed: 23, from: 0.05 }),
  ),
  spoilt('flipped-header', faststart, ['partial', 'good', 'refused'], (all) =>
    bitsFlipped(all, { flips: 20, seed: 24, until: 0.005 }),
  ),
  spoilt('no-moov', plain, ['refused'], (all) => boxRenamed(all, 'moov', 'skip')),
  // 2^31 - 1 samples announced: a reader that trusts it asks for gigabytes.
  spoilt('absurd-sample-count', faststart, ['partial', 'refused'], (all) => numberPut(all, 'stsz', 12, 2 ** 31 - 1)),
  spoilt('samples-past-the-end', faststart, ['partial', 'refused'], (all) => {
    const offsets = boxAt(all, 'stco')
    return numberPut(all, 'stco', 12, new DataView(all.buffer, all.byteOffset).getUint32(offsets + 12) + 2 ** 30)
  }),
]

const disguised: readonly HostileInput[] = [
  { ...spoilt('wave-named-mp4', { clip: 'sound-only-g711', extension: 'mp4' }, ['good'], (all) => all), kinds: [] },
  { ...spoilt('matroska-named-mp4', { clip: 'vp9-odd', extension: 'mp4' }, ['good'], (all) => all), kinds: [] },
]

/** Bad inputs, each with what may come of it. Folder, missing file, permissions and full disks are the test's to make. */
export const hostileInputs: readonly HostileInput[] = [
  ...junk,
  ...lures,
  ...damaged,
  ...disguised,
  ...hostileRecipes.map(({ recipe, outcomes, kinds }): HostileInput => {
    const { name, fileName } = recipe
    return { name, fileName, content: { from: 'recipe', recipe }, outcomes, kinds }
  }),
]

/** Writes a hostile input into a folder of its own under `folder`, a good clip beside it, and gives its path. */
export async function makeHostile(input: HostileInput, folder = defaultClipFolder): Promise<string> {
  const own = join(folder, `hostile-${input.name}`)
  await mkdir(own, { recursive: true })
  const path = join(own, input.fileName)
  await writeFile(path, await contentOf(input.content, folder))
  await copyFile(await clip('no-audio', folder), join(own, neighbourName))
  return path
}

async function contentOf(content: Content, folder: string): Promise<Uint8Array | string> {
  switch (content.from) {
    case 'bytes':
      return content.bytes()
    case 'text':
      return content.text(neighbourName)
    case 'clip':
      return content.spoil(new Uint8Array(await readFile(await clip(content.clip, folder))))
    case 'recipe':
      return readFile(await makeClip(content.recipe, folder))
  }
}

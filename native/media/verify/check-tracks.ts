import type { ByteSource } from '../../../core/ports/bytes.ts'
import type { IndexedMedia } from '../index-clip.ts'
import { fragmentsOf, isFragmented, trackIdsOf } from './fragments.ts'
import { BrokenMp4, contentOf, listBoxes, type Mp4Box } from './mp4-boxes.ts'
import type { Tally } from './tally.ts'

/** Samples in one AAC frame, and how many of them a track may hold unheard: what the codec needs at both ends. */
const aacFrame = 1024
const mostUnheard = 3 * aacFrame

/** The language that says nothing, `und`, as three packed letters (ISO/IEC 14496-12, 8.4.2.3). */
const noLanguage = 0x55c4

/**
 * Checks what tracks say of themselves and what they keep back. An edit list can leave out samples that anybody can
 * bring back (ISO/IEC 14496-12, 8.6.6): every stored picture must be shown, every stored sound heard. No track may name
 * a language. `shown` is the copy as a player presents it.
 */
export async function checkTracks(file: ByteSource, shown: IndexedMedia, tally: Tally): Promise<void> {
  try {
    const sounds = shown.audio.map((audio) => audio.samples)
    for (const track of await tracksOf(file, await listBoxes(file))) {
      if (track.language !== noLanguage) tally.fail('a track names a language')
      if (track.kind === 'vide') checkPictures(track.samples - (shown.video?.pts.length ?? 0), tally)
      else checkSounds(track.samples * aacFrame - (sounds.shift() ?? 0), tally)
    }
  } catch (error) {
    // The check of the container says so.
    if (!(error instanceof BrokenMp4)) throw error
  }
}

function checkPictures(hidden: number, tally: Tally): void {
  tally.most('hiddenPictures', hidden)
  if (hidden !== 0) tally.fail(`${hidden} pictures are stored but not shown`)
}

function checkSounds(unheard: number, tally: Tally): void {
  tally.most('unheardSamples', unheard)
  if (unheard > mostUnheard) tally.fail(`${unheard} samples of sound are stored but not heard`)
}

type StoredTrack = { kind: string; samples: number; language: number }

/** What the boxes of every track say, in the file's order. */
async function tracksOf(file: ByteSource, boxes: readonly Mp4Box[]): Promise<StoredTrack[]> {
  const tracks: StoredTrack[] = []
  for (const box of boxes) {
    if (box.path === 'moov/trak') tracks.push({ kind: '', samples: 0, language: 0 })
    const track = tracks.at(-1)
    if (track && box.type in readers) readers[box.type]?.(track, await contentOf(file, box))
  }
  if (isFragmented(boxes)) await addFragments(file, boxes, tracks)
  return tracks
}

/** Samples of a file in fragments are announced there, by the ids of their tracks. */
async function addFragments(file: ByteSource, boxes: readonly Mp4Box[], tracks: readonly StoredTrack[]): Promise<void> {
  const ids = await trackIdsOf(file, boxes)
  for (const fragment of await fragmentsOf(file, boxes)) {
    for (const { id, samples } of fragment.tracks) {
      const track = tracks[ids.indexOf(id)]
      if (track) track.samples += samples
    }
  }
}

const readers: Readonly<Record<string, (track: StoredTrack, content: Buffer) => void>> = {
  mdhd(track, content) {
    // Version 1 of the header has times of eight bytes.
    track.language = numberAt(content, content[0] === 1 ? 30 : 18) & 0xffff
  },
  hdlr(track, content) {
    numberAt(content, 8)
    track.kind = content.toString('latin1', 8, 12)
  },
  stsz(track, content) {
    track.samples = numberAt(content, 8)
  },
}

function numberAt(content: Buffer, at: number): number {
  if (content.length < at + 4) throw new BrokenMp4('a track is cut off')
  return content.readUInt32BE(at)
}

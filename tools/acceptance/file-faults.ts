import { writeFile } from 'node:fs/promises'
import { runDebian } from '../clips/debian-ffmpeg.ts'
import { bitsFlipped, boxAt, numberPut } from '../clips/spoil.ts'
import { box, insertedIntoFirstPicture, languageNamed, nalUnit, seiOf, textInPadding } from './mp4-edits.ts'
import { copied, type Fault, type SeededClip, throughBytes, throughDebian } from './seeded-clip.ts'

/** A good copy with other bytes. */
function rewritten(name: string, finds: Fault['finds'], edit: (bytes: Buffer) => Uint8Array): Fault {
  return { name, finds, seed: async (clip, out) => throughBytes(await clip.copyOf('whole'), out, edit) }
}

/** A good copy with a file of some other kind muxed in; `write` makes that file. */
function muxed(
  name: string,
  finds: Fault['finds'],
  other: {
    readonly file: string
    readonly write: (path: string) => Promise<unknown>
    readonly options: readonly string[]
  },
): Fault {
  return {
    ...{ name, finds },
    async seed(clip: SeededClip, out) {
      const path = clip.path(other.file)
      await other.write(path)
      const after = ['-i', path, ...other.options, '-c:v:0', 'copy', '-c:a', 'copy', '-video_track_timescale', '15360']
      await throughDebian(await clip.copyOf('whole'), out, { after })
    },
  }
}

const tags: readonly Fault[] = [
  copied('a title', 'metadata', '-metadata', 'title=Interview with J. Doe'),
  copied('a place', 'metadata', '-metadata', 'location=+51.5074-000.1278/'),
  copied('the time of recording', 'metadata', '-metadata', 'creation_time=2025-03-01T10:20:30Z'),
  copied('a camera in the name of a track', 'metadata', '-metadata:s:v', 'handler_name=BWC3 X81234567'),
  copied('the language of a track', 'metadata', '-metadata:s:a:1', 'language=pol'),
  rewritten('the language of a track, in its header alone', 'metadata', languageNamed),
  muxed('chapters', 'metadata', {
    file: 'chapters.txt',
    write: (path) => writeFile(path, ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=900\ntitle=Arrest\n'),
    options: ['-map', '0', '-map_metadata', '-1', '-map_chapters', '1'],
  }),
]

const extraTracks: readonly Fault[] = [
  muxed('subtitles', 'streams', {
    file: 'words.srt',
    write: (path) => writeFile(path, '1\n00:00:00,100 --> 00:00:01,500\nMy name is\n'),
    options: ['-map', '0', '-map', '1', '-c:s', 'mov_text'],
  }),
  copied('a time code', 'streams', '-timecode', '10:20:30:04'),
  muxed('a thumbnail', 'streams', {
    file: 'still.png',
    write: (path) => runDebian('ffmpeg', ['-f', 'lavfi', '-i', 'testsrc2=s=160x90', '-frames:v', '1', path]),
    options: ['-map', '0', '-map', '1', '-c:v:1', 'copy', '-disposition:v:1', 'attached_pic'],
  }),
]

const serial = Buffer.from('serial X81234567')

const stowed: readonly Fault[] = [
  rewritten('a box of text behind the end', 'metadata', (bytes) => Buffer.concat([bytes, box('uuid', serial)])),
  rewritten('padding with text behind the end', 'metadata', (bytes) => Buffer.concat([bytes, box('free', serial)])),
  rewritten('loose bytes behind the end', 'metadata', (bytes) => Buffer.concat([bytes, serial])),
  rewritten('text in the padding', 'metadata', (bytes) => textInPadding(bytes, serial)),
  rewritten('text among the coded pictures', 'metadata', (bytes) =>
    insertedIntoFirstPicture(bytes, seiOf(5, Buffer.concat([Buffer.alloc(16, 7), serial]))),
  ),
  rewritten('captions among the coded pictures', 'metadata', (bytes) =>
    insertedIntoFirstPicture(bytes, seiOf(4, Buffer.from('b500314741393403c1fffc9420fc9420fc4a4fff', 'hex'))),
  ),
  rewritten('filler with text among the coded pictures', 'metadata', (bytes) =>
    insertedIntoFirstPicture(bytes, nalUnit(12, serial)),
  ),
  rewritten('a unit of no standard among the coded pictures', 'metadata', (bytes) =>
    insertedIntoFirstPicture(bytes, nalUnit(30, serial)),
  ),
]

const broken: readonly Fault[] = [
  rewritten('bits of coded pictures turned over', 'frames', (bytes) =>
    bitsFlipped(bytes, { flips: 40, seed: 5, from: 0.5, until: 0.6 }),
  ),
  rewritten('cut off', 'frames', (bytes) => bytes.subarray(0, Math.floor(bytes.length * 0.8))),
  rewritten('a sound track that begins a second into what is stored', 'metadata', (bytes) => {
    const second = boxAt(bytes, 'elst', boxAt(bytes, 'elst') + 4)
    return Buffer.concat([bytes.subarray(0, second), numberPut(bytes.subarray(second), 'elst', 16, 48_000)])
  }),
]

/** Frames before the span, kept in the file behind an edit list: one option of a player brings them back. */
const hidden: Fault = {
  ...{ name: 'frames before the beginning, hidden by an edit list', finds: 'metadata' },
  async seed(clip, out) {
    const after = ['-map', '0', '-c', 'copy', '-video_track_timescale', '15360']
    await throughDebian(await clip.copyOf('whole'), out, { before: ['-ss', '0.6'], after })
  },
}

/** Faults in the file around picture and sound. */
export const fileFaults: readonly Fault[] = [...tags, ...extraTracks, ...stowed, ...broken, hidden]

/** A copy that took the same way without a fault. */
export const passedThrough = copied('nothing', 'metadata').seed

import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { Failure } from '../../core/failure.ts'
import type { ClipDamage, IndexState } from '../../core/vault/clip-record.ts'

type Indexed = Extract<IndexState, { readonly state: 'indexed' }>

function pictureSeconds({ video }: ClipIndex): number {
  const first = video?.pts[0]
  const last = video?.pts.at(-1)
  if (!video || first === undefined || last === undefined) return 0
  const [numerator, denominator] = video.timeBase
  return (Number(last - first) * numerator) / denominator
}

function lengthOf(index: ClipIndex): Pick<Indexed, 'state' | 'frames' | 'seconds'> {
  const frames = index.video?.pts.length ?? 0
  const [audio] = index.audio
  const sound = audio ? audio.samples / audio.sampleRate : 0
  return { state: 'indexed', frames, seconds: Math.max(pictureSeconds(index), sound) }
}

/** What counting its packets says of a clip. */
export function countedState(index: ClipIndex): Indexed {
  return { ...lengthOf(index), deep: false }
}

function damageOf({ video, audio, lostSoundTracks }: ClipIndex): ClipDamage {
  return {
    frames: video?.damagedFrames?.length ?? 0,
    missing: video?.missingFrames ?? 0,
    samples: audio.reduce((sum, { lostSamples }) => sum + (lostSamples ?? 0), 0),
    tracks: lostSoundTracks ?? 0,
  }
}

/** What decoding it says of a clip. */
export function decodedState(index: ClipIndex): Indexed & { readonly deep: true } {
  return { ...lengthOf(index), deep: true, damage: damageOf(index) }
}

/** True for a clip that was decoded, and of which something is damaged or missing. */
export function isDamaged(index: Indexed): boolean {
  return index.deep && Object.values(index.damage).some((count) => count > 0)
}

/** Failures of a clip's own making: it is kept, marked, and explained. */
const clipsOwn: ReadonlySet<Failure['kind']> = new Set([
  'not-media',
  'nothing-to-redact',
  'unsupported-media',
  'undecodable',
  'engine-died',
])

/** What a clip is marked with that cannot be read; null where the failure is not the clip's. */
export function unreadableState({ kind }: Failure): IndexState | null {
  return clipsOwn.has(kind) ? { state: 'unindexed', why: kind } : null
}

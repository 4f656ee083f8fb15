import type { ClipIndex } from '../../../core/clips/clip-index.ts'

function counted(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`
}

/** What is known to be damaged or missing in a clip, in a few words; empty where nothing is. */
export function damageWords({ video, audio, lostSoundTracks = 0 }: ClipIndex): string {
  const damaged = video?.damagedFrames?.length ?? 0
  const missing = video?.missingFrames ?? 0
  const hasLostSound = audio.some(({ lostSamples = 0 }) => lostSamples > 0)
  return [
    damaged === 0 ? [] : counted(damaged, 'frame is damaged', 'frames are damaged'),
    missing === 0 ? [] : `${counted(missing, 'frame is', 'frames are')} missing at the end`,
    lostSoundTracks === 0 ? [] : `${counted(lostSoundTracks, 'sound track', 'sound tracks')} cannot be read`,
    hasLostSound ? 'some of the sound is missing' : [],
  ]
    .flat()
    .join(', ')
}

import { type Fault, throughDebian } from './seeded-clip.ts'
import { bleeped, muted } from './seeded-plans.ts'

const seconds = (samples: number) => samples / 48_000

/** A good copy whose first sound track went through a filter; picture and second track are copied. */
function refiltered(name: string, finds: Fault['finds'], filter: string): Fault {
  return {
    ...{ name, finds },
    async seed(clip, out) {
      const maps = ['-map', '0:v', '-map', '[sound]', '-map', '0:a:1', '-c', 'copy', '-c:a:0', 'aac', '-b:a:0', '96k']
      const after = [
        '-filter_complex',
        `[0:a:0]${filter},aformat=channel_layouts=mono[sound]`,
        ...maps,
        '-video_track_timescale',
        '15360',
      ]
      await throughDebian(await clip.copyOf('whole'), out, { after })
    },
  }
}

/** All sound of a good copy moved against its picture, sample for sample. */
function moved(name: string, offset: number): Fault {
  return {
    ...{ name, finds: 'sound-sync' },
    async seed(clip, out) {
      const copy = await clip.copyOf('whole')
      const after = ['-i', copy, '-map', '1:v', '-map', '0:a', '-c', 'copy', '-video_track_timescale', '15360']
      await throughDebian(copy, out, { before: ['-itsoffset', String(offset)], after })
    },
  }
}

/** A good copy with other maps of its tracks. */
function remapped(name: string, finds: Fault['finds'], ...maps: readonly string[]): Fault {
  return {
    ...{ name, finds },
    async seed(clip, out) {
      const after = [...maps.flatMap((map) => ['-map', map]), '-c', 'copy', '-video_track_timescale', '15360']
      await throughDebian(await clip.copyOf('whole'), out, { after })
    },
  }
}

/** An expression where the time is within a range that keeps clear of its edges, the sound as it is elsewhere. */
function within({ from, until }: { from: number; until: number }, expression: string): string {
  const [start, end] = [seconds(from) + 0.05, seconds(until) - 0.05]
  return `aeval='if(between(t,${start},${end}),${expression},val(0))'`
}

const tone = (hertz: number, level = 0.25) => `${level}*sin(2*PI*${hertz}*t)`

const changed: readonly Fault[] = [
  refiltered('noise at -60 dB within a mute', 'silence', within(muted, '0.002*(random(0)-0.5)')),
  refiltered('a hum at -80 dB within a mute', 'silence', within(muted, tone(100, 1e-4))),
  refiltered('a bleep of half the pitch', 'bleep', within(bleeped, tone(500))),
  refiltered('a bleep a tenth as loud', 'bleep', within(bleeped, tone(1000, 0.025))),
  refiltered('speech at -30 dB under a bleep', 'bleep', within(bleeped, `val(0)+0.03*sin(2*PI*(140*t+9*sin(9*t)))`)),
  refiltered('a bleep where none was asked for', 'sound-sync', within({ from: 4800, until: 19_200 }, tone(1000))),
  refiltered('sound of somebody else', 'sound-sync', within({ from: 4800, until: 19_200 }, tone(330, 0.2))),
]

const clock: readonly Fault[] = [
  moved('sound 50 ms late', 0.05),
  moved('sound 50 ms early', -0.05),
  moved('sound 5 ms late', 0.005),
  refiltered('sound 0.5 % too fast', 'sound-sync', 'asetrate=48240,aresample=48000,apad=whole_dur=2'),
  refiltered('sound ends 0.2 s early', 'sound-sync', 'atrim=end=1.8'),
  refiltered('sound silent throughout', 'sound-sync', 'volume=0'),
  refiltered(
    'sound goes on after the end',
    'sound-sync',
    "apad=pad_dur=0.5,aeval='if(gt(t,2),0.2*sin(2*PI*330*t),val(0))'",
  ),
]

const tracks: readonly Fault[] = [
  remapped('sound tracks in another order', 'sound-sync', '0:v', '0:a:1', '0:a:0'),
  remapped('a sound track missing', 'streams', '0:v', '0:a:0'),
  remapped('a sound track twice', 'streams', '0:v', '0:a:0', '0:a:1', '0:a:0'),
  remapped('the picture twice', 'streams', '0:v', '0:v', '0:a'),
  remapped('no picture', 'streams', '0:a'),
  {
    ...{ name: 'sound with another rate', finds: 'streams' },
    async seed(clip, out) {
      const after = ['-map', '0', '-c:v', 'copy', '-c:a', 'aac', '-ar', '44100', '-video_track_timescale', '15360']
      await throughDebian(await clip.copyOf('whole'), out, { after })
    },
  },
  {
    ...{ name: 'sound goes on after the last frame that is disclosed', finds: 'sound-sync', plan: 'beginning' },
    async seed(clip, out) {
      const after = ['-i', await clip.copyOf('whole'), '-map', '0:v', '-map', '1:a', '-c', 'copy']
      const times = ['-video_track_timescale', '15360']
      await throughDebian(await clip.copyOf('beginning'), out, { after: [...after, ...times] })
    },
  },
]

/** Faults in the sound tracks, made by another program from a good copy. */
export const soundFaults: readonly Fault[] = [...changed, ...clock, ...tracks]

/** A copy whose sound took the same way without a fault. */
export const soundPassedThrough = refiltered('nothing', 'sound-sync', 'anull').seed

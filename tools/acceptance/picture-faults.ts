import { copied, type Fault, throughDebian } from './seeded-clip.ts'
import { blankFrames } from './seeded-plans.ts'

/** x264 good enough that nothing but the fault shows, in the clock that copies have. */
const nearlyLossless = [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '8', '-bf', '2', '-g', '60', '-pix_fmt', 'yuv420p'],
  ...['-fps_mode', 'passthrough', '-enc_time_base', '1/15360', '-video_track_timescale', '15360'],
] as const

/** A good copy whose picture went through a filter; sound is copied. */
function refiltered(name: string, finds: Fault['finds'], filter: string, encoder: readonly string[] = []): Fault {
  return {
    ...{ name, finds },
    async seed(clip, out) {
      const picture = ['-map', '0', '-vf', filter, ...nearlyLossless, ...encoder]
      await throughDebian(await clip.copyOf('whole'), out, { after: [...picture, '-c:a', 'copy'] })
    },
  }
}

const oneFrame = 20

const timing: readonly Fault[] = [
  refiltered('a frame dropped', 'frames', `select='not(eq(n,${oneFrame}))'`),
  refiltered('a frame dropped, and the next in its place', 'frames', "select='not(eq(n,20))',setpts=N/30/TB"),
  refiltered('a frame twice', 'frames', `settb=1/15360,loop=loop=1:size=1:start=${oneFrame}`),
  refiltered('a frame shows the one before', 'frames', 'split[a][b];[a][b]freezeframes=first=20:last=20:replace=19'),
  refiltered('a frame shows the one after', 'frames', 'split[a][b];[a][b]freezeframes=first=20:last=20:replace=21'),
  refiltered('a frame 5 ms late', 'timing', `settb=1/15360,setpts='PTS+77*eq(N,${oneFrame})'`),
  refiltered('a frame 0.3 ms early', 'timing', `settb=1/15360,setpts='PTS-5*eq(N,${oneFrame})'`),
  refiltered('a frame shown twice as long', 'timing', `settb=1/15360,setpts='PTS+512*gt(N,${oneFrame})'`),
  refiltered('the last frame missing', 'frames', "select='lt(n,59)'"),
  refiltered('all of the picture one frame late', 'timing', "settb=1/15360,setpts='PTS+512'"),
]

/** Puts a piece of the picture somewhere else, in one frame. */
function pieceElsewhere(size: number): string {
  const place = `x=430:y=300:enable='eq(n,${oneFrame})'`
  return `split[a][b];[b]crop=${size}:${size}:20:100[c];[a][c]overlay=${place}`
}

const outside: readonly Fault[] = [
  refiltered('a block of 32 pixels from elsewhere in one frame', 'outside', pieceElsewhere(32)),
  refiltered('colours lost in one frame', 'outside', `hue=s=0:enable='eq(n,${oneFrame})'`),
  refiltered('brighter by 5 %', 'outside', 'eq=brightness=0.05'),
  refiltered('the picture 1 pixel to the right', 'outside', 'crop=638:360:0:0,pad=640:360:1:0'),
  refiltered('compressed to a blur', 'outside', 'null', ['-crf', '45']),
  refiltered('upside down in one frame', 'outside', `split[a][b];[b]vflip[c];[a][c]overlay=enable='eq(n,${oneFrame})'`),
]

const middle = (blankFrames.from + blankFrames.until) / 2

const inside: readonly Fault[] = [
  refiltered('a blank frame grey', 'blank', `drawbox=color=gray:t=fill:enable='eq(n,${middle})'`),
  refiltered(
    'a pale picture within a blank frame',
    'blank',
    `drawbox=200:100:80:80:white@0.2:fill:enable='eq(n,${middle})'`,
  ),
  refiltered('a pale picture within a solid region', 'solid', "drawbox=470:60:40:60:white@0.15:fill:enable='eq(n,20)'"),
]

const shape: readonly Fault[] = [
  refiltered('half the resolution', 'streams', 'scale=320:180'),
  refiltered('other pixel shape', 'streams', 'setsar=4/3'),
  copied('turned by 90 degrees', 'streams', '-metadata:s:v', 'rotate=90'),
  copied('brighter by its tags alone', 'streams', '-bsf:v', 'h264_metadata=video_full_range_flag=1'),
  {
    ...{ name: 'another codec', finds: 'streams' },
    async seed(clip, out) {
      const codec = ['-map', '0', '-c:v', 'mpeg4', '-q:v', '1', '-c:a', 'copy', '-video_track_timescale', '15360']
      await throughDebian(await clip.copyOf('whole'), out, { after: codec })
    },
  },
]

/** Faults in the picture track, made by another program from a good copy. */
export const pictureFaults: readonly Fault[] = [...timing, ...outside, ...inside, ...shape]

/** A copy whose picture took the same way without a fault. */
export const picturePassedThrough = refiltered('nothing', 'frames', 'null').seed

import { demoClip } from '../demo/demo-stage.ts'
import { type Measure, measured } from './measure.ts'
import { costOf } from './run-work.ts'

/** Any frame in any order on 1080p with keyframes two seconds apart; the baseline is one decoded frame in a row. */
export async function benchSeek(): Promise<readonly Measure[]> {
  const { path } = await demoClip(() => undefined)
  const decode = await costOf('decode', path)
  const seek = await costOf('seek', path)
  const baseline = (decode.wallSeconds * 1000) / decode.frames
  const line = (name: string, figure: string) => measured(name, seek.extra[figure] ?? Number.NaN, 'ms', { baseline })
  return [
    measured('decode one frame in a row (floor)', baseline, 'ms'),
    line('jump to any frame, median', 'jumpMedian'),
    line('jump to any frame, 95th of 100', 'jumpLate'),
    line('step forward, median', 'forwardMedian'),
    line('step back, median', 'backMedian'),
    line('step back, 95th of 100', 'backLate'),
    measured('peak memory', seek.peakMegabytes, 'MB'),
  ]
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RedactionStyle } from '../../core/redaction/project.ts'
import { demoClip } from '../demo/demo-stage.ts'
import { type Measure, measured } from './measure.ts'
import { costOf, ffmpegCpu } from './run-work.ts'

/** Goals of the issue: CPU of a render against a plain transcode, and of its verification against the render. */
const renderGoals: Readonly<Record<RedactionStyle, number>> = { solid: 1.15, pixelate: 1.15, blur: 1.25 }
const verifyGoal = 0.6
const mostMegabytes = 600

/**
 * Six moving regions of 160 x 200 on 1080p: render and verification (without the detectors), with what decoding and
 * encoding alone cost. CPU seconds of whole processes; the baseline is Debian's ffmpeg with the same x264 settings.
 */
export async function benchRender(): Promise<readonly Measure[]> {
  const { path } = await demoClip(() => undefined)
  const folder = await mkdtemp(join(tmpdir(), 'occlude-bench-'))
  try {
    const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-g', '60', '-c:a', 'aac']
    const transcode = await ffmpegCpu('-i', path, ...x264, join(folder, 'plain.mp4'))
    const decode = await costOf('decode', path)
    const lines: Measure[] = []
    for (const style of ['solid', 'pixelate', 'blur'] as const) {
      lines.push(...(await benchStyle(style, path, join(folder, `${style}.mp4`), transcode)))
    }
    const floor = measured('decode only (floor of everything)', decode.cpuSeconds, 'CPU s')
    const encode =
      transcode === null ? [] : [measured('encode only (ffmpeg less decode)', transcode - decode.cpuSeconds, 'CPU s')]
    return [floor, ...encode, ...lines]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function benchStyle(
  style: RedactionStyle,
  clip: string,
  copy: string,
  transcode: number | null,
): Promise<Measure[]> {
  const render = await costOf('render', clip, style, copy)
  const verify = await costOf('verify', clip, style, copy)
  if (verify.extra['failed'] !== 0) throw new Error(`the ${style} copy did not pass its checks`)
  const against = transcode === null ? {} : { baseline: transcode, goal: { most: renderGoals[style] } }
  return [
    measured(`render, ${style}`, render.cpuSeconds, 'CPU s', against),
    measured(`verify, ${style}`, verify.cpuSeconds, 'CPU s', {
      baseline: render.cpuSeconds,
      goal: { most: verifyGoal },
    }),
    measured(`render, ${style}: peak memory`, render.peakMegabytes, 'MB', { goal: { most: mostMegabytes } }),
    measured(`verify, ${style}: peak memory`, verify.peakMegabytes, 'MB', { goal: { most: mostMegabytes } }),
  ]
}

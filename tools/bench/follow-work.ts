/**
 * Follows a region through a clip in a process of its own, so that its time and memory are its own:
 * `follow-work.ts CLIP decode|forward|backward X Y WIDTH HEIGHT FROM UNTIL`; prints one line of JSON.
 */
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import type { Work } from '../../core/ports/work.ts'
import { frameIndex } from '../../core/time.ts'
import { openFileSource } from '../../native/evidence/file-source.ts'
import { followRegions } from '../../native/following/follow-regions.ts'
import { FrameReader } from '../../native/media/frame-reader.ts'
import { indexMedia } from '../../native/media/index-clip.ts'

const unwatched: Work = { signal: new AbortController().signal, onProgress: () => undefined }
const [path = '', direction = 'forward', ...numbers] = process.argv.slice(2)
const [x = 0, y = 0, width = 1, height = 1, from = 0, until = 1] = numbers.map(Number)

const source = await openFileSource(path, 'clip')
if (!source.ok) throw new Error(source.failure.kind)
const media = await indexMedia(source.value.bytes, 'clip', false, unwatched)
if (!media.ok || !media.value.video) throw new Error('benches need a picture')
const { video } = media.value

async function follow(): Promise<{ frames: number; reason: string }> {
  const forward = direction === 'forward'
  const [startFrame, lastFrame] = forward ? [from, until - 1] : [until - 1, from]
  const ends = { startFrame: frameIndex(startFrame), lastFrame: frameIndex(lastFrame), toClipEnd: false }
  const outline = { shape: 'ellipse', box: [x, y, width, height] } as const
  const task = { direction: forward ? 'forward' : 'backward', outline, ...ends } as const
  if (!source.ok) throw new Error('no clip')
  const followed = await followRegions(source.value.bytes, video, [task], unwatched)
  const [walked] = followed.ok ? followed.value : []
  if (!walked) throw new Error('following failed')
  return { frames: walked.steps.length, reason: walked.reason }
}

async function decode(): Promise<{ frames: number; reason: string }> {
  if (!source.ok) throw new Error('no clip')
  const reader = await FrameReader.open(source.value.bytes, video)
  if (!reader.ok) throw new Error(reader.failure.kind)
  let frames = 0
  for await (const { picture } of reader.value.frames(from, until, unwatched.signal)) frames += picture ? 1 : 0
  await reader.value.close()
  return { frames, reason: 'decoded' }
}

const began = performance.now()
const usage = process.cpuUsage()
const { frames, reason } = await (direction === 'decode' ? decode() : follow())
const wallSeconds = (performance.now() - began) / 1000
const spent = process.cpuUsage(usage)
const cpuSeconds = (spent.user + spent.system) / 1e6
const peakMegabytes = process.resourceUsage().maxRSS / 1024
process.stdout.write(`${JSON.stringify({ frames, reason, wallSeconds, cpuSeconds, peakMegabytes })}\n`)
process.exit(0)

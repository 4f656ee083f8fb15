import { VideoSampleSink } from 'mediabunny'
import { clipInput, type clipTimesOf } from '../../renderer/features/player/bench.ts'
import type { ClipFootage } from '../../renderer/features/player/index.ts'

/** Frames that are decoded ahead. */
const ahead = 8

type Queue = { readonly decoded: VideoFrame[]; ended: boolean; done: boolean }

function shortly(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2))
}

async function fill(queue: Queue, sink: VideoSampleSink): Promise<void> {
  for await (const sample of sink.samples()) {
    queue.decoded.push(sample.toVideoFrame())
    sample.close()
    while (queue.decoded.length > ahead && !queue.done) await shortly()
    if (queue.done) break
  }
  queue.ended = true
}

/** What the least of players shows of a clip: frames in a row, each painted once its time has come. The bench's measure of the machine. */
export async function barePlay(
  footage: ClipFootage,
  times: ReturnType<typeof clipTimesOf>,
  seconds: number,
  paint: (picture: VideoFrame) => void,
): Promise<{ readonly shown: number; readonly passedOver: number; readonly lags: readonly number[] }> {
  const { input, close } = clipInput(footage)
  const track = await input.getPrimaryVideoTrack()
  if (!track) throw new Error('no track')
  const queue: Queue = { decoded: [], ended: false, done: false }
  const { decoded } = queue
  const decoding = fill(queue, new VideoSampleSink(track))
  while (decoded.length < ahead && !queue.ended) await shortly()
  const started = performance.now()
  const all = { shown: 0, passedOver: 0, lags: [] as number[] }
  for (let at = 0; at < seconds && !(queue.ended && decoded.length === 0); ) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    at = (performance.now() - started) / 1000
    const due = decoded.splice(0, decoded.findLastIndex(({ timestamp }) => timestamp / 1e6 <= at + 1 / 120) + 1)
    const latest = due.at(-1)
    if (!latest) continue
    paint(latest)
    all.shown++
    all.passedOver += due.length - 1
    const frame = times.frameAt(latest.timestamp / 1e6)
    all.lags.push(performance.now() - started - times.secondsOf(frame) * 1000)
    for (const picture of due) picture.close()
  }
  queue.done = true
  await decoding
  for (const picture of decoded.splice(0)) picture.close()
  close()
  return all
}

import { EncodedPacketSink, type InputVideoTrack } from 'mediabunny'
import { clipInput, type clipTimesOf } from '../../renderer/features/player/bench.ts'
import type { ClipFootage } from '../../renderer/features/player/index.ts'

/** The least that any player has to do for a frame: read from its keyframe on, decode, take the picture. The floor of the bench. */
export async function bareDecoder(footage: ClipFootage, times: ReturnType<typeof clipTimesOf>) {
  const { input, close } = clipInput(footage)
  const track = await input.getPrimaryVideoTrack()
  if (!track) throw new Error('no track')
  const config = await track.getDecoderConfig()
  if (!config) throw new Error('no description')
  const decode = (frame: number): Promise<number> => decodeTo(track, config, times.containerSecondsOf(frame))
  return { decode, close }
}

async function decodeTo(track: InputVideoTrack, config: VideoDecoderConfig, at: number): Promise<number> {
  const started = performance.now()
  const sink = new EncodedPacketSink(track)
  const found = Promise.withResolvers<VideoFrame>()
  const wanted = Math.round(at * 1e6)
  const decoder = new VideoDecoder({
    output: (picture) => {
      if (Math.abs(picture.timestamp - wanted) < 2) found.resolve(picture)
      else picture.close()
    },
    error: found.reject,
  })
  decoder.configure({ ...config, hardwareAcceleration: 'prefer-software' })
  let packet = await sink.getKeyPacket(at + 1e-6)
  while (packet) {
    decoder.decode(packet.toEncodedVideoChunk())
    if (Math.abs(packet.microsecondTimestamp - wanted) < 2) break
    packet = await sink.getNextPacket(packet)
  }
  const flushed = decoder.flush()
  const picture = await found.promise
  picture.close()
  const took = performance.now() - started
  await flushed
  decoder.close()
  return took
}

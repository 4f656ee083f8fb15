import { AVMEDIA_TYPE_VIDEO } from 'node-av/constants'
import { avGetCodecName, type Stream } from 'node-av/lib'

/**
 * What cameras and the systems that export their clips write, by FFmpeg's short names. Everything else that this build of
 * FFmpeg could decode (some 500 formats, many of them decades old) is refused before a decoder of it sees a byte.
 */
const pictures: ReadonlySet<string> = new Set([
  ...['h264', 'hevc', 'mpeg4', 'mjpeg', 'vp9', 'av1'],
  ...['vp8', 'mpeg2video', 'h263'],
])
const sounds: ReadonlySet<string> = new Set([
  ...['aac', 'mp3', 'opus', 'pcm_alaw', 'pcm_mulaw', 'vorbis', 'mp2', 'ac3'],
  ...['pcm_u8', 'pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s24be', 'pcm_s32le', 'pcm_s32be', 'pcm_f32le', 'pcm_f32be'],
  ...['adpcm_ima_wav', 'adpcm_ms', 'amr_nb', 'amr_wb'],
])

/** Decoders that go by another name than their codec. */
const renamed = ['libdav1d', 'mp3float', 'mp2float', 'amrnb', 'amrwb'] as const

/** Names of the decoders that a clip's bytes may reach, as FFmpeg's `codec_whitelist` takes them. */
export const decoderWhitelist: string = [...pictures, ...sounds, ...renamed].join(',')

/** FFmpeg's short name of a stream's codec. */
export function codecNameOf(stream: Stream): string {
  return avGetCodecName(stream.codecpar.codecId) ?? 'unknown'
}

/** True where Occlude decodes the stream's codec. */
export function isSupported(stream: Stream): boolean {
  const supported = stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO ? pictures : sounds
  return supported.has(codecNameOf(stream))
}

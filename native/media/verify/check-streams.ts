import { AVMEDIA_TYPE_AUDIO, AVMEDIA_TYPE_VIDEO } from 'node-av/constants'
import type { ClipIndex, ColourTags } from '../../../core/clips/clip-index.ts'
import type { RedactionPlan } from '../../../core/redaction/plan.ts'
import type { IndexedMedia } from '../index-clip.ts'
import type { OpenedClip } from '../opened-clip.ts'
import type { Tally } from './tally.ts'

/** Checks that the copy holds one picture (or none) and the wanted sound, in that order, and nothing else. */
export function checkStreams(
  clip: OpenedClip,
  copy: IndexedMedia,
  wanted: { readonly original: ClipIndex | null; readonly plan: RedactionPlan | null },
  tally: Tally,
): void {
  tally.looked()
  const kinds = clip.format.streams.map((stream) => stream.codecpar.codecType)
  const pictures = kinds.filter((kind) => kind === AVMEDIA_TYPE_VIDEO).length
  const sounds = kinds.filter((kind) => kind === AVMEDIA_TYPE_AUDIO).length
  tally.most('pictureTracks', pictures)
  tally.most('soundTracks', sounds)
  if (pictures > 1) tally.fail(`has ${pictures} picture tracks`)
  if (pictures + sounds !== kinds.length) tally.fail('has a track that is neither picture nor sound')
  if (copy.video && copy.video.codec !== 'h264') tally.fail(`the picture is ${copy.video.codec}`)
  for (const audio of copy.audio) if (audio.codec !== 'aac') tally.fail(`sound track ${audio.track} is ${audio.codec}`)
  if (wanted.original) checkPictureShape(copy, wanted.original, tally)
  if (wanted.original && wanted.plan) checkSoundTracks(copy, wanted.original, wanted.plan, tally)
}

function checkPictureShape(copy: IndexedMedia, original: ClipIndex, tally: Tally): void {
  const [found, meant] = [copy.video, original.video]
  if (!found && !meant) return
  if (!found || !meant) {
    tally.fail(meant ? 'the picture is missing' : 'has a picture that the original has not')
    return
  }
  if (found.width !== meant.width || found.height !== meant.height) {
    tally.fail(`the picture is ${found.width}x${found.height}, not ${meant.width}x${meant.height}`)
  }
  if (found.rotation !== meant.rotation) tally.fail(`the picture is turned by ${found.rotation} degrees`)
  const [a, b] = [found.pixelAspect, meant.pixelAspect]
  if (a[0] * b[1] !== a[1] * b[0]) tally.fail(`pixels are ${a[0]}:${a[1]}, not ${b[0]}:${b[1]}`)
  // Pictures without luma are converted, and get tags of their own.
  if (meant.pixelFormat.startsWith('yuv')) checkColourTags(found.colour, meant.colour, tally)
}

/** Tags that change what players show: a range that nobody names is the limited one, a matrix that nobody names is any. */
function checkColourTags(found: ColourTags, meant: ColourTags, tally: Tally): void {
  if ((found.range === 'pc') !== (meant.range === 'pc')) tally.fail(`the picture's range is ${found.range}`)
  if (meant.matrix !== 'unknown' && found.matrix !== meant.matrix) {
    tally.fail(`the picture's colours are ${found.matrix}, not ${meant.matrix}`)
  }
}

function checkSoundTracks(copy: IndexedMedia, original: ClipIndex, plan: RedactionPlan, tally: Tally): void {
  if (copy.audio.length !== plan.audio.length) {
    tally.fail(`has ${copy.audio.length} sound tracks, not ${plan.audio.length}`)
    return
  }
  for (const [position, planned] of plan.audio.entries()) {
    const found = copy.audio[position]
    const meant = original.audio.find((audio) => audio.track === planned.track)
    if (found?.sampleRate !== meant?.sampleRate || found?.channels !== meant?.channels) {
      tally.fail(`sound track ${position} has another rate or number of channels`)
    }
  }
}

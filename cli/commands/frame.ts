import { writeWholeFile } from '../../native/evidence/place-file.ts'
import { stillFrame } from '../../service/still-frame.ts'
import { frameNumber } from '../arguments.ts'
import { type Command, done, sharedOptions, stopped } from '../command.ts'
import { readFreeOutput } from './output.ts'

/** `occlude frame`. */
export const frameCommand: Command = {
  name: 'frame',
  summary: 'write one exact frame as a picture',
  operands: ['CLIP', 'N'],
  options: [
    { name: 'out', value: 'F.png', help: 'where the picture goes' },
    sharedOptions.overwrite,
    sharedOptions.json,
  ],
  details: [
    'Decodes frame N (counted from 0, in the order of showing), turns it upright and writes it as PNG.',
    'The picture is not redacted: it shows what the original shows.',
  ],
  examples: ['frame clip.mp4 120 --out frame-120.png'],
  async run(args, session) {
    const frame = frameNumber(args.operands[1] ?? '', 'N')
    if (!frame.ok) return stopped(frame.failure)
    const clip = await session.openClip(args.operands[0] ?? '')
    if (!clip.ok) return stopped(clip.failure)
    const output = await readFreeOutput(args, session, [clip.value.identity])
    if (!output.ok) return stopped(output.failure)
    const picture = await stillFrame(session.engine(), clip.value, frame.value, session.work)
    if (!picture.ok) return stopped(picture.failure)
    const written = await writeWholeFile(output.value, picture.value)
    if (!written.ok) return stopped(written.failure)
    return done({ out: output.value.path }, [`Frame ${frame.value} is in ${output.value.path} (not redacted).`])
  },
}

import { readDetections } from '../../contract/detections-file.ts'
import { writeWholeFile } from '../../native/evidence/place-file.ts'
import { indexClip } from '../../service/index-clip.ts'
import { trackClip } from '../../service/track-clip.ts'
import { type Command, done, sharedOptions, stopped } from '../command.ts'
import { newSecret } from '../new-secret.ts'
import { readFreeOutput } from './output.ts'

/** `occlude track`. */
export const trackCommand: Command = {
  name: 'track',
  summary: 'link detections into tracks and begin a project',
  operands: ['CLIP'],
  options: [
    { name: 'detections', value: 'D.json', help: 'what "occlude detect" wrote for this clip' },
    { name: 'out', value: 'P.json', help: 'where the project goes' },
    sharedOptions.overwrite,
    sharedOptions.json,
  ],
  details: [
    'Follows everybody through the clip, fills the frames that detection missed, and writes a project in which all of them',
    'are hidden. Change decisions there, then give it to "occlude redact --project". A project holds a secret: never disclose it.',
  ],
  examples: ['track clip.mp4 --detections detections.json --out project.json'],
  async run(args, session) {
    const clip = await session.openClip(args.operands[0] ?? '')
    if (!clip.ok) return stopped(clip.failure)
    const run = await session.readNeeded('detections', args.text('detections'), readDetections)
    if (!run.ok) return stopped(run.failure)
    const output = await readFreeOutput(args, session, [clip.value.identity, run.value.identity])
    if (!output.ok) return stopped(output.failure)
    const index = await indexClip(session.engine(), clip.value, false, session.work)
    if (!index.ok) return stopped(index.failure)
    const subject = { run: run.value.value, runName: run.value.name, index: index.value }
    const tracked = await trackClip(session.engine(), subject, newSecret, session.work)
    if (!tracked.ok) return stopped(tracked.failure)
    const { project, lookHere } = tracked.value
    const written = await writeWholeFile(output.value, `${JSON.stringify(project)}\n`)
    if (!written.ok) return stopped(written.failure)
    const { path } = output.value
    return done({ out: path, project: path }, [
      `${project.tracks.length} tracks, all hidden unless you decide otherwise: ${path}`,
      `${lookHere.length} frames are worth a look.`,
    ])
  },
}

import { readDetections } from '../../contract/detections-file.ts'
import type { DetectionRun, PersonExtent } from '../../core/detection/detection.ts'
import { classesOfExtent } from '../../core/detection/extent.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { newSecret } from '../../hosts/new-secret.ts'
import { writeWholeFile } from '../../native/evidence/place-file.ts'
import { indexClip } from '../../service/index-clip.ts'
import { trackClip } from '../../service/track-clip.ts'
import { readExtent } from '../asked-search.ts'
import { type Command, done, sharedOptions, stopped } from '../command.ts'
import { looksToList } from '../looks-to-list.ts'
import { readFreeOutput } from './output.ts'

/** The run, with how much of each person is to be hidden; what has not been looked for cannot be. */
export function withExtent(run: DetectionRun, extent: PersonExtent | null): Result<DetectionRun> {
  if (extent === null) return ok(run)
  const missing = classesOfExtent(extent).filter((name) => !run.classes.includes(name))
  if (missing.length === 0) return ok({ ...run, extent })
  const detail = `--extent ${extent} needs detections of ${missing.join(' and ')}: give it to "occlude detect" as well.`
  return failed({ kind: 'usage', detail })
}

/** `occlude track`. */
export const trackCommand: Command = {
  name: 'track',
  summary: 'link detections into tracks and begin a project',
  operands: ['CLIP'],
  options: [
    { name: 'detections', value: 'D.json', help: 'what "occlude detect" wrote for this clip' },
    { name: 'out', value: 'P.json', help: 'where the project goes' },
    { ...sharedOptions.extent, help: 'how much of each person to hide (default: as detected)' },
    sharedOptions.overwrite,
    sharedOptions.json,
  ],
  details: [
    'Follows everybody and everything through the clip, fills the frames that detection missed, and writes a project in which',
    'all that was asked for is hidden; the rest is in it as evidence, with the action "ignore". Change decisions there, then give it to "occlude redact --project". A project holds a secret: never disclose it.',
  ],
  examples: ['track clip.mp4 --detections detections.json --out project.json'],
  async run(args, session) {
    const extent = readExtent(args)
    if (!extent.ok) return stopped(extent.failure)
    const clip = await session.openClip(args.operands[0] ?? '')
    if (!clip.ok) return stopped(clip.failure)
    const run = await session.readNeeded('detections', args.text('detections'), readDetections)
    if (!run.ok) return stopped(run.failure)
    const wanted = withExtent(run.value.value, extent.value)
    if (!wanted.ok) return stopped(wanted.failure)
    const output = await readFreeOutput(args, session, [clip.value.identity, run.value.identity])
    if (!output.ok) return stopped(output.failure)
    const index = await indexClip(session.engine(), clip.value, false, session.work)
    if (!index.ok) return stopped(index.failure)
    const subject = { run: wanted.value, runName: run.value.name, index: index.value }
    const tracked = await trackClip(session.engine(), subject, newSecret, session.work)
    if (!tracked.ok) return stopped(tracked.failure)
    const { project, lookHere } = tracked.value
    const written = await writeWholeFile(output.value, `${JSON.stringify(project)}\n`)
    if (!written.ok) return stopped(written.failure)
    const { path } = output.value
    const hidden = project.tracks.filter(({ action }) => action !== 'ignore').length
    const proposed = project.proposals?.length ?? 0
    const found = done({ out: path, project: path }, [
      `${hidden} of ${project.tracks.length} tracks are hidden unless you decide otherwise: ${path}`,
      ...(proposed > 0 ? [`${proposed} pairs may be one person (proposals in the project).`] : []),
      ...looksToList(lookHere, index.value),
    ])
    return { ...found, facts: { lookHere } }
  },
}

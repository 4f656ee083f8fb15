import { readProject } from '../../contract/project-file.ts'
import { planLines } from '../../core/redaction/plan-lines.ts'
import { planClip } from '../../service/plan-clip.ts'
import { type Command, printed, sharedOptions, stopped } from '../command.ts'

/** Characters printed at once: lines one by one would cost more than making them. */
const printedAtOnce = 1 << 16

/** `occlude plan`. */
export const planCommand: Command = {
  name: 'plan',
  summary: 'print what a project does to every frame',
  operands: ['CLIP'],
  options: [
    { name: 'project', value: 'P.json', help: 'the project of this clip' },
    { ...sharedOptions.json, help: 'also tell a failure as JSON (the plan is JSON lines anyway)' },
  ],
  details: ['Prints a JSON line for every frame: what is hidden, blanked or left out, with margins applied.'],
  examples: ['plan clip.mp4 --project project.json > plan.jsonl'],
  async run(args, session) {
    const clip = await session.openClip(args.operands[0] ?? '')
    if (!clip.ok) return stopped(clip.failure)
    const project = await session.readNeeded('project', args.text('project'), readProject)
    if (!project.ok) return stopped(project.failure)
    const decided = { project: project.value.value, name: project.value.name }
    const plan = await planClip(session.engine(), clip.value, decided, session.work)
    if (!plan.ok) return stopped(plan.failure)
    let text = ''
    for (const line of planLines(plan.value)) {
      text += `${line}\n`
      if (text.length < printedAtOnce) continue
      await session.print(text)
      text = ''
      if (session.work.signal.aborted) return stopped({ kind: 'cancelled' })
    }
    await session.print(text)
    return printed
  },
}

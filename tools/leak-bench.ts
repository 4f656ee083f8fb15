import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type DetectionProfile, detectionProfiles } from '../core/detection/detection.ts'
import { leaksOf } from './leak-bench/causes.ts'
import { type Half, halves } from './leak-bench/clip-truth.ts'
import { installDeface } from './leak-bench/deface.ts'
import { writeDetectionPage } from './leak-bench/detection-page.ts'
import { writeLeakSheet } from './leak-bench/leak-sheet.ts'
import { type BenchClip, benchClips } from './leak-bench/make-clips.ts'
import { type DefaceOutcome, measureDeface, measureProfile, type ProfileOutcome } from './leak-bench/measure.ts'
import { type Search, searches } from './leak-bench/profile-run.ts'
import { recipes } from './leak-bench/recipes.ts'
import { type Measured, reportLines } from './leak-bench/report.ts'
import { type WholeCommand, wholeCommand } from './leak-bench/whole-command.ts'

const usage = `npm run -s leak-bench -- [OPTION...]

Measures how much of what should be hidden leaks: makes clips in which every face is known from photographs that npm
packages carry, runs the real detection, tracking and planning on them, and counts what is not covered. Beside it the same
detections frame by frame alone and with a fixed hold, and deface 1.5.0. Everything is kept in a scratch folder and
measured again only where clips, models or code have changed.

  --half tuning|held-out   which half of the people (default tuning; held-out is for publishing alone)
  --profiles LIST          of fast,balanced,thorough (default all)
  --search LIST            of face (for faces alone; the default) and default (for all that is looked for unasked)
  --clips LIST             of ${recipes.map(({ name }) => name).join(',')} (default all)
  --deface-clips LIST      clips that deface is run on (default: those of --clips)
  --no-deface              without deface
  --whole LIST             clips of deface's on which the whole of \`occlude redact\` is timed too (default none)
  --write                  put the report into docs/DETECTION.md (held-out half only)
  --reuse                  take the newest detections of a clip although code or models have changed: for tracking alone
  --only-clips             make the clips and stop
  --scratch FOLDER         where everything is kept (default ${join(tmpdir(), 'leak-bench')})
`

const { values } = parseArgs({
  allowNegative: true,
  options: {
    half: { type: 'string', default: 'tuning' },
    profiles: { type: 'string', default: detectionProfiles.join(',') },
    search: { type: 'string', default: 'face' },
    clips: { type: 'string' },
    'deface-clips': { type: 'string' },
    deface: { type: 'boolean', default: true },
    whole: { type: 'string' },
    write: { type: 'boolean', default: false },
    reuse: { type: 'boolean', default: false },
    'only-clips': { type: 'boolean', default: false },
    scratch: { type: 'string', default: join(tmpdir(), 'leak-bench') },
    help: { type: 'boolean', default: false },
  },
})

function chosen<T extends string>(what: string, text: string, known: readonly T[]): T[] {
  return text.split(',').map((name) => {
    const found = known.find((one) => one === name)
    if (found === undefined) throw new Error(`--${what} knows ${known.join(', ')}, not "${name}"`)
    return found
  })
}

const names = recipes.map(({ name }) => name)

async function defaceOn(clips: readonly BenchClip[]): Promise<DefaceOutcome | { readonly missing: string }> {
  if (!values.deface) return { missing: 'deface was left out (--no-deface)' }
  const installed = await installDeface(values.scratch)
  return 'missing' in installed ? installed : measureDeface(clips, installed.python, values.scratch)
}

type Asked = {
  readonly half: Half
  readonly searches: readonly Search[]
  readonly profiles: readonly DetectionProfile[]
  readonly clips: readonly string[]
  readonly forDeface: readonly string[]
  readonly whole: readonly string[]
}

function readAsked(): Asked {
  const [half = 'tuning'] = chosen('half', values.half, halves)
  const clips = values.clips === undefined ? names : chosen('clips', values.clips, names)
  return {
    ...{ half, clips },
    searches: chosen('search', values.search, searches),
    profiles: chosen('profiles', values.profiles, detectionProfiles),
    forDeface: values['deface-clips'] === undefined ? clips : chosen('deface-clips', values['deface-clips'], names),
    whole: values.whole === undefined ? [] : chosen('whole', values.whole, names),
  }
}

async function measure(asked: Asked, clips: readonly BenchClip[]): Promise<Measured> {
  const beside = clips.filter(({ name }) => asked.forDeface.includes(name))
  const { scratch, reuse } = values
  const measured: ProfileOutcome[] = []
  for (const search of asked.searches) {
    for (const profile of asked.profiles)
      measured.push(await measureProfile(clips, profile, { search, scratch, reuse }))
  }
  const besideDeface: ProfileOutcome[] = []
  const commands: WholeCommand[] = []
  for (const profile of values.deface ? asked.profiles : []) {
    besideDeface.push(await measureProfile(beside, profile, { search: 'face', scratch, reuse }))
    for (const clip of beside.filter(({ name }) => asked.whole.includes(name))) {
      commands.push(await wholeCommand(clip, profile, scratch))
    }
  }
  const truths = new Map(clips.map(({ name, truth }) => [name, truth]))
  const leaks = new Map(measured.map((outcome) => [outcome, leaksOf(outcome.tracked.faces, truths)]))
  return { profiles: measured, besideDeface, deface: await defaceOn(beside), leaks, commands }
}

async function main(): Promise<void> {
  const asked = readAsked()
  if (values.write && values.reuse) throw new Error('what is published is measured with the code as it is, not --reuse')
  const { half } = asked
  const clips = await benchClips(half, asked.clips, values.scratch)
  if (values['only-clips']) return
  const measured = await measure(asked, clips)
  const lines = reportLines(measured)
  const folder = join(values.scratch, 'report')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${half}.md`), `${lines.join('\n')}\n`)
  for (const [{ search, profile, plans }, leaks] of measured.leaks) {
    const path = join(folder, `${half}-${search}-${profile}.leaks.png`)
    await writeLeakSheet(path, leaks, clips, plans)
    process.stderr.write(`leaks with thumbnails: ${path}\n`)
  }
  process.stdout.write(`${lines.join('\n')}\n`)
  if (values.write) await writeDetectionPage(half, clips, lines)
}

if (values.help) process.stdout.write(usage)
else await main()

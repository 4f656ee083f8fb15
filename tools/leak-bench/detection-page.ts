import { readFile, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Half } from './clip-truth.ts'
import type { BenchClip } from './make-clips.ts'
import data from './people.json' with { type: 'json' }
import { recipes } from './recipes.ts'

const page = fileURLToPath(new URL('../../docs/DETECTION.md', import.meta.url))
const begin = '<!-- measured: begin -->'
const end = '<!-- measured: end -->'

/**
 * Puts what was measured between the marks of docs/DETECTION.md, with the date and the machine. Throws for the tuning half:
 * nobody publishes what was tuned on.
 */
export async function writeDetectionPage(
  half: Half,
  clips: readonly BenchClip[],
  report: readonly string[],
): Promise<void> {
  if (half !== 'held-out') throw new Error('only the held-out half is published')
  const text = await readFile(page, 'utf8')
  const [from, until] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || until < 0) throw new Error('docs/DETECTION.md has lost its marks')
  const people = new Set(clips.flatMap(({ truth }) => truth.heads.flat().map(({ person }) => person)))
  const shown = recipes.filter(({ name }) => clips.some((clip) => clip.name === name))
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores`
  const measured = [
    `Measured on ${new Date().toISOString().slice(0, 10)} on ${machine}. ${people.size} people of the held-out half, ${clips.length} clips of 1920x1080 at 30 frames a second:`,
    '',
    ...shown.map(({ name, what, seconds, crf }) => `- ${name}: ${what} (${seconds} s, CRF ${crf})`),
    '',
    ...report,
    '### Photographs',
    '',
    ...data.packages.map((one) => `- ${one.package} ${one.version} (npm, ${one.licence})`),
  ]
  await writeFile(page, `${text.slice(0, from)}${begin}\n${measured.join('\n')}\n${text.slice(until)}`)
}

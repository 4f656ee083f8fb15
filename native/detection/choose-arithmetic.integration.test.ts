import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chooseArithmetic, modelsInBytes } from './choose-arithmetic.ts'
import { openDetector } from './detector.ts'
import { fitLetterbox } from './letterbox.ts'
import type { ModelEntry } from './manifest.ts'
import { type ModelFolder, openModelFolder, shippedModels } from './model-folder.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bytes-'))
  for (const name of ['centerface.onnx', 'centerface-int8.onnx'])
    cpSync(join(shippedModels(), name), join(folder, name))
})

afterEach(() => rmSync(folder, { recursive: true }))

type Quantised = NonNullable<ModelEntry['quantised']>

/** CenterFace alone in a folder of its own, with a changed `quantised`. */
async function folderWith(change: (quantised: Quantised) => Quantised): Promise<ModelFolder> {
  const shipped = await openModelFolder()
  const model = shipped.ok ? shipped.value.manifest.models.find(({ id }) => id === 'centerface') : undefined
  if (!model?.quantised) throw new Error('CenterFace must come with a file of bytes')
  const own = { ...model, quantised: change(model.quantised) }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: 1, models: [own] }))
  const opened = await openModelFolder(folder)
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
  return opened.value
}

/** What the processor cannot come to: other numbers, and no room to stray. */
function unreachable(quantised: Quantised): Quantised {
  const { expected } = quantised.probe
  const other = Object.entries(expected).map(([role, numbers]) => [role, numbers.map((value) => value + 1)])
  return { ...quantised, probe: { tolerance: 0.01, expected: Object.fromEntries(other) } }
}

/** This processor's own numbers would do, however far from the manifest's: for tests of what follows a passed probe. */
function lenient(quantised: Quantised): Quantised {
  return { ...quantised, probe: { ...quantised.probe, tolerance: 1 } }
}

async function fileIn(from: ModelFolder, profile: 'fast' | 'thorough', arithmetic: 'fastest' | 'float') {
  const chosen = await chooseArithmetic(from, profile, arithmetic)
  return chosen.ok ? chosen.value.manifest.models[0]?.file : chosen.failure.kind
}

test('bytes take the place of floats where the profile allows it and nobody forbids it', async () => {
  const models = await folderWith(lenient)
  expect(await fileIn(models, 'fast', 'fastest')).toBe('centerface-int8.onnx')
  expect(await fileIn(models, 'thorough', 'fastest')).toBe('centerface.onnx')
  expect(await fileIn(models, 'fast', 'float')).toBe('centerface.onnx')
  expect(await modelsInBytes(models)).toEqual({ ok: true, value: ['centerface'] })
})

test('a processor that comes to other numbers computes with floats', async () => {
  const models = await folderWith(unreachable)
  expect(await fileIn(models, 'fast', 'fastest')).toBe('centerface.onnx')
  expect(await modelsInBytes(models)).toEqual({ ok: true, value: [] })
})

test('an absent file is passed over, a changed one refused', async () => {
  const models = await folderWith(lenient)
  writeFileSync(join(folder, 'centerface-int8.onnx'), readFileSync(join(folder, 'centerface.onnx')))
  expect(await fileIn(models, 'fast', 'fastest')).toBe('model-changed')
  rmSync(join(folder, 'centerface-int8.onnx'))
  expect(await fileIn(models, 'fast', 'fastest')).toBe('centerface.onnx')
})

test('bytes come to the same boxes with one thread and with two', async () => {
  const models = await chooseArithmetic(await folderWith(lenient), 'fast', 'fastest')
  const [model] = models.ok ? models.value.manifest.models : []
  if (!models.ok || !model) throw new Error('the model must open')
  const letterbox = fitLetterbox([0, 0, 320, 192], 320, model.input)
  const { width, height } = letterbox.input
  const tensor = new Float32Array(3 * width * height).map((_, i) => Math.imul(i >> 4, 2654435761) >>> 24)
  const found = []
  for (const threads of [1, 2]) {
    const options = { classes: ['face'] as const, threads, largestInput: letterbox.input }
    const everything = {
      ...model,
      classes: [{ label: 0, class: 'face' as const, thresholds: { start: 0.3, continue: 0.001 } }],
    }
    const detector = await openDetector(models.value, everything, options)
    if (!detector.ok) throw new Error(JSON.stringify(detector.failure))
    found.push(await detector.value.examine(tensor, letterbox, { width: 320, height: 192 }))
    await detector.value.close()
  }
  expect(found[0]?.length).toBeGreaterThan(0)
  expect(found[1]).toEqual(found[0])
})

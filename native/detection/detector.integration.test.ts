import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import onnxProto from 'onnx-proto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FoundBox, openDetector } from './detector.ts'
import { fitLetterbox } from './letterbox.ts'
import type { ModelEntry } from './manifest.ts'
import { openModelFolder } from './model-folder.ts'

const { AttributeProto, ModelProto, NodeProto, TensorProto } = onnxProto.onnx

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-model-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

type Shape = readonly (number | string)[]

type Graph = {
  readonly input?: string
  readonly shape?: Shape
  /** Channels of the three outputs. */
  readonly channels?: readonly [number, number, number]
  readonly outputs?: readonly [string, string, string]
}

/**
 * A network that says "face" in every cell where the first channel is bright: 4 x 4 pixels averaged, and as many
 * channels as asked for with one-by-one convolutions.
 */
function network({ input = 'x', shape = [1, 3, 'h', 'w'], channels = [1, 2, 2], outputs = ['a', 'b', 'c'] }: Graph) {
  const value = (name: string, of: Shape) => {
    const dim = of.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }))
    return { name, type: { tensorType: { elemType: 1, shape: { dim } } } }
  }
  const ints = (name: string, values: number[]) =>
    AttributeProto.create({ name, type: AttributeProto.AttributeType.INTS, ints: values })
  const pooled = NodeProto.create({
    opType: 'AveragePool',
    input: [input],
    output: ['pooled'],
    attribute: [ints('kernel_shape', [4, 4]), ints('strides', [4, 4])],
  })
  const convolutions = channels.map((_, index) => {
    const output = [outputs[index] ?? '']
    return NodeProto.create({ opType: 'Conv', input: ['pooled', `weights${index}`], output })
  })
  const initializer = channels.map((count, index) => {
    const floatData = Array.from({ length: count * 3 }, (_, at) => (index === 0 && at === 0 ? 1 / 255 : 0))
    return TensorProto.create({ name: `weights${index}`, dims: [count, 3, 1, 1], dataType: 1, floatData })
  })
  const graph = {
    name: 'own',
    node: [pooled, ...convolutions],
    initializer,
    input: [value(input, shape)],
    output: channels.map((count, index) => value(outputs[index] ?? '', [1, count, 'r', 'c'])),
  }
  return ModelProto.encode(
    ModelProto.create({ irVersion: 4, opsetImport: [{ domain: '', version: 9 }], graph }),
  ).finish()
}

/** Puts a model into a folder of its own and opens it as a force's own detector. */
async function open(bytes: Uint8Array, change: Partial<ModelEntry> = {}) {
  const entry: ModelEntry = {
    id: 'own',
    family: 'centerface',
    file: 'own.onnx',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    source: { registry: 'local', version: '1', origin: 'made in a test' },
    licences: { package: 'none', weights: 'none' },
    input: { name: 'x', layout: 'NCHW', order: 'RGB', mean: [0, 0, 0], scale: [1, 1, 1], multipleOf: 32 },
    outputs: { heatmap: 'a', sizes: 'b', offsets: 'c' },
    classes: [{ label: 0, class: 'plate', thresholds: { start: 0.5, continue: 0.4 } }],
    passes: { fast: [{ scale: 64, every: 1 }], balanced: [], thorough: [] },
    accuracy: [],
    card: 'own.md',
    ...change,
  }
  writeFileSync(join(folder, 'own.onnx'), bytes)
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: 1, models: [entry] }))
  const opened = await openModelFolder(folder)
  if (!opened.ok) return opened
  const options = { classes: ['plate'] as const, threads: 1, largestInput: { width: 64, height: 32 } }
  return await openDetector(opened.value, entry, options)
}

async function problemOf(bytes: Uint8Array, change: Partial<ModelEntry> = {}): Promise<string> {
  const detector = await open(bytes, change)
  if (detector.ok) {
    await detector.value.close()
    return 'none'
  }
  return detector.failure.kind === 'model-unusable' ? detector.failure.problem : detector.failure.kind
}

test("a force's own model finds its class through the shipped family", async () => {
  const detector = await open(network({}))
  if (!detector.ok) throw new Error(JSON.stringify(detector.failure))
  const letterbox = fitLetterbox([0, 0, 64, 32], 64, { multipleOf: 32 })
  const tensor = new Float32Array(3 * 64 * 32)
  for (let y = 8; y < 12; y += 1) tensor.fill(255, y * 64 + 20, y * 64 + 24)
  const found: readonly FoundBox[] = await detector.value.examine(tensor, letterbox, { width: 64, height: 32 })
  await detector.value.close()
  expect(found.map(({ score, ...rest }) => ({ ...rest, score: Math.round(score * 1000) / 1000 }))).toEqual([
    { class: 'plate', box: [20, 8, 4, 4], score: 1 },
  ])
})

test('what is no ONNX model, although its hash is right, is unusable', async () => {
  expect(await problemOf(new TextEncoder().encode('not a model'))).toBe('cannot be loaded as an ONNX model')
  expect(await problemOf(new Uint8Array(0))).toBe('cannot be loaded as an ONNX model')
  expect(await problemOf(network({}).subarray(0, 200))).toBe('cannot be loaded as an ONNX model')
})

test('inputs and outputs must be those of the manifest and the family', async () => {
  expect(await problemOf(network({ input: 'other' }))).toBe('its input is called other, not x')
  expect(await problemOf(network({ outputs: ['a', 'b', 'z'] }))).toBe('it has no output c, only a, b, z')
  expect(await problemOf(network({ channels: [1, 4, 2] }))).toBe('sizes is 1x4x8x16, not 1x2x8x16')
  expect(await problemOf(network({ shape: [1, 3, 640, 640] }))).toBe(
    'its input is 1x3x640x640, which is no NCHW picture of any size; say which "size" it takes',
  )
  expect(await problemOf(network({ shape: [1, 1, 'h', 'w'] }))).toBe(
    'its input is 1x1xhxw, which is no NCHW picture of any size; say which "size" it takes',
  )
})

test('a hash that differs, or a file that is gone, stops it before anything is loaded', async () => {
  expect(await problemOf(network({}), { sha256: '0'.repeat(64) })).toBe('model-changed')
  expect(await problemOf(network({}), { file: 'absent.onnx' })).toBe('model-missing')
})

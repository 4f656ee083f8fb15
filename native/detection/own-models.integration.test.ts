import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import onnxProto from 'onnx-proto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Failure } from '../../core/failure.ts'
import { type SyntheticNetwork, type SyntheticOutput, syntheticNetwork } from '../../tools/synthetic-network.ts'
import { type FoundBox, openDetector } from './detector.ts'
import { fitLetterbox } from './letterbox.ts'
import type { ModelEntry } from './manifest.ts'
import { openModelFolder, openModels } from './model-folder.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-models-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

const picture = { width: 64, height: 32 }

/** An output that is `quiet` everywhere on black, and with light holds the given numbers at the given places. */
function output(dims: readonly number[], quiet: number, lit: Readonly<Record<number, number>>): SyntheticOutput {
  const black = new Float32Array(dims.reduce((product, size) => product * size, 1)).fill(quiet)
  const change = new Float32Array(black.length)
  for (const [place, value] of Object.entries(lit)) change[Number(place)] = value - quiet
  return { dims, black, change }
}

type Changes = { readonly [Field in keyof ModelEntry]?: unknown }

function entry(bytes: Uint8Array, changes: Changes): unknown {
  return {
    id: 'own',
    file: 'own.onnx',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    source: { registry: 'local', version: '1', origin: 'made in a test' },
    licences: { package: 'none', weights: 'none' },
    input: { name: 'x', layout: 'NCHW', order: 'RGB', mean: [0, 0, 0], scale: [1, 1, 1], multipleOf: 32 },
    classes: [{ label: 0, class: 'plate', thresholds: { start: 0.5, continue: 0.4 } }],
    passes: { fast: [{ scale: 64, every: 1 }], balanced: [], thorough: [] },
    accuracy: [],
    card: 'own.md',
    ...changes,
  }
}

/** What somebody drops into a folder. */
function drop(bytes: Uint8Array, changes: Changes, more: object = {}): void {
  writeFileSync(join(folder, 'own.onnx'), bytes)
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: 1, models: [entry(bytes, changes)], ...more }))
}

async function openDropped() {
  const models = await openModels(folder)
  if (!models.ok) return models
  const model = models.value.manifest.models.find(({ id }) => id === 'own')
  if (!model) throw new Error('the model was not added')
  const largestInput = fitLetterbox([0, 0, 64, 32], 64, model.input).input
  return await openDetector(models.value, model, {
    classes: model.classes.map((c) => c.class),
    threads: 1,
    largestInput,
  })
}

/** What the network finds in a white picture; it must find nothing in a black one. */
async function look(network: SyntheticNetwork, changes: Changes): Promise<readonly FoundBox[]> {
  drop(syntheticNetwork(network), changes)
  const detector = await openDropped()
  if (!detector.ok) throw new Error(JSON.stringify(detector.failure))
  const letterbox = fitLetterbox([0, 0, 64, 32], 64, detector.value.model.input)
  const pixels = 3 * letterbox.input.width * letterbox.input.height
  const dark = await detector.value.examine(new Float32Array(pixels), letterbox, picture)
  const light = await detector.value.examine(new Float32Array(pixels).fill(255), letterbox, picture)
  await detector.value.close()
  expect(dark).toEqual([])
  return light.map(({ box, score, ...rest }) => ({
    ...rest,
    score: Math.round(score * 1000) / 1000,
    box: [round(box[0]), round(box[1]), round(box[2]), round(box[3])],
  }))
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

async function failureOf(): Promise<Failure | null> {
  const opened = await openDropped()
  if (!opened.ok) return opened.failure
  await opened.value.close()
  return null
}

async function problemOf(): Promise<string> {
  const failure = await failureOf()
  if (failure === null) return 'none'
  if (failure.kind !== 'model-unusable') return failure.kind
  expect(failure.own).toBe(true)
  return failure.problem
}

const anySize = { x: [1, 3, 'h', 'w'] }

/** YOLO version 8 for 64 x 32: 42 boxes, two labels. */
const yolo8: SyntheticNetwork = {
  inputs: anySize,
  outputs: { out: output([1, 6, 42], 0, { 7: 30, 49: 12, 91: 20, 133: 8, 175: 0.2, 217: 0.9 }) },
}
const yoloEntry = { family: 'yolo', outputs: { boxes: 'out' } }
const labelOne = [{ label: 1, class: 'plate', thresholds: { start: 0.5, continue: 0.4 } }]

test('yolo without a score for anything at all (version 8)', async () => {
  expect(await look(yolo8, { ...yoloEntry, classes: labelOne })).toEqual([
    { class: 'plate', score: 0.9, box: [20, 8, 20, 8] },
  ])
})

test('one thing under two labels of the same class is one box, under two classes it is two', async () => {
  const twice = output([1, 6, 42], 0, { 7: 30, 49: 12, 91: 20, 133: 8, 175: 0.8, 217: 0.9 })
  const network = { inputs: anySize, outputs: { out: twice } }
  const thresholds = { start: 0.5, continue: 0.4 }
  const both = (second: string) => [
    { label: 0, class: 'plate', thresholds },
    { label: 1, class: second, thresholds },
  ]
  const box = [20, 8, 20, 8]
  expect(await look(network, { ...yoloEntry, classes: both('plate') })).toEqual([{ class: 'plate', score: 0.9, box }])
  expect(await look(network, { ...yoloEntry, classes: both('vehicle') })).toEqual([
    { class: 'vehicle', score: 0.9, box },
    { class: 'plate', score: 0.8, box },
  ])
})

test('yolo with one (version 5), in one size only, and channels of a pixel together', async () => {
  const lit = { 35: 30, 36: 12, 37: 20, 38: 8, 39: 0.5, 40: 0.1, 41: 0.9 }
  const network = { inputs: { x: [1, 64, 64, 3] }, outputs: { out: output([1, 252, 7], 0, lit) } }
  const input = {
    ...{ name: 'x', layout: 'NHWC', order: 'BGR', mean: [0, 0, 0], scale: [1, 1, 1] },
    ...{ multipleOf: 32, size: { width: 64, height: 64 } },
  }
  expect(await look(network, { ...yoloEntry, input, classes: labelOne })).toEqual([
    { class: 'plate', score: 0.45, box: [20, 8, 20, 8] },
  ])
})

test('nanodet', async () => {
  // Two labels and 44 bins; in cell (3, 1) of the finest level, label 1 and a box of 2, 1, 3, 1 cells round its middle.
  const cell = 11
  const lit = {
    [32 + cell]: 4,
    ...Object.fromEntries([2, 13 - 1, 22 + 3, 33 + 1].map((bin) => [(2 + bin) * 32 + cell, 60])),
  }
  const level = (rows: number, columns: number, on: Readonly<Record<number, number>>) =>
    output([1, 46, rows, columns], -9, on)
  const outputs = { a: level(4, 8, lit), b: level(2, 4, {}), c: level(1, 2, {}) }
  const changes = {
    family: 'nanodet',
    outputs: { stride8: 'a', stride16: 'b', stride32: 'c' },
    classes: [{ label: 1, class: 'screen', thresholds: { start: 0.5, continue: 0.4 } }],
  }
  expect(await look({ inputs: anySize, outputs }, changes)).toEqual([
    { class: 'screen', score: 0.982, box: [12, 4, 40, 16] },
  ])
})

test('dbnet', async () => {
  const lit: Record<number, number> = {}
  for (let y = 10; y < 14; y += 1) for (let x = 20; x < 40; x += 1) lit[y * 64 + x] = 0.8
  const network = { inputs: anySize, outputs: { out: output([1, 1, 32, 64], 0, lit) } }
  const classes = [{ label: 0, class: 'text', thresholds: { start: 0.6, continue: 0.4 } }]
  const [found, ...more] = await look(network, { family: 'dbnet', outputs: { probability: 'out' }, classes })
  expect(more).toEqual([])
  expect(found).toMatchObject({ class: 'text', score: 0.8, box: [17.53, 7.53, 24.93, 8.93] })
})

test('movenet: a head, a person and their hands', async () => {
  const cells = 128
  const at = (column: number, row: number) => row * 16 + column
  const middle = at(8, 4)
  const joints: Record<number, number> = {}
  const scores: Record<number, number> = {}
  const places = [
    [8, 1],
    [8.5, 1],
    [7.5, 1],
    [9, 1],
    [7, 1],
    [10, 3],
    [6, 3],
    [11, 4],
    [5, 4],
    [12, 5],
    [4, 5],
  ] as const
  for (const [joint, [x, y]] of places.entries()) {
    joints[2 * joint * cells + middle] = y - 4
    joints[(2 * joint + 1) * cells + middle] = x - 8
    scores[joint * cells + at(Math.round(x), y)] = 0.81
  }
  const outputs = {
    c: output([1, 1, 8, 16], 0, { [middle]: 0.81 }),
    s: output([1, 2, 8, 16], 0, { [middle]: 8, [cells + middle]: 6 }),
    o: output([1, 2, 8, 16], 0, {}),
    j: output([1, 34, 8, 16], 0, joints),
    js: output([1, 17, 8, 16], 0, scores),
    jo: output([1, 34, 8, 16], 0, {}),
  }
  const thresholds = { start: 0.5, continue: 0.4 }
  const changes = {
    family: 'movenet',
    outputs: { centres: 'c', sizes: 's', offsets: 'o', joints: 'j', jointScores: 'js', jointOffsets: 'jo' },
    classes: [
      { label: 0, class: 'head', thresholds },
      { label: 1, class: 'person', thresholds },
      { label: 2, class: 'person', part: 'hand', thresholds },
    ],
  }
  const found = await look({ inputs: anySize, outputs }, changes)
  expect(found.map(({ class: shown, part, score }) => [shown, part, score])).toEqual([
    ['head', undefined, 0.81],
    ['person', undefined, 0.81],
    ['person', 'hand', 0.81],
    ['person', 'hand', 0.81],
  ])
  expect(found[1]?.box).toEqual([20, 0, 24, 32])
  const [x, y, width, height] = found[0]?.box ?? [0, 0, 0, 0]
  // Ears from 28 to 36, at 4.
  expect(x < 28 && x + width > 36 && y === 0 && height > 8 && height < 14).toBe(true)
})

test('what does not fit the network is refused, with the reason', async () => {
  const bytes = syntheticNetwork(yolo8)
  drop(bytes, yoloEntry)
  expect(await problemOf()).toBe('none')
  drop(bytes, { ...yoloEntry, classes: [{ ...labelOne[0], label: 2 }] })
  expect(await problemOf()).toBe('it tells 2 labels apart (0 to 1), so there is no label 2')
  drop(bytes, { family: 'dbnet', outputs: { probability: 'out' } })
  expect(await problemOf()).toBe('probability is 1x6x42, not 1x1x32x64')
  drop(syntheticNetwork({ ...yolo8, outputs: { out: output([1, 6, 40], 0, {}) } }), yoloEntry)
  expect(await problemOf()).toMatch(/^boxes is 1x6x40, neither 1 x boxes x \(5 \+ labels\)/)
  drop(syntheticNetwork({ ...yolo8, inputs: { x: [1, 3, 'h', 'w'], y: [1] } }), yoloEntry)
  expect(await problemOf()).toBe('it has 2 inputs (x, y), and detectors have one')
  drop(syntheticNetwork({ ...yolo8, type: 2 }), yoloEntry)
  expect(await problemOf()).toBe('its input holds uint8, and only float32 is given')
  drop(syntheticNetwork({ ...yolo8, inputs: { x: [1, 3, 416, 416] } }), yoloEntry)
  expect(await problemOf()).toContain('say which "size" it takes')
})

test('scores that are not numbers are never read as "nothing there"', async () => {
  drop(syntheticNetwork({ ...yolo8, outputs: { out: output([1, 6, 42], Number.NaN, {}) } }), yoloEntry)
  expect(await problemOf()).toBe('boxes holds what is not a number')
})

test('an id that is taken, other content, or a path for a file is refused before any file is opened', async () => {
  const bytes = syntheticNetwork(yolo8)
  drop(bytes, { ...yoloEntry, id: 'centerface' })
  expect(await openModels(folder)).toMatchObject({
    failure: {
      kind: 'model-unusable',
      name: 'manifest.json',
      own: true,
      problem: expect.stringMatching('the id centerface is that of a model'),
    },
  })
  drop(bytes, yoloEntry, { sound: [] })
  expect(await openModels(folder)).toMatchObject({ failure: { problem: 'sound: only models can be added' } })
  drop(bytes, { ...yoloEntry, family: 'yolov9' })
  expect(await problemOf()).toBe(
    'models[0].family: names no known family; the known ones are centerface, movenet, nanodet, dbnet, yolo',
  )
  for (const file of ['../own.onnx', '/etc/passwd', 'a/b.onnx', 'a\\b.onnx', '.hidden', 'nul', 'CON.onnx', '']) {
    drop(bytes, { ...yoloEntry, file })
    expect(await problemOf(), file).toBe(
      'models[0].file: must be the name of a file in the folder itself (letters, digits, dots, dashes)',
    )
  }
})

test('a missing, changed or huge file, and a folder in its place, are named', async () => {
  const bytes = syntheticNetwork(yolo8)
  drop(bytes, yoloEntry)
  writeFileSync(join(folder, 'own.onnx'), bytes.subarray(0, bytes.length - 1))
  expect(await failureOf()).toEqual({ kind: 'model-changed', name: 'own.onnx', own: true })
  truncateSync(join(folder, 'own.onnx'), 3 * 2 ** 30)
  expect(await problemOf()).toBe('it has 3222 MB, and no more than 536 MB are read')
  rmSync(join(folder, 'own.onnx'))
  expect(await failureOf()).toEqual({ kind: 'model-missing', name: 'own.onnx', own: true })
  mkdirSync(join(folder, 'own.onnx'))
  expect(await failureOf()).toEqual({ kind: 'model-missing', name: 'own.onnx', own: true })
  truncateSync(join(folder, 'manifest.json'), 2 ** 21)
  expect(await problemOf()).toBe('it has 3 MB, and no more than 1 MB are read')
})

test.each(['weights.bin', '../weights.bin', '/etc/passwd'])(
  'weights outside of the file (%s) are not read',
  async (place) => {
    const model = onnxProto.onnx.ModelProto.decode(syntheticNetwork(yolo8))
    for (const tensor of model.graph?.initializer ?? []) {
      if (tensor.name !== 'out:change') continue
      tensor.rawData = new Uint8Array(0)
      tensor.dataLocation = onnxProto.onnx.TensorProto.DataLocation.EXTERNAL
      tensor.externalData = [{ key: 'location', value: place }]
    }
    writeFileSync(join(folder, 'weights.bin'), new Uint8Array(4 * 6 * 42))
    drop(onnxProto.onnx.ModelProto.encode(model).finish(), yoloEntry)
    expect(await problemOf()).toBe('cannot be loaded as an ONNX model')
  },
)

test('the shipped models stay, and come first', async () => {
  drop(syntheticNetwork(yolo8), yoloEntry)
  const [shipped, both] = [await openModelFolder(), await openModels(folder)]
  if (!shipped.ok || !both.ok) throw new Error('the models must open')
  expect(both.value.manifest).toEqual({
    ...shipped.value.manifest,
    models: [...shipped.value.manifest.models, expect.objectContaining({ id: 'own' })],
  })
})

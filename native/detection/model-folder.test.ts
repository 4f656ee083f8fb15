import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Failure } from '../../core/failure.ts'
import { openModelFolder, readModel, shippedModels } from './model-folder.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'models-'))
  for (const name of ['manifest.json', 'centerface.onnx']) copyFileSync(join(shippedModels(), name), join(folder, name))
})

afterEach(() => rmSync(folder, { recursive: true }))

async function failureOf(path: string): Promise<Failure | null> {
  const opened = await openModelFolder(path)
  if (!opened.ok) return opened.failure
  const [model] = opened.value.manifest.models
  if (!model) throw new Error('no model')
  const read = await readModel(opened.value, model)
  return read.ok ? null : read.failure
}

test('the shipped models have the bytes that their manifest names', async () => {
  expect(await failureOf(shippedModels())).toBeNull()
  expect(await failureOf(folder)).toBeNull()
})

test('a missing, truncated, changed or replaced model is named', async () => {
  const path = join(folder, 'centerface.onnx')
  const bytes = readFileSync(path)
  const changed = { kind: 'model-changed', name: 'centerface.onnx' }
  writeFileSync(path, bytes.subarray(0, bytes.length - 1))
  expect(await failureOf(folder)).toEqual(changed)
  bytes[2_000_000] = (bytes[2_000_000] ?? 0) ^ 1
  writeFileSync(path, bytes)
  expect(await failureOf(folder)).toEqual(changed)
  rmSync(path)
  expect(await failureOf(folder)).toEqual({ kind: 'model-missing', name: 'centerface.onnx' })
  mkdirSync(path)
  expect(await failureOf(folder)).toEqual({ kind: 'model-missing', name: 'centerface.onnx' })
})

test('a folder without a manifest, or none at all, is a missing model', async () => {
  const missing = { kind: 'model-missing', name: 'manifest.json' }
  expect(await failureOf(join(folder, 'nowhere'))).toEqual(missing)
  rmSync(join(folder, 'manifest.json'))
  expect(await failureOf(folder)).toEqual(missing)
})

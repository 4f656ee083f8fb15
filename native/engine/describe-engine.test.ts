import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { failed, ok } from '../../core/result.ts'
import { describeEngine, detectionBasis } from './describe-engine.ts'

const home = join(import.meta.dirname, '../..')

it('names what is installed, and every model with its hash', async () => {
  const description = await describeEngine(null, async () => ok([]))
  const wanted = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')).dependencies
  const { models } = JSON.parse(await readFile(join(home, 'models/manifest.json'), 'utf8'))
  expect(description).toMatchObject({
    ok: true,
    value: {
      versions: { 'node-av': wanted['node-av'], 'onnxruntime-node': wanted['onnxruntime-node'] },
      models: { [models[0].id]: models[0].sha256 },
    },
  })
})

it('fails where there are no models', async () => {
  expect(await describeEngine(import.meta.dirname, async () => ok([]))).toMatchObject({
    ok: false,
    failure: { kind: 'model-missing' },
  })
})

it('names a file of bytes where this processor can run it; what was found before on another does not go on here', async () => {
  const { models } = JSON.parse(await readFile(join(home, 'models/manifest.json'), 'utf8'))
  const inBytes = async () => ok(['centerface'])
  const description = await describeEngine(null, inBytes)
  const without = await describeEngine(null, async () => ok([]))
  const key = 'centerface:bytes'
  expect(description.ok && description.value.models[key]).toBe(models[0].quantised.sha256)
  expect(without.ok && Object.keys(without.value.models)).not.toContain(key)
  expect(await detectionBasis(null, inBytes)).not.toEqual(await detectionBasis(null, async () => ok([])))
  expect(await describeEngine(null, async () => failed({ kind: 'cancelled' }))).toMatchObject({ ok: false })
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { describeEngine } from './describe-engine.ts'

const home = join(import.meta.dirname, '../..')

it('names what is installed, and every model with its hash', async () => {
  const description = await describeEngine(null)
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
  expect(await describeEngine(import.meta.dirname)).toMatchObject({ ok: false, failure: { kind: 'model-missing' } })
})

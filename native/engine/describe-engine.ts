import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { EngineDescription } from '../../core/ports/engine-description.ts'
import { ok, type Result } from '../../core/result.ts'
import { openModels } from '../detection/model-folder.ts'

/** Packages whose native code touches media or runs models. */
const engines = ['node-av', 'onnxruntime-node'] as const

/** A package's version as it is installed for this file; `unknown` where it cannot be told. */
async function installedVersion(name: string): Promise<string> {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const text = await readOrNull(join(folder, 'node_modules', name, 'package.json'))
    if (text === null) continue
    const description: unknown = JSON.parse(text)
    if (typeof description === 'object' && description !== null && 'version' in description)
      return String(description.version)
  }
  return 'unknown'
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/**
 * What does the work: versions of the runtime and of the packages with native code, and the SHA-256 that the manifest
 * demands of each model file. Fails as opening the models folder does.
 */
export async function describeEngine(modelsFolder: string | null): Promise<Result<EngineDescription>> {
  const folder = await openModels(modelsFolder)
  if (!folder.ok) return folder
  const versions: Record<string, string> = { node: process.versions.node }
  for (const name of engines) versions[name] = await installedVersion(name)
  const { models: pictures, sound = [] } = folder.value.manifest
  const models = Object.fromEntries([...pictures, ...sound].map(({ id, sha256 }) => [id, sha256]))
  return ok({ versions, models })
}

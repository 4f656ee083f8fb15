import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { blockRules } from '../../core/detection/detection-blocks.ts'
import type { EngineDescription } from '../../core/ports/engine-description.ts'
import { ok, type Result } from '../../core/result.ts'
import { openModels } from '../detection/model-folder.ts'

/** Answers the ids of the models that this processor can run with bytes. */
type AskModels = () => Promise<Result<readonly string[]>>

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
 * demands of each model file; `centerface:bytes` is CenterFace's file that computes with bytes, named where this processor
 * does so rightly (a detections file says which of them computed). Fails as opening the models folder does.
 */
export async function describeEngine(
  modelsFolder: string | null,
  modelsInBytes: AskModels,
): Promise<Result<EngineDescription>> {
  const folder = await openModels(modelsFolder)
  if (!folder.ok) return folder
  const inBytes = await modelsInBytes()
  if (!inBytes.ok) return inBytes
  const versions = await engineVersions()
  const { models: pictures, sound = [] } = folder.value.manifest
  const bytes = pictures.flatMap(({ id, quantised }) =>
    quantised && inBytes.value.includes(id) ? [{ id: `${id}:bytes`, sha256: quantised.sha256 }] : [],
  )
  const models = Object.fromEntries([...pictures, ...bytes, ...sound].map(({ id, sha256 }) => [id, sha256]))
  return ok({ versions, models })
}

async function engineVersions(): Promise<Record<string, string>> {
  const versions: Record<string, string> = { node: process.versions.node }
  for (const name of engines) versions[name] = await installedVersion(name)
  return versions
}

/**
 * A hash that stands for everything besides clip and search on which a detection's blocks depend: versions, every model and
 * all that the manifests say. Fails as opening the models folder does.
 */
export async function detectionBasis(modelsFolder: string | null, modelsInBytes: AskModels): Promise<Result<string>> {
  const folder = await openModels(modelsFolder)
  if (!folder.ok) return folder
  const inBytes = await modelsInBytes()
  if (!inBytes.ok) return inBytes
  const basis = {
    inBytes: inBytes.value,
    rules: blockRules,
    versions: await engineVersions(),
    manifest: folder.value.manifest,
  }
  return ok(createHash('sha256').update(JSON.stringify(basis)).digest('hex'))
}

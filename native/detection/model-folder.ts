import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failed, ok, type Result } from '../../core/result.ts'
import type { ModelEntry, ModelManifest } from './manifest.ts'
import { parseManifest } from './parse-manifest.ts'

const manifestName = 'manifest.json'

/** A folder with model files and the manifest that names them. */
export type ModelFolder = { readonly path: string; readonly manifest: ModelManifest }

/** The models that come with Occlude: beside the sources, or beside the compiled `dist`. */
export function shippedModels(): string {
  const beside = join(import.meta.dirname, '../../models')
  return existsSync(join(beside, manifestName)) ? beside : join(import.meta.dirname, '../../../models')
}

/** Reads a folder's manifest. Fails with `model-missing` or `model-unusable`; model files are not read yet. */
export async function openModelFolder(path: string = shippedModels()): Promise<Result<ModelFolder>> {
  const text = await readModelFile(path, manifestName)
  if (!text.ok) return text
  const manifest = parseManifest(new TextDecoder().decode(text.value))
  return manifest.ok ? ok({ path, manifest: manifest.value }) : manifest
}

/**
 * Reads a model file and checks its hash, every time: the bytes that are returned are those that were checked. Fails
 * with `model-missing` or `model-changed`.
 */
export async function readModel(
  folder: ModelFolder,
  model: Pick<ModelEntry, 'file' | 'sha256'>,
): Promise<Result<Uint8Array>> {
  const bytes = await readModelFile(folder.path, model.file)
  if (!bytes.ok) return bytes
  const found = createHash('sha256').update(bytes.value).digest('hex')
  return found === model.sha256 ? bytes : failed({ kind: 'model-changed', name: model.file })
}

async function readModelFile(folder: string, name: string): Promise<Result<Uint8Array>> {
  try {
    return ok(await readFile(join(folder, name)))
  } catch (error) {
    // Unreadable for whatever reason is as good as absent: nothing is detected without it.
    if (error instanceof Error && 'code' in error) return failed({ kind: 'model-missing', name })
    throw error
  }
}

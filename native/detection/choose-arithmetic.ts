import type { DetectionProfile } from '../../core/detection/detection.ts'
import { ok, type Result } from '../../core/result.ts'
import type { ModelEntry } from './manifest.ts'
import { type ModelFolder, readModel } from './model-folder.ts'
import { openSession } from './model-session.ts'
import { passesProbe, readProbe } from './probe-arithmetic.ts'

/** `fastest` computes with bytes where that is allowed and this processor does so rightly, `float` never does. */
export type Arithmetic = 'fastest' | 'float'

/**
 * The folder with the files that are to compute in this profile: a model's bytes take the place of its floats where the
 * profile allows it and this processor passes the probe. Fails where a file of bytes has another hash than the manifest
 * says; one that is not there is passed over.
 */
export async function chooseArithmetic(
  folder: ModelFolder,
  profile: DetectionProfile,
  arithmetic: Arithmetic,
): Promise<Result<ModelFolder>> {
  if (arithmetic === 'float') return ok(folder)
  const models: ModelEntry[] = []
  for (const model of folder.manifest.models) {
    const allowed = model.quantised?.profiles.includes(profile) === true
    const passes = allowed ? await computesWithBytes(folder, model) : ok(false)
    if (!passes.ok) return passes
    models.push(passes.value ? inBytes(model) : model)
  }
  return ok({ ...folder, manifest: { ...folder.manifest, models } })
}

/** Ids of the models that this processor can run with bytes in some profile. Fails as `chooseArithmetic` does. */
export async function modelsInBytes(folder: ModelFolder): Promise<Result<readonly string[]>> {
  const ids: string[] = []
  for (const model of folder.manifest.models) {
    const passes = await computesWithBytes(folder, model)
    if (!passes.ok) return passes
    if (passes.value) ids.push(model.id)
  }
  return ok(ids)
}

async function computesWithBytes(folder: ModelFolder, model: ModelEntry): Promise<Result<boolean>> {
  const { quantised } = model
  if (!quantised) return ok(false)
  const entry = inBytes(model)
  const bytes = await readModel(folder, entry)
  if (!bytes.ok) return bytes.failure.kind === 'model-missing' ? ok(false) : bytes
  const session = await openSession(bytes.value, entry, 1)
  // A processor or a runtime that cannot run it at all has not passed.
  if (!session.ok) return ok(false)
  try {
    const reading = await readProbe(session.value, model.input, Object.keys(model.outputs))
    return ok(passesProbe(reading, quantised.probe))
  } finally {
    await session.value.close()
  }
}

function inBytes(model: ModelEntry): ModelEntry {
  return model.quantised ? { ...model, file: model.quantised.file, sha256: model.quantised.sha256 } : model
}

import { failed, ok, type Result } from '../../core/result.ts'
import { type ModelFolder, readModel } from '../detection/model-folder.ts'
import type { SoundModel } from './sound-model.ts'
import { openSpeechModel, type SpeechModel } from './speech-model.ts'

/** The model and its entry in the manifest. */
export type LoadedModel = { readonly model: SpeechModel; readonly entry: SoundModel }

/**
 * Loads the first speech model that the folder names. Fails with `model-missing` where it names none, else as reading and
 * opening it does.
 */
export async function loadSpeechModel(folder: ModelFolder): Promise<Result<LoadedModel>> {
  const entry = folder.manifest.sound?.[0]
  if (!entry) return failed({ kind: 'model-missing', name: 'for speech' })
  const bytes = await readModel(folder, entry)
  if (!bytes.ok) return bytes
  const model = await openSpeechModel(bytes.value, entry)
  return model.ok ? ok({ model: model.value, entry }) : model
}

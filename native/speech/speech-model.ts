import { failed, ok, type Result } from '../../core/result.ts'
import { InferenceSession, Tensor } from '../inference/onnx-runtime.ts'
import type { SoundModel } from './sound-model.ts'

/** What the model listens to: sound of this rate in pieces of this many samples, each with the end of the one before. */
export const modelRate = 16_000
export const windowSamples = 512
const contextSamples = 64
const stateNumbers = 128

/** One listener with a memory of what it heard before: windows go in one after the other. */
export type Listener = {
  /**
   * Takes the next window: rows of `windowSamples` samples one after another, each row a sound of its own. Answers each row's
   * probability of speech, 0 to 1. Throws what onnxruntime throws.
   */
  hear(windows: Float32Array): Promise<Float32Array>
}

/** A speech model that is ready. Listeners share it and take turns. */
export type SpeechModel = {
  listener(rows: number): Listener
  close(): Promise<void>
}

const inputs = ['input', 'sr', 'state']
const outputs = ['output', 'stateN']

/**
 * Loads Silero VAD from its checked bytes, on one thread: a window takes a tenth of a millisecond. Fails with
 * `model-unusable` when they are no ONNX model of its inputs and outputs.
 */
export async function openSpeechModel(bytes: Uint8Array, model: SoundModel): Promise<Result<SpeechModel>> {
  const unusable = (problem: string) => failed({ kind: 'model-unusable' as const, name: model.file, problem })
  let session: InferenceSession
  try {
    session = await InferenceSession.create(bytes, {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    })
  } catch {
    return unusable('cannot be loaded as an ONNX model')
  }
  if (session.inputNames.toSorted().join() !== inputs.join()) return unusable(`its inputs are not ${inputs.join(', ')}`)
  if (session.outputNames.toSorted().join() !== outputs.join())
    return unusable(`its outputs are not ${outputs.join(', ')}`)
  return ok({ listener: (rows) => listenerOf(session, rows), close: () => session.release() })
}

function listenerOf(session: InferenceSession, rows: number): Listener {
  const rate = new Tensor('int64', BigInt64Array.of(BigInt(modelRate)), [])
  const length = contextSamples + windowSamples
  const input = new Float32Array(rows * length)
  let state = new Float32Array(2 * rows * stateNumbers)
  return {
    async hear(windows) {
      for (let row = 0; row < rows; row++) {
        const [from, at] = [row * length, row * windowSamples]
        input.copyWithin(from, from + windowSamples, from + length)
        input.set(windows.subarray(at, at + windowSamples), from + contextSamples)
      }
      const made = await session.run({
        input: new Tensor('float32', input, [rows, length]),
        state: new Tensor('float32', state, [2, rows, stateNumbers]),
        sr: rate,
      })
      state = Float32Array.from(numbersOf(made['stateN'], state.length))
      return Float32Array.from(numbersOf(made['output'], rows))
    },
  }
}

function numbersOf(tensor: Tensor | undefined, length: number): Float32Array {
  if (!(tensor?.data instanceof Float32Array) || tensor.data.length !== length)
    throw new TypeError(`the speech model answered no ${length} numbers`)
  return tensor.data
}

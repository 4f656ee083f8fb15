import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Size } from '../../core/geometry/shape.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { ModelOutputs, OutputTensor } from './families/decode-family.ts'
import type { ModelEntry } from './manifest.ts'

/** A model that is ready to run on the processor. One run at a time. */
export type ModelSession = {
  /**
   * Runs the model on a float32 tensor of three channels of the given size, in its own layout, and hands its outputs, by role, to `read`;
   * they are gone afterwards. Throws what onnxruntime throws.
   */
  run<T>(input: Float32Array, size: Size, read: (outputs: ModelOutputs) => T): Promise<T>
  close(): Promise<void>
}

/**
 * Loads a model from its checked bytes. Fails with `model-unusable` when they are no ONNX model of one input and the
 * outputs that the manifest names.
 */
export async function openSession(
  bytes: Uint8Array,
  model: ModelEntry,
  threads: number,
): Promise<Result<ModelSession>> {
  const unusable = (problem: string) => failed({ kind: 'model-unusable' as const, name: model.file, problem })
  let session: InferenceSession
  try {
    session = await InferenceSession.create(bytes, sessionOptions(threads))
  } catch {
    return unusable('cannot be loaded as an ONNX model')
  }
  const names = Object.entries(model.outputs)
  const absent = names.find(([, name]) => !session.outputNames.includes(name))
  if (session.inputNames.join() !== model.input.name) return unusable(`its inputs are not just ${model.input.name}`)
  if (absent) return unusable(`it has no output ${absent[1]}`)
  return ok({
    async run(input, size, read) {
      const { width, height } = size
      const shape = model.input.layout === 'NCHW' ? [1, 3, height, width] : [1, height, width, 3]
      const tensor = new Tensor('float32', input, shape)
      const made = await session.run({ [model.input.name]: tensor }, Object.values(model.outputs))
      try {
        return read(Object.fromEntries(names.map(([role, name]) => [role, floatsOf(made[name], name)])))
      } finally {
        for (const output of Object.values(made)) output.dispose()
      }
    },
    close: () => session.release(),
  })
}

/**
 * The memory pattern keeps a block per input size on top of the arena (1920 after 640 and 960: 850 MB against 555), and
 * without the arena each run asks the system anew (300 ms against 145): so arena yes, pattern no. Threads that spin while
 * they wait take the decoder's time: 7.0 s of processor instead of 3.7 for 40 looks on a busy machine.
 */
function sessionOptions(threads: number): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    enableCpuMemArena: true,
    enableMemPattern: false,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  }
}

function floatsOf(tensor: Tensor | undefined, name: string): OutputTensor {
  if (!tensor || !(tensor.data instanceof Float32Array)) throw new TypeError(`${name} is no float32 tensor`)
  return { data: tensor.data, dims: tensor.dims }
}

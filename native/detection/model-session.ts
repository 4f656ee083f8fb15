import type { Size } from '../../core/geometry/shape.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { InferenceSession, Tensor } from '../inference/onnx-runtime.ts'
import type { ModelOutputs, OutputTensor } from './families/decode-family.ts'
import type { ModelEntry, ModelInput } from './manifest.ts'

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
  const problem = inputProblem(session, model.input) ?? outputProblem(session, model.outputs)
  if (problem !== null) {
    await session.release()
    return unusable(problem)
  }
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

/** What the file says of its inputs, against the manifest. */
function inputProblem({ inputNames, inputMetadata }: InferenceSession, { name, layout, size }: ModelInput) {
  const [found, ...more] = inputMetadata
  if (more.length > 0) return `it has ${inputNames.length} inputs (${inputNames.join(', ')}), and detectors have one`
  if (!found?.isTensor || found.name !== name) return `its input is called ${inputNames.join()}, not ${name}`
  if (found.type !== 'float32') return `its input holds ${found.type}, and only float32 is given`
  const wanted = layout === 'NCHW' ? [1, 3, size?.height, size?.width] : [1, size?.height, size?.width, 3]
  const shape = found.shape.join('x')
  const fits = wanted.every((length, axis) => {
    const own = found.shape[axis]
    // Sizes that are free have names there.
    return typeof own !== 'number' || own === length
  })
  if (fits && found.shape.length === wanted.length) return null
  return `its input is ${shape}, which is no ${layout} picture ${size ? `of ${size.width}x${size.height}` : 'of any size; say which "size" it takes'}`
}

function outputProblem({ outputNames }: InferenceSession, outputs: ModelEntry['outputs']): string | null {
  const absent = Object.values(outputs).find((name) => !outputNames.includes(name))
  return absent === undefined ? null : `it has no output ${absent}, only ${outputNames.join(', ')}`
}

function floatsOf(tensor: Tensor | undefined, name: string): OutputTensor {
  if (!tensor || !(tensor.data instanceof Float32Array)) throw new TypeError(`${name} is no float32 tensor`)
  return { data: tensor.data, dims: tensor.dims }
}

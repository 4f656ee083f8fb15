// Evaluated before the library is: from then on it is too late.
import './no-telemetry.ts'

export { InferenceSession, Tensor } from 'onnxruntime-node'

import type { Size } from '../../core/geometry/shape.ts'
import type { ModelOutputs } from './families/decode-family.ts'
import { tensorOf } from './families/decode-family.ts'
import type { ModelInput, QuantisedModel } from './manifest.ts'
import type { ModelSession } from './model-session.ts'

/** Side of the probe picture in pixels. */
const side = 160

/** Numbers of each output that a probe holds. */
const samples = 48

/** What the outputs come to on the probe picture: numbers at equal distances, by role. */
export type ProbeReading = Readonly<Record<string, readonly number[]>>

/**
 * Lets a model look at the probe picture: hard edges and noise of black and white, which drive sums of products as high as
 * they go, so that a processor which adds them up in 16 bits comes to other numbers than one which does not.
 */
export function readProbe(session: ModelSession, input: ModelInput, roles: readonly string[]): Promise<ProbeReading> {
  const size: Size = input.size ?? { width: roundUp(side, input.multipleOf), height: roundUp(side, input.multipleOf) }
  return session.run(probePicture(size, input), size, (outputs) =>
    Object.fromEntries(roles.map((role) => [role, sampled(outputs, role)])),
  )
}

/** True when this processor comes to what the manifest expects of it. */
export function passesProbe(reading: ProbeReading, { tolerance, expected }: QuantisedModel['probe']): boolean {
  return Object.entries(expected).every(([role, numbers]) => {
    const own = reading[role]
    return own?.length === numbers.length && numbers.every((wanted, at) => near(own[at], wanted, tolerance))
  })
}

function near(own: number | undefined, wanted: number, tolerance: number): boolean {
  return own !== undefined && Math.abs(own - wanted) <= tolerance
}

function sampled(outputs: ModelOutputs, role: string): readonly number[] {
  const { data } = tensorOf(outputs, role)
  return Array.from({ length: samples }, (_, at) => data[Math.floor(((at + 0.5) * data.length) / samples)] ?? 0)
}

/** Black and white noise, stripes, checks and circles beside each other, in the input's own numbers. */
function probePicture({ width, height }: Size, { layout, mean, scale }: ModelInput): Float32Array {
  const area = width * height
  const tensor = new Float32Array(3 * area)
  for (let at = 0; at < area; at += 1) {
    const [x, y] = [at % width, Math.floor(at / width)]
    for (let channel = 0; channel < 3; channel += 1) {
      const value = (isBright(x, y, channel, width) ? 255 : 0) - (mean[channel] ?? 0)
      tensor[layout === 'NCHW' ? channel * area + at : 3 * at + channel] = value * (scale[channel] ?? 1)
    }
  }
  return tensor
}

function isBright(x: number, y: number, channel: number, width: number): boolean {
  const right = 2 * x >= width
  const below = 2 * y >= width
  if (!right && !below) return Math.imul(x + 7 * y + 131 * channel + 1, 2654435761) >>> 31 === 1
  if (right && !below) return ((x + channel * y) >> 2) % 2 === 0
  if (!right) return ((x >> 3) + (y >> 3)) % 2 === 0
  return Math.floor(Math.hypot(x - 0.75 * width, y - 0.75 * width) / (5 + channel)) % 2 === 0
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple
}

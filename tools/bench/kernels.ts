import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import {
  blackOf,
  createKernels,
  type FrameRedaction,
  type Kernels,
  noHeldCells,
  noiseKey,
  type PlanarPicture,
  type RegionStyle,
  redactFrame,
  typescriptKernels,
  wholePicture,
} from '../../kernels/index.ts'
import { type Measure, measured } from './measure.ts'

const width = 1920
const height = 1080
const key = noiseKey('1f'.repeat(32))

async function compiledKernels(): Promise<Kernels> {
  const wasm = new URL('../../kernels/build/kernels.wasm', import.meta.url)
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm))
  return createKernels(instance.exports)
}

/** A 4:2:0 picture of noise. */
function picture(): PlanarPicture {
  const planes = [0, 1, 1].map((shift) => {
    const data = new Uint8Array((width >> shift) * (height >> shift)).map((_, i) => Math.imul(i, 2654435761) >>> 24)
    return { data, stride: width >> shift, width: width >> shift, height: height >> shift }
  })
  return { planes, subsampling: [0, 1, 1].map((shift) => ({ shiftX: shift, shiftY: shift })) }
}

function sixRegions(style: RegionStyle): FrameRedaction {
  const regions = [0, 1, 2, 3, 4, 5].map((i) => ({
    shape: 'ellipse' as const,
    box: [100 + i * 280, 300, 160, 200] as const,
    track: `t${i + 1}`,
    style,
    strength: 1,
  }))
  return { frame: 0, mode: 'hide', regions }
}

/** Milliseconds of one call: the best of some rounds, since other programs only ever add time. */
function best(work: () => void): number {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < 30; round++) {
    const from = performance.now()
    for (let i = 0; i < 3; i++) work()
    least = Math.min(least, (performance.now() - from) / 3)
  }
  return least
}

function measure(name: string, goal: number, compiled: Kernels, work: (kernels: Kernels) => void): Measure {
  const baseline = best(() => {
    work(typescriptKernels)
  })
  const value = best(() => {
    work(compiled)
  })
  return { ...measured(name, value, 'ms', { baseline }), goal: `at most ${goal} ms`, ok: value <= goal }
}

function measures(compiled: Kernels): Measure[] {
  const target = picture()
  const other = picture()
  const packed = { data: new Uint8Array(960 * 544 * 3).fill(9), stride: 960 * 3, width: 960, height: 544 }
  const floats = new Float32Array(960 * 544 * 3)
  const normalisation = { order: 'rgb', mean: [0, 0, 0], scale: [1, 1, 1] } as const
  const redact = (redaction: FrameRedaction) => (kernels: Kernels) => {
    redactFrame(target, redaction, noHeldCells, { kernels, key, solid: blackOf(false) })
  }
  const heldAfter = (style: RegionStyle) =>
    redactFrame(target, sixRegions(style), noHeldCells, { kernels: compiled, key, solid: [] })
  const heldMosaic = heldAfter('pixelate')
  const heldBlur = heldAfter('blur')
  const kept = { ...sixRegions('solid'), mode: 'inverse' } as const
  const excluded = wholePicture(400, 200)
  return [
    measure('solid, 6 regions 160x200', 1, compiled, redact(sixRegions('solid'))),
    measure('pixelate, 6 regions 160x200, values held', 1, compiled, (kernels) => {
      redactFrame(target, sixRegions('pixelate'), heldMosaic, { kernels, key, solid: [] })
    }),
    measure('pixelate, 6 regions 160x200, values due', 2, compiled, redact(sixRegions('pixelate'))),
    measure('blur, 6 regions 160x200, noise held', 2.5, compiled, (kernels) => {
      redactFrame(target, sixRegions('blur'), heldBlur, { kernels, key, solid: [] })
    }),
    measure('inverse, solid', 2, compiled, redact(kept)),
    measure('inverse, blurred', 25, compiled, redact({ ...kept, rest: { style: 'blur', strength: 1 } })),
    measure('block differences, 1080p, three planes', 2, compiled, (kernels) => {
      target.planes.forEach((plane, index) => {
        kernels.blockDifferences(plane, other.planes[index] ?? plane, excluded)
      })
    }),
    measure('RGB to planar float, 960x544', 3, compiled, (kernels) => {
      kernels.rgbToPlanarFloat(packed, normalisation, floats)
    }),
  ]
}

/** The kernels on 1080p pictures: `baseline` is the plain TypeScript twin. */
export async function benchKernels(): Promise<readonly Measure[]> {
  return measures(await compiledKernels())
}

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openScene } from '../following/draw-scene.ts'
import { type FollowTally, followScene } from '../following/measure-following.ts'
import { sceneClip } from '../following/scene-clip.ts'
import { followScenes, type Trouble, troubles } from '../following/scenes.ts'
import { type Measure, measured } from './measure.ts'

const run = promisify(execFile)
const worker = fileURLToPath(new URL('./follow-work.ts', import.meta.url))

/** Size of the clips on which quality is measured, and of the one for speed. */
const small = { width: 640, height: 360 }
const large = { width: 1920, height: 1080 }

/** Engine processes are started like this (native/engine/engine-process.ts). */
const engineOptions = ['--max-semi-space-size=64']

type Cost = {
  readonly frames: number
  readonly reason: string
  readonly wallSeconds: number
  readonly cpuSeconds: number
  readonly peakMegabytes: number
}

/**
 * Following regions that are drawn by hand: speed at 1080p both ways, against real time and against decoding alone; and
 * how well it stays on the thing, and stops where it cannot, on generated clips. Limits of confidence were set on the other half; the rules for leaps and new scenes, and the length of a
 * bridge, came from clips that share photographs with this half, so its figures flatter.
 */
export async function benchFollow(): Promise<readonly Measure[]> {
  return [...(await speed()), ...(await quality())]
}

async function speed(): Promise<Measure[]> {
  const scene = followScenes('report', large).find(({ trouble }) => trouble === 'plain')
  if (!scene) throw new Error('there is a plain scene')
  const clip = await sceneClip(scene, large)
  const { truth } = await openScene(scene, large)
  const cost = async (kind: string, frame: number): Promise<Cost> => {
    const box = truth(frame).box.map(String)
    const words = [...engineOptions, worker, clip, kind, ...box, '0', String(scene.frames)]
    const { stdout } = await run(process.execPath, words, { maxBuffer: 1e8 })
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  }
  const times = ({ frames, wallSeconds }: Cost) => frames / 30 / wallSeconds
  const decode = await cost('decode', 0)
  const forward = await cost('forward', 0)
  const backward = await cost('backward', scene.frames - 1)
  const goal = { least: 2 }
  const perFrameCpu = ({ frames, cpuSeconds }: Cost) => (1000 * cpuSeconds) / frames
  const perFrame = ({ frames, wallSeconds }: Cost) => (1000 * wallSeconds) / frames
  return [
    measured('decode only, 1080p', times(decode), 'x real time'),
    measured('follow forward, 1080p', times(forward), 'x real time', { goal }),
    measured('follow backward, 1080p', times(backward), 'x real time', { goal }),
    measured('follow forward, a frame', perFrame(forward), 'ms', { baseline: perFrame(decode) }),
    measured('follow backward, a frame', perFrame(backward), 'ms', { baseline: perFrame(decode) }),
    measured('follow forward: CPU a frame', perFrameCpu(forward), 'ms', { baseline: perFrameCpu(decode) }),
    measured('follow backward: CPU a frame', perFrameCpu(backward), 'ms', { baseline: perFrameCpu(decode) }),
    measured('peak memory, backward', backward.peakMegabytes, 'MB', { goal: { most: 700 } }),
  ]
}

async function quality(): Promise<Measure[]> {
  const tallies: FollowTally[] = []
  for (const scene of followScenes('report', small)) {
    for (const direction of ['forward', 'backward'] as const) tallies.push(await followScene(scene, small, direction))
  }
  return [
    ...troubles.flatMap((trouble) =>
      linesOf(
        trouble,
        tallies.filter(({ scene }) => scene.trouble === trouble),
      ),
    ),
    ...linesOf('all', tallies),
  ]
}

function linesOf(name: Trouble | 'all', tallies: readonly FollowTally[]): Measure[] {
  const sum = (figure: 'followable' | 'answered' | 'onTarget' | 'covered' | 'drifted') =>
    tallies.reduce((total, tally) => total + tally[figure], 0)
  const answered = Math.max(1, sum('answered'))
  return [
    measured(
      `${name}: frames answered for, of those with half of it in sight`,
      sum('answered') / sum('followable'),
      'share',
    ),
    measured(`${name}: of them on target (overlap 0.5)`, sum('onTarget') / answered, 'share'),
    measured(`${name}: of them covered to 90 %`, sum('covered') / answered, 'share'),
    measured(`${name}: frames drifted before it stopped, a clip`, sum('drifted') / tallies.length, 'frames'),
  ]
}

/** Where somebody's face is at a time: centre and height in pixels of the 1920 x 1080 scene while the camera rests. */
export type Pose = { readonly second: number; readonly x: number; readonly y: number; readonly faceHeight: number }

/** Between which pieces of scenery somebody walks. */
export type Plane = 'behind-wall' | 'behind-stalls' | 'behind-hedge' | 'in-front'

/** Somebody's way through the 20 seconds of the clip. */
export type Role = {
  /** Id in demo-faces.json. */
  readonly person: string
  readonly plane: Plane
  /** As in Scenery. */
  readonly depth: number
  /** Steps a second; 0 stands still. */
  readonly pace: number
  /** Sorted by second, at least two; between them the way is smooth. */
  readonly way: readonly Pose[]
}

/** Who asked for the clip, and is kept. */
export const requester = 'burgundy-dress'

/** Length that the ways are written for; shorter and longer clips stretch them. */
export const sceneSeconds = 20

/** The camera is held a little above the heads: faces lie lower the nearer they are. */
const horizon = 428
const at = (second: number, x: number, faceHeight: number): Pose => ({ second, x, y: horizon + faceHeight, faceHeight })

/** Everybody, in the order in which they are drawn within their plane. */
export const cast: readonly Role[] = [
  {
    person: 'blonde-hair',
    plane: 'behind-wall',
    depth: 0.6,
    pace: 1.9,
    way: [at(0, 120, 34), at(11, 900, 38), at(20, 1560, 42)],
  },
  {
    person: 'blue-dress',
    plane: 'behind-wall',
    depth: 0.6,
    pace: 1.7,
    way: [at(2, 2010, 44), at(12, 1100, 46), at(20, 330, 48)],
  },
  {
    person: 'green-top',
    plane: 'behind-wall',
    depth: 0.61,
    pace: 0,
    way: [at(0, 1420, 54), at(10, 1380, 55), at(20, 1450, 54)],
  },
  {
    person: 'purple-dress',
    plane: 'behind-stalls',
    depth: 0.72,
    pace: 1.8,
    way: [at(7, 2060, 84), at(14, 1180, 90), at(20, 420, 96)],
  },
  {
    person: 'striped-top',
    plane: 'behind-stalls',
    depth: 0.74,
    pace: 1.8,
    way: [at(1, -140, 90), at(9, 640, 98), at(16, 1250, 104), at(20, 1600, 108)],
  },
  {
    person: 'black-top',
    plane: 'behind-stalls',
    depth: 0.76,
    pace: 0.9,
    way: [at(0, 1330, 112), at(8, 1210, 114), at(14, 1500, 116), at(20, 1690, 112)],
  },
  {
    person: requester,
    plane: 'behind-hedge',
    depth: 0.94,
    pace: 0.7,
    way: [at(0, 800, 152), at(7, 880, 164), at(13, 830, 176), at(20, 900, 190)],
  },
  {
    person: 'curly-hair',
    plane: 'in-front',
    depth: 1.1,
    pace: 1.8,
    way: [at(0, 1560, 212), at(2.5, 1640, 216), at(6, 2300, 220)],
  },
  {
    person: 'green-dress',
    plane: 'in-front',
    depth: 1.12,
    pace: 1.8,
    way: [at(4, -280, 206), at(8.5, 330, 214), at(11, 380, 218), at(16, -320, 214)],
  },
  {
    person: 'red-top',
    plane: 'in-front',
    depth: 1.16,
    pace: 1.6,
    way: [at(9, 2240, 236), at(12.5, 1480, 246), at(16, 1430, 250), at(20, 1180, 250)],
  },
]

/** Where a role's face is at a second of the scene; null before it enters and after it has left. */
export function poseAt(role: Role, second: number): Pose | null {
  const next = role.way.findIndex((pose) => pose.second >= second)
  const to = role.way[next]
  const from = role.way[Math.max(0, next - 1)]
  if (!to || !from || second < (role.way[0]?.second ?? 0)) return null
  const share = to === from ? 0 : (second - from.second) / (to.second - from.second)
  const eased = share * share * (3 - 2 * share) * 0.5 + share * 0.5
  const between = (a: number, b: number) => a + (b - a) * eased
  const faceHeight = between(from.faceHeight, to.faceHeight)
  const swing = Math.sin(2 * Math.PI * role.pace * second + role.depth * 40)
  const y = between(from.y, to.y) + (role.pace === 0 ? 0 : swing * faceHeight * 0.03)
  const x = between(from.x, to.x) + Math.sin(second * 0.9 + role.depth * 70) * faceHeight * 0.06
  return { second, x, y, faceHeight }
}

/** How far the camera is off its rest, in pixels of the scene: it sways, and shakes as on somebody's chest. */
export function cameraAt(second: number): { readonly x: number; readonly y: number } {
  const wave = (hertz: number, phase = 0) => Math.sin(2 * Math.PI * hertz * second + phase)
  return {
    x: 95 * wave(1 / 13) + 7 * wave(1.6) + 3 * wave(3.3, 1),
    y: 15 * wave(1 / 9, 2) + 5 * wave(1.9, 0.5) + 2.5 * wave(3.9),
  }
}

import { loadavg } from 'node:os'
import { playerBenchClips } from '../player/bench-clips.ts'
import { openPlayerPage, type PlayerPage } from '../player/player-page.ts'
import { type ClipVerdict, clipsWithPicture, judgeClip, leaps } from '../player/wrong-frames.ts'
import { type Measure, measured } from './measure.ts'

/** How many frames are looked at over the whole matrix, at least. */
const seeks = 1000
const steps = 2000
/** Steps through each clip, each way: all of it where it is no longer. */
const stepsEach = 60

/** A display frame at 60 Hz, in milliseconds. */
const displayFrame = 1000 / 60

function share(of: readonly number[], part: number): number {
  const sorted = of.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/** The player in a real Chromium without Electron: wrong frames over the clip matrix, and speed against the bare decoder. */
export async function benchPlayer(): Promise<readonly Measure[]> {
  const clips = await playerBenchClips()
  const page = await openPlayerPage()
  try {
    for (const name of ['large', 'minute', 'fourHours', 'fourHoursInOrder'] as const) await page.add(name, clips[name])
    return [
      ...(await wrongFrames(page)),
      ...(await seekSpeed(page)),
      ...(await playback(page)),
      ...(await firstPictures(page)),
      measured('load-of-the-machine', loadavg()[0] ?? Number.NaN, 'processes'),
      measured('complaints-of-the-page', page.complaints.length, 'count', { goal: { most: 0 } }),
    ]
  } finally {
    await page.close()
  }
}

async function wrongFrames(page: PlayerPage): Promise<Measure[]> {
  const names = clipsWithPicture()
  const looks = { seeks: Math.ceil(seeks / names.length), steps: stepsEach }
  const verdicts: ClipVerdict[] = []
  for (const name of names) verdicts.push(await judgeClip(page, name, looks))
  const sum = (of: (verdict: ClipVerdict) => number): number => verdicts.reduce((all, verdict) => all + of(verdict), 0)
  const goal = { most: 0 }
  return [
    measured(
      'frames-sought',
      sum(({ sought }) => sought),
      'frames',
      { goal: { least: seeks } },
    ),
    measured(
      'wrong-frames-seek',
      sum(({ wrongSeeks }) => wrongSeeks.length),
      'frames',
      { goal },
    ),
    measured(
      'frames-stepped',
      sum(({ stepped }) => stepped),
      'frames',
      { goal: { least: steps } },
    ),
    measured(
      'wrong-frames-step',
      sum(({ wrongSteps }) => wrongSteps.length),
      'frames',
      { goal },
    ),
    measured('clips-decoded-by-the-engine', verdicts.filter(({ by }) => by === 'engine').length, 'clips'),
  ]
}

async function seekSpeed(page: PlayerPage): Promise<Measure[]> {
  const { frames } = await page.ask('open', 'large')
  const [sought, bare]: [number[], number[]] = [[], []]
  // In turns, so that whatever else the machine does befalls both alike.
  for (const frame of leaps(60, frames, 7)) {
    for (const { took } of await page.ask('seek', [frame])) sought.push(took)
    bare.push(...(await page.ask('bare', [frame])))
  }
  await page.ask('open', 'large')
  await page.ask('step', 0, 60, 1)
  const back = (await page.ask('step', 59, 60, -1)).map(({ took }) => took)
  return [
    measured('seek-vs-decode', share(sought, 0.5), 'ms', { baseline: share(bare, 0.5), goal: { most: 1.3 } }),
    measured('seek-late', share(sought, 0.95), 'ms', { baseline: share(bare, 0.95) }),
    measured('cached-step-p95', share(back, 0.95), 'ms', { goal: { most: displayFrame } }),
  ]
}

async function playback(page: PlayerPage): Promise<Measure[]> {
  const { played, heard } = await page.ask('play', 'large', 12, 'keep-time')
  const bare = await page.ask('barePlay', 'large', 12)
  const every = await page.ask('play', 'large', 12, 'every-frame')
  const passedOver = played.reduce((all, frame) => all + frame.passedOver, 0)
  const shown = played.length / Math.max(1, played.length + passedOver)
  const lag = played.map(({ lagMilliseconds }) => Math.abs(lagMilliseconds))
  const wrong = [...played, ...every.played].filter(({ seen, frame }) => seen !== null && seen !== frame)
  return [
    measured('playback-shown', shown, 'share', { goal: { least: 0.99 } }),
    measured('audio-lag-p95', heard ? share(lag, 0.95) : Number.NaN, 'ms', { goal: { most: 20 } }),
    measured('playback-shown-bare', bare.shown / Math.max(1, bare.shown + bare.passedOver), 'share'),
    measured('picture-lag-bare-p95', share(bare.lags.map(Math.abs), 0.95), 'ms'),
    measured('playback-wrong-frames', wrong.length, 'frames', { goal: { most: 0 } }),
    measured(
      'every-frame-passed-over',
      every.played.reduce((all, frame) => all + frame.passedOver, 0),
      'frames',
      { goal: { most: 0 } },
    ),
  ]
}

async function firstPictures(page: PlayerPage): Promise<Measure[]> {
  const [player, bare, minute]: [number[], number[], number[]] = [[], [], []]
  const [hours, inOrder]: [number[], number[]] = [[], []]
  for (let round = 0; round < 5; round++) {
    const large = await page.ask('firstPicture', 'large')
    player.push(large.player)
    bare.push(large.bare)
    minute.push((await page.ask('firstPicture', 'minute')).player)
    hours.push((await page.ask('firstPicture', 'fourHours')).player)
    inOrder.push((await page.ask('firstPicture', 'fourHoursInOrder')).player)
  }
  return [
    measured('first-picture', share(player, 0.5), 'ms', { baseline: share(bare, 0.5), goal: { most: 2 } }),
    measured('first-picture-4-hours', share(hours, 0.5), 'ms', { baseline: share(minute, 0.5) }),
    measured('first-picture-4-hours-in-order', share(inOrder, 0.5), 'ms', { baseline: share(minute, 0.5) }),
  ]
}

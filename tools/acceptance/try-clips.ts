import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Trial, TrialAnswer } from './engine-trial.ts'

/** Trials in one process: what native code leaves behind is freed with it. */
const trialsInOne = 400

/** Nothing small takes this long (milliseconds): whatever does hangs. */
const hangs = 180_000

/** A clip to try, under a name that makes it again (a seed). */
export type NamedTrial = Trial & { readonly name: string }

/** What came of a clip. `died` and `hung` are what a process did that did not answer. */
export type TrialResult = TrialAnswer & { readonly name: string }

function answerFrom(child: ChildProcess, trial: Trial): Promise<TrialAnswer> {
  return new Promise((resolve) => {
    const finish = (answer: TrialAnswer) => {
      clearTimeout(timer)
      child.off('message', finish)
      child.off('exit', died)
      resolve(answer)
    }
    const lost = (outcome: string, detail: string) => finish({ outcome, detail, peakMebibytes: 0 })
    const died = (code: number | null, signal: string | null) => lost('died', `exit ${code}, signal ${signal}`)
    const timer = setTimeout(() => {
      lost('hung', `no answer for ${hangs} ms`)
      child.kill('SIGKILL')
    }, hangs)
    child.on('message', finish)
    child.on('exit', died)
    child.send(trial)
  })
}

/** Lets the engine work on clips, in processes of its own, one clip after the other. */
export async function* tryClips(trials: Iterable<NamedTrial>): AsyncGenerator<TrialResult, void, undefined> {
  let child: ChildProcess | null = null
  let count = 0
  try {
    for (const { name, ...trial } of trials) {
      if (count++ % trialsInOne === 0 || child?.connected !== true) {
        child?.kill('SIGKILL')
        child = fork(new URL('./engine-trial.ts', import.meta.url), { serialization: 'advanced' })
        await once(child, 'spawn')
      }
      yield { name, ...(await answerFrom(child, trial)) }
    }
  } finally {
    child?.kill('SIGKILL')
  }
}

/** Answers that no bytes whatever may lead to. */
export const neverAnswers: ReadonlySet<string> = new Set(['threw', 'died', 'hung'])

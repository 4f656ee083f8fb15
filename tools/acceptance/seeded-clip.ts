import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RedactionPlan } from '../../core/redaction/plan.ts'
import type { CheckName, CheckResult } from '../../core/verification/report.ts'
import { openFileSource } from '../../native/evidence/file-source.ts'
import { compiledKernels } from '../../native/media/compiled-kernels.ts'
import { silenceFfmpeg } from '../../native/media/ffmpeg.ts'
import { verifyCopy } from '../../native/media/verify/verify-copy.ts'
import { runDebian } from '../clips/debian-ffmpeg.ts'
import { need, openIndexed, renderFile, unwatched } from './redact-file.ts'
import { type SeededPlans, seededPlans } from './seeded-plans.ts'

/** A clip that faults are seeded into the copies of. */
export type SeededClip = {
  readonly plans: SeededPlans
  /** Path of the true copy by a plan, rendered once. */
  copyOf(plan: keyof SeededPlans): Promise<string>
  /** Renders by any plan. */
  render(plan: RedactionPlan, out: string): Promise<void>
  /** Names of the checks that fail a copy held against a true plan, and everything they found. */
  verify(plan: keyof SeededPlans, copy: string): Promise<Verdict>
  /** A path in the clip's own folder. */
  path(name: string): string
  close(): Promise<void>
}

/** What verification says of a copy. */
export type Verdict = { readonly failed: readonly CheckName[]; readonly checks: readonly CheckResult[] }

/** One deliberate fault: how it comes into a copy, and which check must find it. */
export type Fault = {
  readonly name: string
  readonly finds: CheckName
  /** The true plan; `whole` unless said otherwise. */
  readonly plan?: keyof SeededPlans
  /** Writes the faulty copy to `out`. */
  readonly seed: (clip: SeededClip, out: string) => Promise<void>
}

/** Opens a clip of a photograph (see photograph-clip.ts) for seeding. */
export async function openSeeded(path: string): Promise<SeededClip> {
  silenceFfmpeg()
  const folder = await mkdtemp(join(tmpdir(), 'occlude-faults-'))
  const opened = await openIndexed(path)
  const plans = seededPlans(opened.index)
  const reports = new Map<string, ReturnType<typeof renderFile>>()
  const inFolder = (name: string) => join(folder, name)
  const reportOf = (plan: keyof SeededPlans) => {
    const report = reports.get(plan) ?? renderFile(opened, plans[plan], inFolder(`true-${plan}.mp4`))
    reports.set(plan, report)
    return report
  }
  return {
    plans,
    path: inFolder,
    async copyOf(plan) {
      await reportOf(plan)
      return inFolder(`true-${plan}.mp4`)
    },
    async render(plan, out) {
      await renderFile(opened, plan, out)
    },
    async verify(plan, copy) {
      // In this process, as the engine's own process does it: a hundred copies would spend their time on starting it.
      const source = need(await openFileSource(copy, 'copy'), 'open copy')
      const original = { source: opened.bytes, index: opened.index }
      const { frameMap } = await reportOf(plan)
      const request = { copy: source.bytes, original, plan: plans[plan], frameMap, kernels: await compiledKernels() }
      const checks = need(await verifyCopy(request, unwatched), 'verify')
      await source.close()
      const failed = checks.filter((check) => check.outcome === 'failed').map((check) => check.check)
      return { failed, checks }
    },
    async close() {
      await opened.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Options that make Debian's ffmpeg write what it copies and nothing of its own. */
const nothingOfItsOwn = ['-fflags', '+bitexact', '-flags', '+bitexact']

/** Passes a file through Debian's ffmpeg: `before` stands in front of the input, `after` behind it. */
export async function throughDebian(
  input: string,
  out: string,
  { before = [], after }: { readonly before?: readonly string[]; readonly after: readonly string[] },
): Promise<void> {
  await runDebian('ffmpeg', [...before, '-i', input, ...after, ...nothingOfItsOwn, out])
}

/** Rewrites a file's bytes. */
export async function throughBytes(input: string, out: string, edit: (bytes: Buffer) => Uint8Array): Promise<void> {
  await writeFile(out, edit(await readFile(input)))
}

/** A good copy, copied by another program with options that leave something in it. */
export function copied(name: string, finds: Fault['finds'], ...options: readonly string[]): Fault {
  return {
    ...{ name, finds },
    async seed(clip, out) {
      const after = ['-map', '0', '-c', 'copy', '-video_track_timescale', '15360', ...options]
      await throughDebian(await clip.copyOf('whole'), out, { after })
    },
  }
}

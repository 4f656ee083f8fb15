import { type CopyLabel, labelCorners, labelFault, tidyLabel } from '../core/redaction/copy-label.ts'
import type { HandDrawnRegion } from '../core/redaction/new-project.ts'
import type { RedactionStyle } from '../core/redaction/project.ts'
import { type AskedRange, parseRanges } from '../core/redaction/ranges.ts'
import { failed, ok, type Result } from '../core/result.ts'
import type { AskedDecisions, AskedSound } from '../service/apply-request.ts'
import { type Arguments, oneOf } from './arguments.ts'

const styles = ['solid', 'pixelate', 'blur'] as const satisfies readonly RedactionStyle[]

function readRanges(args: Arguments, name: string): Result<readonly AskedRange[]> {
  if (args.text(name) === null) return ok([])
  const ranges = parseRanges(args.list(name).join(','))
  if (ranges.ok || ranges.failure.kind !== 'usage') return ranges
  return failed({ kind: 'usage', detail: `--${name}: ${ranges.failure.detail}.` })
}

function readRest(args: Arguments): Result<AskedSound['rest']> {
  if (args.text('audio') === null) return ok(null)
  const rest = oneOf(args, 'audio', { choices: ['keep', 'mute-speech', 'mute-all'], fallback: 'mute-all' })
  return rest.ok ? ok(rest.value === 'mute-all' ? 'mute' : rest.value) : rest
}

function readSound(args: Arguments): Result<AskedSound> {
  const rest = readRest(args)
  if (!rest.ok) return rest
  const mute = readRanges(args, 'mute')
  if (!mute.ok) return mute
  const bleep = readRanges(args, 'bleep')
  if (!bleep.ok) return bleep
  return ok({ rest: rest.value, mute: mute.value, bleep: bleep.value })
}

function readStyle(args: Arguments): Result<RedactionStyle | null> {
  if (args.text('style') === null) return ok(null)
  return oneOf(args, 'style', { choices: styles, fallback: 'solid' })
}

function readLabel(args: Arguments): Result<CopyLabel | null> {
  const given = args.text('label')
  const at = oneOf(args, 'label-at', { choices: labelCorners, fallback: 'bottom-left' })
  if (!at.ok) return at
  if (given === null && args.text('label-at') === null) return ok(null)
  if (given === null) return failed({ kind: 'usage', detail: '--label-at says where a label goes: give --label too.' })
  const text = tidyLabel(given)
  const fault = labelFault(text)
  return fault ? failed(fault) : ok({ text, at: at.value })
}

/** Everything that the command line decides about a copy. */
export function readDecisions(args: Arguments, regions: readonly HandDrawnRegion[]): Result<AskedDecisions> {
  const style = readStyle(args)
  if (!style.ok) return style
  const spans = readRanges(args, 'spans')
  if (!spans.ok) return spans
  const blanks = readRanges(args, 'blank')
  if (!blanks.ok) return blanks
  const sound = readSound(args)
  if (!sound.ok) return sound
  const label = readLabel(args)
  if (!label.ok) return label
  const [keep, inverse] = [args.list('keep'), args.flag('inverse')]
  return ok({
    keep,
    inverse,
    style: style.value,
    spans: spans.value,
    blanks: blanks.value,
    ...(label.value ? { label: label.value } : {}),
    sound: sound.value,
    regions,
  })
}

/** `--threads`, or null. */
export function readThreads(args: Arguments): Result<number | null> {
  const text = args.text('threads')
  if (text === null) return ok(null)
  const threads = /^\d{1,3}$/.test(text) ? Number(text) : 0
  return threads > 0 ? ok(threads) : failed({ kind: 'usage', detail: `--threads is a number from 1, not "${text}".` })
}

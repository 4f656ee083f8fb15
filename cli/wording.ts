import { type HostAdvice, wordingWith } from '../contract/wording/failure-wording.ts'
import type { Progress } from '../core/ports/work.ts'

const mendModels = (): string => 'make it again with "npm run models:rebuild", or copy the models folder again'

/** What to do next on a command line. */
const advice: HostAdvice = {
  usage: () => 'see --help',
  'file-exists': ({ final }) =>
    final
      ? 'choose another place: this command replaces nothing'
      : 'choose another name for --out, or add --overwrite to replace it',
  'model-missing': mendModels,
  'model-changed': mendModels,
  'model-unusable': mendModels,
  'class-unavailable': () => 'leave it out of --classes and hide such things by hand (--regions)',
  'vault-missing': () => 'check --vault, or make one with "occlude vault init"',
  'not-permitted': ({ permission }) => `ask an administrator if your role should have "${permission}"`,
  'reason-missing': () => 'say why with --reason TEXT (up to 2,000 characters)',
  'no-such-clip': () => 'find its id with "occlude clips"',
  'no-such-hold': () => '"occlude clip show" lists its holds',
  'no-such-task': () => '"occlude clip show" lists its tasks',
  'no-copy': () => 'make one with "occlude redact --clip"',
  'not-approved': () => 'have it approved in the workstation by those who have to, and render it from there',
  'not-queued': () => '"occlude retention queue" lists what waits, "occlude clip show" when it is due',
  'clock-doubtful': () => 'confirm it ("occlude retention confirm-clock")',
  internal: () => 'report what that program printed',
}

/** One clear sentence or two about a failure: what happened, what is safe, what to do next. One line, fit for a terminal. */
export const sentenceFor = wordingWith(advice)

/** For a bug: the id is also in what is printed with OCCLUDE_DEBUG=1. */
export function internalSentence(id: string): string {
  return `Something went wrong inside Occlude (${id}). The original is untouched and no copy was made. Run it again with OCCLUDE_DEBUG=1 and report what it prints.`
}

/** What a stage of work does, as a verb for the progress line. */
export const stageWording: Readonly<Record<Progress['stage'], string>> = {
  index: 'reading',
  detect: 'finding',
  listen: 'listening',
  track: 'tracking',
  render: 'covering',
  verify: 'checking',
  import: 'storing',
  check: 'checking',
  backup: 'saving',
  retention: 'judging',
  disclose: 'writing out',
}

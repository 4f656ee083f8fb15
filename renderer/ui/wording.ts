import { type HostAdvice, wordingWith } from '../../contract/wording/failure-wording.ts'

const mendModels = (): string => 'ask whoever looks after this machine to install Occlude again'

/** What to do next in the window. */
const advice: HostAdvice = {
  usage: () => 'correct it, then try again',
  'file-exists': () => 'choose another name or place',
  'model-missing': mendModels,
  'model-changed': mendModels,
  'model-unusable': mendModels,
  'class-unavailable': () => 'leave it out and hide such things by hand',
  'vault-missing': () => 'choose the folder of a vault, or set up a new one',
  'not-permitted': () => 'ask an administrator if your role should be another',
  'reason-missing': () => 'say why, in up to 2,000 characters',
  'no-such-clip': () => 'search the library again, since it may have been deleted',
  'no-such-hold': () => 'look at the clip again',
  'no-such-task': () => 'look at the clip again',
  'no-copy': () => 'redact the clip first',
  'not-approved': () => 'have its redaction approved by those who have to, then render it',
  'not-queued': () => 'look at the list again, or at the clip to see when it is due',
  'clock-doubtful': () => 'ask whoever reviews retention to confirm it',
  internal: () => 'report this with what stands in brackets',
}

/** One clear sentence or two about a failure: what happened, what is safe, what to do next. */
export const failureSentence = wordingWith(advice)

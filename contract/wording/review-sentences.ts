import type { GateKind } from '../../core/review/release-gates.ts'
import type { Sentences } from './words.ts'

/** What people call what is still in the way of a copy. */
export const gateWords: { readonly [Kind in GateKind]: string } = {
  metadata: 'facts about the clip are missing',
  detection: 'the search for people and things has not finished',
  'detection-classes': 'some of what is usually hidden was never looked for: have it looked for again',
  'kept-grounds': 'somebody or something is kept without a ground',
  'ignored-grounds': 'something was called a false find without a ground',
  'weaker-grounds': 'something is hidden less well than its kind asks for, without a ground',
  'region-reasons': 'something is hidden without a reason',
  'sound-grounds': 'sound is kept without a ground',
  'mute-reasons': 'sound is muted without a reason',
  'left-out-reason': 'parts are left out without a reason',
  'nothing-to-hide': 'nothing is hidden, and nobody has said that nothing has to be',
  'look-here': 'frames to look at first have not been looked at',
  'seen-by-author': 'the author has not seen every frame as it is now',
  'heard-by-author': 'the author has not heard all sound that is kept',
  'signed-by-author': 'the author has not signed it as it is now',
  'seen-by-approver': 'the second person has not seen every frame as it is now',
  'heard-by-approver': 'the second person has not heard all sound that is kept',
  'nothing-to-hide-again': 'nothing is hidden, and the second person has not said that nothing has to be',
  approved: 'nobody has approved it as it is now',
}

/** As many as fit a sentence; the checklist shows all. */
const mostNamed = 2

function firstGates(gates: readonly GateKind[]): string {
  const named = gates.slice(0, mostNamed).map((each) => gateWords[each])
  const more = gates.length - named.length
  return [...named, ...(more > 0 ? [`and ${more} more of the checklist`] : [])].join('; ')
}

/** Of the review of redactions. */
export const reviewSentences = {
  'coverage-refused': ({ why }) =>
    ({
      speed: 'That was played too fast to count as seen or heard. It was not counted; play it more slowly.',
      time: 'More was said to be seen or heard than there was time for. It was not counted; go on watching.',
      bytes:
        'More was said to be seen or heard than was handed out. It was not counted; open the clip again and watch it.',
    })[why],
  'gates-shut': ({ gates }) =>
    `This cannot go ahead yet: ${firstGates(gates)}. Nothing was signed or made; put it right first.`,
  'signature-refused': ({ why }) =>
    why === 'own-work'
      ? 'Whoever had a hand in a redaction cannot approve it. Nothing was signed; somebody else has to check it.'
      : 'Only somebody who worked on a redaction can sign it as its author. Nothing was signed; check it as the second person instead.',
} satisfies Sentences

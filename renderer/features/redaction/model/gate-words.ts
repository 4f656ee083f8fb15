import type { GateKind } from '../../../../core/review/release-gates.ts'

/** What is so once a gate is passed; what is not yet so stands in the contract's wording. */
export const passedWords: { readonly [Kind in GateKind]: string } = {
  metadata: 'The facts about the clip are complete',
  detection: 'The search for people and things has finished',
  'detection-classes': 'Everything that is usually hidden was looked for',
  'kept-grounds': 'Whoever is kept has a ground',
  'ignored-grounds': 'Every false find has a ground',
  'weaker-grounds': 'Everything is hidden as well as its kind asks for, or has a ground',
  'region-reasons': 'Everything that is hidden has a reason',
  'sound-grounds': 'Sound that is kept has a ground',
  'mute-reasons': 'Sound that is muted has a reason',
  'left-out-reason': 'Parts that are left out have a reason',
  'nothing-to-hide': 'Something is hidden, or the author has said that nothing has to be',
  'look-here': 'The frames to look at first have been looked at',
  'seen-by-author': 'The author has seen every frame',
  'heard-by-author': 'The author has heard all sound that is kept',
  'signed-by-author': 'The author has signed it',
  'seen-by-approver': 'The second person has seen every frame that they have to',
  'heard-by-approver': 'The second person has heard all sound that is kept',
  'nothing-to-hide-again': 'Something is hidden, or the second person has said that nothing has to be',
  approved: 'It is approved',
}

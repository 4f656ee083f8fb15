import type { DenialReason } from '../../core/access/decide-access.ts'
import type { AdvisedSentences, Sentences } from './words.ts'

/** Why somebody may not, in few words; the last two are the vault's own, of what is asked for besides a permission. */
const denials: Readonly<Record<DenialReason | 'other-clip' | 'footage', string>> = {
  disabled: 'you may no longer use this vault',
  role: 'your role does not include it',
  dates: 'your role does not include it today',
  scope: 'the clip is of a force, area or team that is not yours',
  'kept-apart': 'who administers, audits or governs sees no footage',
  locked: 'the clip is on its way to deletion; it can be brought back first',
  restricted: 'the clip is restricted and you are not on its list',
  'own-involvement': 'you recorded the clip, appear in it or supervised it, or have yourself changed who did',
  'not-own': 'it is not a clip of yours',
  incomplete: 'something that must be known about the clip is missing',
  'other-clip': 'it was asked for with leave for another clip',
  footage: 'it shows footage',
}

function denialWords(why: string): string {
  return Object.hasOwn(denials, why) ? denials[why as keyof typeof denials] : 'the vault does not allow it'
}

const userNameFault = {
  empty: 'It is empty',
  'too-long': 'It has more than 100 characters',
  spaces: 'It begins or ends with a space, or has several in a row',
  invisible: 'It holds characters that cannot be seen',
} as const

/** Of people: who they are, what they may do. */
export const peopleSentences = {
  'no-such-user': ({ name }) =>
    `Nobody called ${name} may open this vault. Nothing was opened; check the name, or ask an administrator.`,
  'user-exists': ({ name }) =>
    `There is somebody called ${name} already. Nothing was changed; give the new person a name that nobody else has.`,
  'bad-user-name': ({ why }) =>
    `${userNameFault[why]}, so this cannot be a name. Nothing was changed; give another one.`,
  'user-disabled': ({ name }) => `${name} may no longer use this vault. Ask an administrator if that is a mistake.`,
  'last-administrator': () =>
    'This is the last administrator: without one nobody could let people in or out. Nothing was changed; make somebody else an administrator first.',
  'not-signed-in': () =>
    'You are not signed in, or were signed out because nothing happened for a while. What was saved is safe; sign in again.',
  'roles-clash': () =>
    'One person cannot both see footage and administer, audit or govern. Nothing was changed; give the second role to somebody else.',
} satisfies Sentences

/** The same, where the host says what to do next. */
export const advisedPeopleSentences = {
  'not-permitted': ({ why }, advice) =>
    `You may not do that here: ${denialWords(why)}. The attempt was logged and nothing was done; ${advice}.`,
  'reason-missing': (_, advice) => `This needs a reason, which is logged. Nothing was done; ${advice}.`,
} satisfies AdvisedSentences

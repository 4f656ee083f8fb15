import type { Brand } from '../brand.ts'

/** A person who may sign in to a vault. */
export type UserId = Brand<string, 'UserId'>

/** A clip, or a copy of one, in a vault. */
export type ClipId = Brand<string, 'ClipId'>

/** A thing in a vault that is encrypted in a file of its own, under a key of its own. */
export type ObjectId = Brand<string, 'ObjectId'>

/** 80 random bits in Crockford's base32, lower case: no letter that reads like a digit, nothing that a path could be made of. */
const form = /^[0-9abcdefghjkmnpqrstvwxyz]{16}$/

/** True for text that is an id, of whatever. */
export function isId(text: string): boolean {
  return form.test(text)
}

function checked(text: string): string {
  if (!isId(text)) throw new RangeError('not an id')
  return text
}

/** Makes a user id; throws on anything that is none (a bug of the caller: text from outside is checked with `isId` first). */
export function userId(text: string): UserId {
  return checked(text) as UserId
}

/** Makes a clip id; throws on anything that is none. */
export function clipId(text: string): ClipId {
  return checked(text) as ClipId
}

/** Makes an object id; throws on anything that is none. */
export function objectId(text: string): ObjectId {
  return checked(text) as ObjectId
}

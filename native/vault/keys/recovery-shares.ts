import { createHash, randomBytes } from 'node:crypto'
import { failed, ok, type Result } from '../../../core/result.ts'
import { base32Digit, base32Digits, base32Values, fromBase32, toBase32 } from './crockford.ts'
import type { KeyPair } from './key-pairs.ts'

/** One of the two halves of a vault's recovery key. Alone it is 32 random bytes that tell nothing of the key. */
export type RecoveryShare = {
  readonly number: 1 | 2
  readonly vaultId: string
  /** Day on which it was made, `2026-11-23`. */
  readonly date: string
  /** `pairOf` the recovery public key: both sheets of a pair have the same. */
  readonly pair: number
  readonly secret: Uint8Array
}

/** Both halves, number 1 and 2. */
export type RecoveryShares = readonly [RecoveryShare, RecoveryShare]

/** 50 bytes: form and number, vault id (10), day (2), pair (2), secret (32), checksum (3). 80 digits, 16 groups. */
const [wholeBytes, checksumBytes, form, digitsPerGroup, groupsPerShare] = [50, 3, 1, 5, 16]
const typedLength = groupsPerShare * (digitsPerGroup + 1)
const millisecondsPerDay = 86_400_000

/** Longest text that is looked at: a whole sheet is a tenth. */
const longestText = 20_000

/** Splits a recovery key in two: random bytes, and what gives the private key with them by XOR. */
export function splitRecoveryKey(key: KeyPair, vaultId: string, date: string): RecoveryShares {
  const first = new Uint8Array(randomBytes(32))
  const facts = { vaultId, date, pair: pairOf(key.publicKey) }
  return [
    { ...facts, number: 1, secret: first },
    { ...facts, number: 2, secret: exclusiveOr(first, key.privateKey) },
  ]
}

/** The recovery private key of two shares; `null` where they are the same bytes. */
export function joinShares(one: RecoveryShare, other: RecoveryShare): Uint8Array | null {
  const key = exclusiveOr(one.secret, other.secret)
  return key.every((byte) => byte === 0) ? null : key
}

function exclusiveOr(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, at) => byte ^ (b[at] ?? 0))
}

/** What tells sheets of one recovery key from those of another: the first 16 bits of SHA-256 of its public key. */
export function pairOf(publicKey: Uint8Array): number {
  return createHash('sha256').update(publicKey).digest().readUInt16BE(0)
}

function checksum(bytes: Uint8Array): Buffer {
  return createHash('sha256').update('occlude/recovery-share/v1').update(bytes).digest().subarray(0, checksumBytes)
}

/**
 * The check digit of a group: a CRC of 5 bits (x^5 + x^2 + 1, primitive) over the group's number and digits, a digit at a
 * time. Every wrong digit, every two neighbours in the wrong order and every two groups in the wrong order change it.
 */
function checkDigit(group: number, values: readonly number[]): string {
  let rest = 0
  for (const value of [group, ...values]) rest = timesX(rest ^ value)
  return base32Digit(rest)
}

function timesX(value: number): number {
  return ((value << 1) ^ (value & 16 ? 0b100101 : 0)) & 31
}

/** A share as groups of five digits and a check digit, upper case, four groups a line. */
export function shareLines(share: RecoveryShare): readonly string[] {
  const head = Buffer.alloc(5)
  head.writeUInt8(form * 16 + share.number, 0)
  head.writeUInt16BE(Date.parse(`${share.date}T00:00:00Z`) / millisecondsPerDay, 1)
  head.writeUInt16BE(share.pair, 3)
  const body = Buffer.concat([head.subarray(0, 1), fromBase32(share.vaultId), head.subarray(1), share.secret])
  const text = toBase32(Buffer.concat([body, checksum(body)]))
  const groups = (text.match(/.{5}/g) ?? []).map((group, at) => group + checkDigit(at, base32Values(group)))
  const lines = [0, 4, 8, 12].map((from) => groups.slice(from, from + 4).join('-'))
  return lines.map((line) => line.toUpperCase())
}

/** The code in a whole sheet's text, or the text itself when it is the code alone. */
function codeIn(text: string): string {
  const lines = text.split(/\r?\n/).filter((line) => /^\s*[0-9a-z]{6}([ -]+[0-9a-z]{6}){3}\s*$/i.test(line))
  return lines.length === 4 ? lines.join('') : text
}

function firstWrongGroup(code: string): number | null {
  for (let group = 0; group < groupsPerShare; group++) {
    const typed = code.slice(group * 6, group * 6 + 6)
    if (typed.includes('?')) return group + 1
    if (checkDigit(group, base32Values(typed.slice(0, 5))) !== typed[5]) return group + 1
  }
  return null
}

/**
 * Reads a share as somebody typed it, or a whole sheet's text. Fails with `bad-shares`: `incomplete` (another number of
 * characters), `mistyped` (with the group, where the check digits tell it). `which` of two it is, goes into the failure.
 */
export function readShare(text: string, which: 1 | 2): Result<RecoveryShare> {
  if (text.length > longestText) return failed({ kind: 'bad-shares', why: 'incomplete', share: which })
  const code = base32Digits(codeIn(text))
  if (code.length !== typedLength) return failed({ kind: 'bad-shares', why: 'incomplete', share: which })
  const group = firstWrongGroup(code)
  if (group !== null) return failed({ kind: 'bad-shares', why: 'mistyped', share: which, group })
  const bytes = fromBase32(code.replaceAll(/(.{5})./g, '$1'))
  const body = bytes.subarray(0, wholeBytes - checksumBytes)
  const number = bytes[0] === form * 16 + 1 ? 1 : bytes[0] === form * 16 + 2 ? 2 : null
  if (number === null || !checksum(body).equals(bytes.subarray(wholeBytes - checksumBytes)))
    return failed({ kind: 'bad-shares', why: 'mistyped', share: which })
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return ok({
    number,
    vaultId: toBase32(bytes.subarray(1, 11)),
    date: new Date(view.getUint16(11) * millisecondsPerDay).toISOString().slice(0, 10),
    pair: view.getUint16(13),
    secret: bytes.slice(15, 47),
  })
}

/** True while a share that is being typed, line by line, is not as long as one has to be. */
export function isUnfinishedShare(typed: string): boolean {
  return typed.length <= longestText && base32Digits(codeIn(typed)).length < typedLength
}

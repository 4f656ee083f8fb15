/**
 * Verifies an exported audit log of Occlude, or one proof taken from such a log. Runs on plain Node 18 or later, needs nothing else and
 * changes nothing. It shares no code with the program that wrote the log; docs/FORMATS.md, "Audit log", is what both follow.
 *
 *   node verify-audit.mjs [FOLDER]      an exported log; without FOLDER, the one beside this file
 *   node verify-audit.mjs PROOF.json    one entry (occlude audit prove)
 *     --key FINGERPRINT    believe this key alone (may be given again)
 *     --anchor SIZE:ROOT   the log's first SIZE entries must have this root (may be given again)
 *
 * Exit code 0: good. 1: not good, or it could not be read.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const longestLine = 65_536
const largestFile = 1_048_576
const largestEntryNumber = Number.MAX_SAFE_INTEGER - 1
const hex64 = /^[0-9a-f]{64}$/
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const rawKeyPrefix = Buffer.from('302a300506032b6570032100', 'hex')

/** Why something is not good, in words. */
class NotGood extends Error {}

function insist(condition, problem) {
  if (!condition) throw new NotGood(problem)
}

function sha256(...parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const leafPrefix = Buffer.of(0)
const nodePrefix = Buffer.of(1)
const leafOf = (bytes) => sha256(leafPrefix, bytes)
const nodeOf = (left, right) => sha256(nodePrefix, left, right)

/** A Merkle tree that grows (RFC 6962, 2.1): complete subtrees, two of a height become one of the next. */
class GrowingTree {
  size = 0
  #subtrees = []

  add(leaf) {
    let top = { height: 0, hash: leaf }
    while (this.#subtrees.length > 0 && this.#subtrees[this.#subtrees.length - 1].height === top.height) {
      top = { height: top.height + 1, hash: nodeOf(this.#subtrees.pop().hash, top.hash) }
    }
    this.#subtrees.push(top)
    this.size += 1
  }

  root() {
    if (this.#subtrees.length === 0) return sha256(Buffer.alloc(0)).toString('hex')
    const hashes = this.#subtrees.map((subtree) => subtree.hash)
    let root = hashes.pop()
    while (hashes.length > 0) root = nodeOf(hashes.pop(), root)
    return root.toString('hex')
  }
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parse(bytes, what) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    throw new NotGood(`${what} is not JSON in UTF-8`)
  }
}

/** RFC 8785, for objects of texts, numbers, null and such objects: all that entries are made of. */
function canonical(value, depth = 0) {
  insist(depth < 4, 'it is nested too deeply')
  insist(!Array.isArray(value), 'it holds a list')
  if (!isObject(value)) return JSON.stringify(value)
  const fields = Object.keys(value).sort()
  return `{${fields.map((name) => `${JSON.stringify(name)}:${canonical(value[name], depth + 1)}`).join(',')}}`
}

/** The lines of a file, as bytes, one at a time; each has to end with a line feed and be of bounded length. */
function* linesOf(path, what) {
  const file = opened(path, what)
  const chunk = Buffer.alloc(262_144)
  let rest = Buffer.alloc(0)
  let number = 0
  try {
    for (let count = read(file, chunk, 0); count > 0; count = read(file, chunk, 0)) {
      const bytes = Buffer.concat([rest, chunk.subarray(0, count)])
      let from = 0
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
        number += 1
        insist(end - from <= longestLine, `${what}, line ${number}, is longer than ${longestLine} bytes`)
        yield bytes.subarray(from, end)
        from = end + 1
      }
      rest = Buffer.from(bytes.subarray(from))
      insist(rest.length <= longestLine, `${what}, line ${number + 1}, is longer than ${longestLine} bytes`)
    }
  } finally {
    closeSync(file)
  }
  insist(rest.length === 0, `${what} stops in the middle of a line`)
}

/** Fills bytes from a place on; 0 at the end of the file. */
function read(file, bytes, from) {
  return readSync(file, bytes, from, bytes.length - from, null)
}

function opened(path, what) {
  try {
    return openSync(path, 'r')
  } catch {
    throw new NotGood(`${what} cannot be opened`)
  }
}

function readSmallFile(path, what) {
  const file = opened(path, what)
  try {
    const bytes = Buffer.alloc(largestFile + 1)
    let length = 0
    for (let count = -1; count !== 0; length += count) count = read(file, bytes, length)
    insist(length <= largestFile, `${what} is larger than ${largestFile} bytes`)
    return bytes.subarray(0, length)
  } finally {
    closeSync(file)
  }
}

function keyFrom(listed) {
  insist(isObject(listed) && listed.algorithm === 'ed25519', 'a listed key is not an ed25519 key')
  insist(/^[A-Za-z0-9_-]{43}$/.test(String(listed.publicKey)), 'a listed key is not 32 bytes in base64url')
  const raw = Buffer.from(listed.publicKey, 'base64url')
  const device = sha256(raw).toString('hex')
  insist(listed.device === device, `the key listed as ${listed.device} has another fingerprint`)
  return [device, createPublicKey({ key: Buffer.concat([rawKeyPrefix, raw]), format: 'der', type: 'spki' })]
}

/** Fingerprint to key, of those that may be believed. */
function keysFrom(list, trusted) {
  insist(Array.isArray(list) && list.length > 0 && list.length <= 1000, 'the list of keys is empty or too long')
  const keys = new Map(list.map(keyFrom))
  if (trusted.length === 0) return keys
  return new Map([...keys].filter(([device]) => trusted.includes(device)))
}

function judgeCheckpoint(checkpoint, keys, what) {
  insist(isObject(checkpoint) && checkpoint.version === 1, `${what} is not a checkpoint of version 1`)
  const { size, root, at, device, signature } = checkpoint
  insist(Number.isSafeInteger(size) && size >= 0, `${what} has no size`)
  insist(hex64.test(String(root)) && hex64.test(String(device)), `${what} has no root or no device`)
  insist(moment.test(String(at)), `${what} has no time`)
  insist(/^[A-Za-z0-9_-]{86}$/.test(String(signature)), `${what} has no signature`)
  const key = keys.get(device)
  insist(key, `${what} is signed by ${device}, which is not a key to believe`)
  const text = ['occlude-audit-checkpoint-v1', size, root, at, device, ''].join('\n')
  const signed = verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'))
  insist(signed, `the signature of ${what} is wrong`)
}

function judgeEntry(line, seq) {
  const entry = parse(line, `entry ${seq}`)
  insist(isObject(entry) && entry.version === 1, `entry ${seq} is not an entry of version 1`)
  insist(
    entry.seq === seq,
    `where entry ${seq} should be stands number ${JSON.stringify(entry.seq)}: missing, repeated or moved`,
  )
  insist(Buffer.from(canonical(entry)).equals(line), `entry ${seq} is not in canonical form`)
  return entry
}

/** Checkpoints and anchors, both in the order of their sizes, held against a tree as it grows. */
class Promises {
  #checkpoints
  #anchors
  #keys
  #next
  #seen = 0
  last = null

  constructor(checkpoints, anchors, keys) {
    this.#checkpoints = checkpoints
    this.#anchors = [...anchors].sort((one, other) => one.size - other.size)
    this.#keys = keys
    this.#advance()
  }

  get seen() {
    return this.#seen
  }

  holdAgainst(tree) {
    while (this.#next?.size === tree.size) {
      const what = `checkpoint ${this.#seen + 1}`
      const since = this.last?.size ?? 0
      insist(
        this.#next.root === tree.root(),
        `entries ${since} to ${tree.size - 1} are not those that ${what} was signed for`,
      )
      this.last = this.#next
      this.#seen += 1
      this.#advance()
    }
    while (this.#anchors[0]?.size === tree.size) {
      insist(
        this.#anchors.shift().root === tree.root(),
        `the first ${tree.size} entries do not have the root of the anchor`,
      )
    }
  }

  end(size) {
    insist(!this.#next, `the log ends after ${size} entries, but a checkpoint was signed for ${this.#next?.size}`)
    insist(
      this.#anchors.length === 0,
      `the log ends after ${size} entries, but an anchor says ${this.#anchors[0]?.size}`,
    )
    insist(this.last?.size === size, `no checkpoint vouches for entries ${this.last?.size ?? 0} to ${size - 1}`)
  }

  #advance() {
    const { value, done } = this.#checkpoints.next()
    this.#next = null
    if (done) return
    const what = `checkpoint ${this.#seen + 1}`
    const checkpoint = parse(value, what)
    judgeCheckpoint(checkpoint, this.#keys, what)
    insist(checkpoint.size >= (this.last?.size ?? 0), `${what} is out of order`)
    this.#next = checkpoint
  }
}

function verifyFolder(folder, { trusted, anchors }) {
  const listed = parse(readSmallFile(join(folder, 'keys.json'), 'keys.json'), 'keys.json')
  insist(isObject(listed) && listed.version === 1, 'keys.json is not of version 1')
  const keys = keysFrom(listed.keys, trusted)
  const promises = new Promises(linesOf(join(folder, 'checkpoints.jsonl'), 'checkpoints.jsonl'), anchors, keys)
  const tree = new GrowingTree()
  promises.holdAgainst(tree)
  let first = null
  let last = null
  for (const line of linesOf(join(folder, 'audit.jsonl'), 'audit.jsonl')) {
    last = judgeEntry(line, tree.size)
    first ??= last
    tree.add(leafOf(line))
    promises.holdAgainst(tree)
  }
  promises.end(tree.size)
  const { root, at, device } = promises.last
  return [
    `GOOD: ${tree.size} entries, unaltered, none missing in between${first ? ` (${first.at} to ${last.at})` : ''}.`,
    `  root         ${root}`,
    `  checkpoints  ${promises.seen}, the last of ${at}`,
    ...wordsOnTrust(device, trusted),
    anchors.length > 0
      ? `  anchors      all ${anchors.length} fit`
      : '  anchors      none given: that entries were cut off at the end, with their checkpoints, cannot be ruled out',
  ]
}

function wordsOnTrust(device, trusted) {
  const advice = trusted.length > 0 ? 'given with --key' : 'compare it with a fingerprint that you have from elsewhere'
  return [`  signed by    ${device} (${advice})`]
}

function hashesFrom(path) {
  insist(Array.isArray(path) && path.length <= 64, 'the proof has no path, or one that is too long')
  insist(
    path.every((hash) => hex64.test(String(hash))),
    'the path of the proof is not made of hashes',
  )
  return path.map((hash) => Buffer.from(hash, 'hex'))
}

/** The split of RFC 6962: the largest power of two below the size. */
function splitOf(size) {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

/** The root that a leaf and its path lead to, by the definition of PATH in RFC 6962, 2.1.1, read backwards. */
function rootFromPath(leaf, index, size, path) {
  if (size === 1) {
    insist(path.length === 0, 'the path of the proof is too long')
    return leaf
  }
  insist(path.length > 0, 'the path of the proof is too short')
  const split = splitOf(size)
  const below = path.slice(0, -1)
  const beside = path[path.length - 1]
  if (index < split) return nodeOf(rootFromPath(leaf, index, split, below), beside)
  return nodeOf(beside, rootFromPath(leaf, index - split, size - split, below))
}

/**
 * The roots of the older and the newer tree that a consistency path leads to, by the definition of SUBPROOF in RFC 6962, 2.1.2,
 * read backwards. `known` is the older root, as long as the subtree in question is the whole of the older tree.
 */
function rootsFromPath(older, size, path, known) {
  if (older === size) {
    insist(path.length === (known ? 0 : 1), 'the path between the checkpoints has the wrong length')
    const hash = known ?? path[0]
    return { old: hash, new: hash }
  }
  insist(path.length > 0, 'the path between the checkpoints is too short')
  const split = splitOf(size)
  const below = path.slice(0, -1)
  const beside = path[path.length - 1]
  if (older <= split) {
    const left = rootsFromPath(older, split, below, known)
    return { old: left.old, new: nodeOf(left.new, beside) }
  }
  const right = rootsFromPath(older - split, size - split, below, null)
  return { old: nodeOf(beside, right.old), new: nodeOf(beside, right.new) }
}

function judgeGrowth({ checkpoint: older, path }, newer, keys) {
  judgeCheckpoint(older, keys, 'the older checkpoint')
  insist(older.size > 0 && older.size <= newer.size, 'the older checkpoint is not older')
  const roots = rootsFromPath(older.size, newer.size, hashesFrom(path), Buffer.from(older.root, 'hex'))
  const grew = roots.old.toString('hex') === older.root && roots.new.toString('hex') === newer.root
  insist(grew, 'the log was rewritten between the two checkpoints')
  return `  grew from    ${older.size} entries (checkpoint of ${older.at}), which are still the same`
}

function verifyProof(path, { trusted, anchors }) {
  insist(anchors.length === 0, '--anchor goes with a whole log')
  const proof = parse(readSmallFile(path, 'the proof'), 'the proof')
  insist(
    isObject(proof) && proof.kind === 'occlude-audit-proof' && proof.version === 1,
    'this is no proof of version 1',
  )
  const { checkpoint, index } = proof
  const keys = keysFrom(proof.keys, trusted)
  judgeCheckpoint(checkpoint, keys, 'the checkpoint')
  insist(Number.isSafeInteger(index) && index >= 0 && index <= largestEntryNumber, 'the proof has no index')
  insist(index < checkpoint.size, 'the checkpoint does not reach as far as the entry')
  insist(typeof proof.entry === 'string' && proof.entry.length <= longestLine, 'the proof has no entry')
  const line = Buffer.from(proof.entry)
  const entry = judgeEntry(line, index)
  const root = rootFromPath(leafOf(line), index, checkpoint.size, hashesFrom(proof.path)).toString('hex')
  insist(root === checkpoint.root, `entry ${index} is not in the log that the checkpoint was signed for`)
  return [
    `GOOD: entry ${index} stands in the log of ${checkpoint.size} entries that was signed at ${checkpoint.at}.`,
    `  root         ${root}`,
    ...(isObject(proof.older) ? [judgeGrowth(proof.older, checkpoint, keys)] : []),
    ...wordsOnTrust(checkpoint.device, trusted),
    JSON.stringify(entry, null, 2),
  ]
}

function anchorFrom(text) {
  const [, size, root] = /^(0|[1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text) ?? []
  insist(size !== undefined, '--anchor is written as SIZE:ROOT')
  return { size: Number(size), root }
}

function asked(words) {
  const options = { trusted: [], anchors: [] }
  const paths = []
  for (let index = 0; index < words.length; index += 1) {
    if (words[index] === '--key') options.trusted.push(String(words[++index]).toLowerCase())
    else if (words[index] === '--anchor') options.anchors.push(anchorFrom(String(words[++index])))
    else paths.push(words[index])
  }
  insist(
    options.trusted.every((key) => hex64.test(key)),
    '--key takes a fingerprint: 64 hex digits',
  )
  insist(
    paths.length <= 1 && !paths[0]?.startsWith('-'),
    'usage: node verify-audit.mjs [FOLDER|PROOF.json] [--key FINGERPRINT] [--anchor SIZE:ROOT]',
  )
  return { path: paths[0] ?? dirname(fileURLToPath(import.meta.url)), options }
}

function run() {
  const { path, options } = asked(process.argv.slice(2))
  const found = statSync(path, { throwIfNoEntry: false })
  insist(found, 'there is no such file or folder')
  return found.isDirectory() ? verifyFolder(path, options) : verifyProof(path, options)
}

try {
  process.stdout.write(`${run().join('\n')}\n`)
} catch (error) {
  const unread = error instanceof Error && 'syscall' in error && 'code' in error
  if (!(error instanceof NotGood) && !unread) throw error
  process.stdout.write(`NOT GOOD: ${unread ? `it could not be read (${error.code})` : error.message}.\n`)
  process.exitCode = 1
}

import { execFileSync } from 'node:child_process'
import { mkdir, open } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it, test } from 'vitest'
import {
  anyKey,
  found,
  hexHash,
  makeSegmentDesk,
  plainBytes,
  type SegmentDesk,
} from '../../../tools/vault/small-segments.ts'
import { resumeSegmentWriter } from './resume-segments.ts'
import { openSegments } from './segment-source.ts'
import { createSegmentWriter } from './segment-writer.ts'

let desk: SegmentDesk
beforeAll(async () => {
  desk = await makeSegmentDesk()
})
afterAll(() => desk.remove())

const name = 'clip.mp4'
const full = { kind: 'disk-full', name }
/** Only the administrator mounts a small disk. */
const administrator = process.getuid?.() === 0

it('says that the disk is full when not even the first byte fits', async () => {
  const handle = await open('/dev/full', 'r+')
  const writer = createSegmentWriter(handle, anyKey(), name)
  await writer.append(plainBytes(10))
  expect(await writer.finish()).toEqual({ ok: false, failure: full })
  expect(writer.fault()).toEqual(full)
  await handle.close()
})

test.runIf(administrator)('leaves nothing that looks finished, and goes on when there is room', async () => {
  const disk = desk.path('disk')
  await mkdir(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2048k', 'tmpfs', disk])
  try {
    const ballast = await open(`${disk}/ballast`, 'w')
    await ballast.write(new Uint8Array(1 << 20))
    const handle = await open(`${disk}/clip`, 'w+')
    const key = anyKey()
    const plain = plainBytes(1_500_000)
    const writer = createSegmentWriter(handle, key, name)
    const append = async () => {
      for (let at = 0; at < 100; at++) await writer.append(plain.subarray(at * 15_000, at * 15_000 + 15_000))
    }
    // The block that does not fit may still be under way when the last bytes are taken.
    const outcome = await append().then(
      () => writer.finish(),
      () => writer.finish(),
    )
    expect(outcome).toEqual({ ok: false, failure: full })
    expect(writer.fault()).toEqual(full)
    expect(await openSegments(handle, key, name)).toMatchObject({ ok: false, failure: { problem: 'cut-short' } })

    await ballast.truncate(0)
    const source = { size: plain.length, read: async (at: number, length: number) => plain.slice(at, at + length) }
    const resumed = found(await resumeSegmentWriter(handle, key, name, source))
    if (resumed.kind !== 'continued') throw new Error(resumed.kind)
    expect(resumed.at).toBeGreaterThan(500_000)
    await resumed.writer.append(plain.subarray(resumed.at))
    expect(found(await resumed.writer.finish()).sha256).toBe(hexHash(plain))
    await handle.close()
    await ballast.close()
  } finally {
    execFileSync('umount', ['--lazy', disk])
  }
})

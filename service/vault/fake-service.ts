import type { InputOf, MethodName } from '../../contract/methods/all.ts'
import type { Grant } from '../../core/access/access-object.ts'
import type { Role } from '../../core/access/roles.ts'
import { noMetadata } from '../../core/intake/clip-metadata.ts'
import type { PolicyProfile } from '../../core/policy/policy-profile.ts'
import { type Instant, instant } from '../../core/ports/clock.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import type { Work } from '../../core/ports/work.ts'
import type { ClipRecord } from '../../core/vault/clip-record.ts'
import { clipId, objectId } from '../../core/vault/ids.ts'
import type { UserRecord } from '../../core/vault/user-record.ts'
import { fakeHash } from '../fake-ports.ts'
import { type FakeVault, fakeId, fakeVault } from './fake-vault.ts'
import type { CallRequest } from './handler.ts'
import type { QueueWatch } from './redaction-queue.ts'
import type { ServicePorts } from './service-ports.ts'
import { createVaultService, type VaultService } from './vault-service.ts'

/** The service over a vault in memory, for tests that call it as people do. */

/** A grant of a role that reaches everything, always. */
export function grantOf(role: Role, more: Partial<Grant> = {}): Grant {
  return { role, scope: { forces: 'all', areas: 'all', teams: 'all' }, from: null, until: null, ...more }
}

/** Somebody with these grants. */
export function personWith(name: string, grants: readonly Grant[], more: Partial<UserRecord> = {}): UserRecord {
  const createdAt = instant('2026-01-01T00:00:00.000Z')
  return { id: fakeId(name), name, knownAs: [], grants, createdAt, disabledAt: null, ...more }
}

/** A clip that was indexed and is complete. */
export function fakeClip(more: Partial<ClipRecord> = {}): ClipRecord {
  return {
    id: clipId('c1c1c1c1c1c1c1c1'),
    kind: 'clip',
    madeFrom: null,
    object: objectId('00000000000000c1'),
    sha256: fakeHash('one'),
    bytes: 4,
    name: 'one.mp4',
    metadata: {
      ...noMetadata,
      recordedOn: instant('2026-10-01T10:00:00.000Z'),
      officer: 'PC 1',
      device: 'D1',
      ownerForce: 'Test Police',
      area: 'North',
      team: 'B',
      categories: ['routine'],
    },
    importedAt: instant('2026-10-01T12:00:00.000Z'),
    importedBy: fakeId('importer'),
    index: { state: 'indexed', frames: 30, seconds: 1, deep: false },
    restriction: null,
    involved: [],
    source: null,
    expiry: { state: 'kept' },
    dueBefore: instant('2026-11-01T00:00:00.000Z'),
    reviewedAt: null,
    releasedAt: null,
    ...more,
  }
}

/** Work that nobody stops. */
export const unstopped: Work = {
  signal: { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined },
  onProgress: () => undefined,
}

/** A service with its vault, its clock and its people in the hands of a test. */
export type FakeService = {
  readonly vault: FakeVault
  readonly service: VaultService
  /** Moves the wall clock. */
  at(now: Instant): void
  /** Moves the monotonic clock on; what is due by then runs. */
  wait(milliseconds: number): void
  /** What is to run later and was not called off. */
  timers(): number
  signIn(name: string): Promise<string>
  /** Calls a method in a session; answers its value, or the kind of its failure. */
  ask<M extends MethodName>(
    session: string,
    method: M,
    input: InputOf<M>,
    more?: Partial<CallRequest<M>>,
  ): Promise<unknown>
}

/** Ports over a store, with a clock that stands still and nothing else. */
export function allPorts(store: VaultStore, profile: PolicyProfile): ServicePorts {
  const unused = (): never => {
    throw new Error('the test has no such port')
  }
  let ids = 0
  return {
    store,
    profile: () => profile,
    now: () => instant('2026-11-22T10:00:00.000Z'),
    elapsed: () => 0,
    after: () => () => undefined,
    newId: () => fakeId(`id${ids++}`),
    newSecret: unused,
    json: { textOf: JSON.stringify, hashOf: () => fakeHash('json') },
    checkSignature: unused,
    intake: unused,
    engine: unused,
    snapshotSheet: unused,
    disclosureSheets: { schedule: unused, certificate: unused },
    disclosureTarget: unused,
    disclosureArchive: { judge: unused, seal: unused },
  }
}

/** Puts a service over a vault in memory together; `store` and `ports` replace what a test needs. */
export function fakeService(
  people: readonly UserRecord[],
  profile: PolicyProfile,
  more: {
    readonly store?: Partial<VaultStore>
    readonly ports?: Partial<ServicePorts>
    readonly watch?: QueueWatch
  } = {},
): FakeService {
  const vault = fakeVault(people, more.store)
  const clocks = { now: instant('2026-11-22T10:00:00.000Z'), elapsed: 0, ids: 0 }
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()
  const ports = {
    ...allPorts(vault.store, profile),
    now: () => clocks.now,
    elapsed: () => clocks.elapsed,
    after: (milliseconds: number, run: () => void) => {
      const timer = { at: clocks.elapsed + milliseconds, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    newId: () => fakeId(`id${clocks.ids++}`),
    ...more.ports,
  }
  const service = createVaultService(ports, more.watch)
  return {
    vault,
    service,
    at: (now) => {
      clocks.now = now
    },
    wait: (milliseconds) => {
      clocks.elapsed += milliseconds
      for (const timer of timers)
        if (timer.at <= clocks.elapsed) {
          timers.delete(timer)
          timer.run()
        }
    },
    timers: () => timers.size,
    signIn: async (name) => {
      const signedIn = await service.signIn(name, 'a passphrase')
      if (!signedIn.ok) throw new Error(signedIn.failure.kind)
      return signedIn.value.session
    },
    ask: async (session, method, input, asked) => {
      const answer = await service.call(session, method, { input, reason: 'a reason', ...asked }, unstopped)
      return answer.ok ? answer.value : answer.failure.kind
    },
  }
}

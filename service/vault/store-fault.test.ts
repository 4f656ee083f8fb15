import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readProfile } from '../../contract/profile-file.ts'
import { instant } from '../../core/ports/clock.ts'
import { StoreFault, StoreLocked } from '../../core/ports/vault/vault-store.ts'
import { failed } from '../../core/result.ts'
import { fakeHash, fakeWork } from '../fake-ports.ts'
import { fakeId, fakeVault } from './fake-vault.ts'
import { createVaultService } from './vault-service.ts'

const profileText = readFileSync(join(import.meta.dirname, '../../resources/profiles/blank.json'), 'utf8')

function unused(): never {
  throw new Error('the test needs none')
}

it.each([new StoreFault({ kind: 'database-damaged', detail: 'a page' }, 'a page'), new StoreLocked()])(
  'a call is told what the store throws: %s',
  async (fault) => {
    const profile = readProfile(profileText, 'profile')
    if (!profile.ok) throw new Error(profile.failure.kind)
    const everywhere = { forces: 'all', areas: 'all', teams: 'all' } as const
    const grants = [{ role: 'auditor', scope: everywhere, from: null, until: null }] as const
    const createdAt = instant('2026-01-01T00:00:00Z')
    const vault = fakeVault([{ id: fakeId('Aud'), name: 'Aud', knownAs: [], grants, createdAt, disabledAt: null }])
    const read = { ...vault.store.read, auditEntries: async () => Promise.reject(fault) }
    const service = createVaultService({
      store: { ...vault.store, read },
      profile: () => profile.value,
      now: () => createdAt,
      elapsed: () => 0,
      after: unused,
      newId: () => fakeId('session'),
      newSecret: unused,
      json: { textOf: JSON.stringify, hashOf: () => fakeHash('json') },
      checkSignature: unused,
      intake: unused,
      engine: unused,
      snapshotSheet: unused,
      disclosureSheets: { schedule: unused, certificate: unused },
      disclosureTarget: unused,
      disclosureArchive: { judge: unused, seal: unused },
    })
    const begun = await service.signIn('Aud', 'a passphrase')
    if (!begun.ok) throw new Error(begun.failure.kind)
    const request = {
      input: { from: 0, limit: 10, user: null, clip: null, purpose: 'lawfulness' } as const,
      reason: 'a reason',
    }
    expect(await service.call(begun.value.session, 'audit.list', request, fakeWork().work)).toEqual(
      failed(fault.failure),
    )
  },
)

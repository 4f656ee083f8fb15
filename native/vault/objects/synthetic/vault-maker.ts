import { makeVault } from './vault-desk.ts'

/** Makes a vault and tells when it begins, when its sheets are kept, and once it is there; then waits to be killed. */

const [folder = ''] = process.argv.slice(2)

function tell(step: string): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(step, () => resolve())
  })
}

await tell('begun')
const { store } = await makeVault(folder, undefined, async () => {
  await tell('sheets')
  return { ok: true, value: undefined }
})
await store.close()
await tell('made')
for (;;) await new Promise((resolve) => setTimeout(resolve, 1000))

import type { CallExtras, WindowClient } from './window-client.ts'

/** A client whose every call passes over a clip's access list, for one reason; the vault logs it and tells information governance. */
export function throughBrokenGlass(client: WindowClient, reason: string): WindowClient {
  return {
    ...client,
    ask: (name, input, extras) => {
      const broken: CallExtras<typeof name> = { reason, ...extras, breakGlass: true }
      return client.ask(name, input, broken)
    },
  }
}

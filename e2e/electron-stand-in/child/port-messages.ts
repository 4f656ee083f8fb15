/**
 * What the program tells a process that it has started. `port-up` and `port-down` come with a connection of the page's. Until
 * `port-let-go`, the program still reads from the first of them: what the page said meanwhile would be lost there.
 */
export type ToChild =
  | { readonly standIn: 'message'; readonly data: unknown; readonly ports: readonly number[] }
  | { readonly standIn: 'port-data'; readonly port: number; readonly data: unknown }
  | { readonly standIn: 'port-closed'; readonly port: number }
  | { readonly standIn: 'port-relay'; readonly port: number }
  | { readonly standIn: 'port-up'; readonly port: number; readonly key: string; readonly head: Uint8Array }
  | { readonly standIn: 'port-let-go'; readonly port: number }
  | { readonly standIn: 'port-down'; readonly port: number }

/** What such a process tells. */
export type FromChild =
  | { readonly standIn: 'message'; readonly data: unknown }
  | { readonly standIn: 'port-data'; readonly port: number; readonly data: unknown }
  | { readonly standIn: 'port-closed'; readonly port: number }

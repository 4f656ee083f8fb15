/** What the program tells a process that it has started. `socket` comes with the page's connection. */
export type ToChild =
  | { readonly standIn: 'message'; readonly data: unknown; readonly ports: readonly number[] }
  | { readonly standIn: 'port-data'; readonly port: number; readonly data: unknown }
  | { readonly standIn: 'port-closed'; readonly port: number }
  | { readonly standIn: 'port-relay'; readonly port: number }
  | { readonly standIn: 'port-socket'; readonly port: number; readonly key: string; readonly head: Uint8Array }

/** What such a process tells. */
export type FromChild =
  | { readonly standIn: 'message'; readonly data: unknown }
  | { readonly standIn: 'port-data'; readonly port: number; readonly data: unknown }
  | { readonly standIn: 'port-closed'; readonly port: number }

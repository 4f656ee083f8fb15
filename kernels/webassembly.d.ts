/**
 * The part of the WebAssembly interface that hosts use to load the kernels and for memory of their own. Neither ES2024 nor Node's types declare it,
 * and the page's library, which does, would bring the whole page along.
 * Source: WebAssembly JavaScript Interface, W3C.
 */
declare const WebAssembly: {
  readonly Module: {
    new (bytes: Uint8Array<ArrayBuffer>): object
    imports(module: object): readonly { readonly module: string; readonly name: string; readonly kind: string }[]
  }
  /** Memory that begins at a page. */
  readonly Memory: { new (descriptor: { readonly initial: number }): { readonly buffer: ArrayBuffer } }
  instantiate(
    bytes: Uint8Array<ArrayBuffer>,
    imports?: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ): Promise<{ readonly instance: { readonly exports: Readonly<Record<string, unknown>> } }>
}

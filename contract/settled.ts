/** A value that nobody changes any more, all the way down. Brands, bytes and plain values stay as they are. */
export type Settled<T> = T extends string | number | boolean | bigint | null | undefined | Uint8Array
  ? T
  : T extends object
    ? { readonly [Key in keyof T]: Settled<T[Key]> }
    : T

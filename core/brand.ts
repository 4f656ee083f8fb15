declare const brand: unique symbol

/** A value of `T` that only its smart constructor makes, so that two kinds of number cannot be mixed up. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }

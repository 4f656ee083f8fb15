/** Gives 256 fresh random bits as 64 hex digits. Core and service have no randomness of their own. */
export type SecretSource = () => string

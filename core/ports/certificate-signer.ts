/** A signature of a certificate, with all that it takes to check it. */
export type CertificateSignature = {
  /** Ed25519 (RFC 8032), 64 bytes in base64url without padding. */
  readonly signature: string
  /** The raw public key, 32 bytes in base64url without padding. */
  readonly publicKey: string
  /** The key's fingerprint: SHA-256 of the raw public key in lower-case hex. People compare it and decide whom to trust. */
  readonly keyId: string
}

/** Signs a message, in UTF-8, with the key of this workstation. */
export type CertificateSigner = (message: string) => CertificateSignature

/**
 * Answers the fingerprint of the public key when `signature` is that key's over the message, in UTF-8; null when it is not,
 * or when one of the two has no such form. It says who signed, not whether they are to be trusted.
 */
export type SignatureCheck = (
  message: string,
  signed: Pick<CertificateSignature, 'signature' | 'publicKey'>,
) => string | null

/** What did the work, for the certificate: versions by name, and the SHA-256 of every model file by model id. */
export type EngineDescription = {
  readonly versions: Readonly<Record<string, string>>
  readonly models: Readonly<Record<string, string>>
}

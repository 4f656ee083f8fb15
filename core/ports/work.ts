/** The part of AbortSignal that long work needs. */
export type StopSignal = {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** How far a stage of long work has come. */
export type Progress = {
  readonly stage:
    | 'index'
    | 'detect'
    | 'listen'
    | 'track'
    | 'render'
    | 'verify'
    | 'import'
    | 'check'
    | 'backup'
    | 'retention'
    | 'disclose'
  /** Frames (or, without picture, seconds) done and in all; MiB for `import`, `check`, `backup` and `disclose`; clips for `retention`. */
  readonly done: number
  readonly total: number
  /** How many seconds of the clip `done` stands for; 0 where it is no part of a clip. */
  readonly seconds: number
  /** Of work on many files: those that are through, and all; null until they are counted. */
  readonly files?: { readonly done: number; readonly all: number | null }
}

/** What long work is given: a way to be stopped and a place to report to. A stopped call answers `cancelled`. */
export type Work = {
  readonly signal: StopSignal
  readonly onProgress: (progress: Progress) => void
}

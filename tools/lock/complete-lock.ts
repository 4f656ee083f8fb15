/** What this reads of one entry of package-lock.json; the rest is kept as it is. */
export type LockEntry = {
  readonly version?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** package-lock.json, version 3. */
export type Lock = { readonly packages: Readonly<Record<string, LockEntry>> }

type Gap = { readonly owner: string; readonly name: string; readonly version: string }

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']

/** Where Node would find `name` from the package at `owner`, nearest first. */
function placesOf(owner: string, name: string): readonly string[] {
  const folders = owner.split(/(?<=^|\/)node_modules\//).slice(1)
  const places = [`node_modules/${name}`]
  let path = ''
  for (const folder of folders) {
    path = `${path}node_modules/${folder.replace(/\/$/, '')}/`
    places.unshift(`${path}node_modules/${name}`)
  }
  return places
}

/** The optional dependencies that the lock asks for and has no entry for. */
export function gapsIn({ packages }: Lock): readonly Gap[] {
  return Object.entries(packages).flatMap(([owner, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies).flatMap(([name, version]) => {
      const nearest = placesOf(owner, name).find((place) => packages[place] !== undefined)
      const found = nearest === undefined ? undefined : packages[nearest]?.version
      const exact = /^\d/.test(version)
      return found === undefined || (exact && found !== version) ? [{ owner, name, version }] : []
    }),
  )
}

function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[/-]/)
  const os = systems.find((system) => words.includes(system))
  const cpu = words.some((word) => word.endsWith('eabihf'))
    ? 'arm'
    : processors.find((processor) => words.includes(processor))
  if (os === undefined || cpu === undefined) throw new Error(`${name} does not say which system it is for`)
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc'
  return { os: [os], cpu: [cpu], ...(os === 'linux' ? { libc: [libc] } : {}) }
}

/**
 * The lock with an entry for every package that is meant for another system. npm leaves those out that the registry it
 * asks does not carry, and then refuses its own lock: `npm ci` fails. The version is pinned; the checksum cannot be
 * known here, so npm does not check one for these on the systems that install them.
 * Throws when a missing package is not for one system only: that is a real gap.
 */
export function completeLock(lock: Lock): Lock {
  const packages: Record<string, LockEntry> = { ...lock.packages }
  for (const { owner, name, version } of gapsIn(lock)) {
    const { os = [], cpu = [], libc } = platformOf(name)
    const beside = `${owner.slice(0, owner.lastIndexOf('node_modules/'))}node_modules/${name}`
    const place = packages[beside] === undefined ? beside : `${owner}/node_modules/${name}`
    const dev = packages[owner]?.dev === true ? { dev: true } : {}
    packages[place] = { version, cpu, ...dev, ...(libc ? { libc } : {}), optional: true, os }
  }
  const sorted = Object.entries(packages).sort(([one], [other]) => one.localeCompare(other, 'en'))
  return { ...lock, packages: Object.fromEntries(sorted) }
}

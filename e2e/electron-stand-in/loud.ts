/** What asks every object for itself, and must not be answered loudly: promises, printing, tests. */
const silent: ReadonlySet<string> = new Set(['then', 'toJSON', 'constructor', 'inspect', 'asymmetricMatch', 'nodeType'])

/**
 * A part of Electron's interface that stands for the whole: what is there works, what is missing throws with its name. Never a
 * quiet `undefined`, which would make a test of wiring pass for nothing.
 */
export function loud<Whole extends object>(name: string, part: object): Whole {
  const bound = new Map<PropertyKey, unknown>()
  const proxy = new Proxy(part, {
    get: (target, member) => {
      if (bound.has(member)) return bound.get(member)
      if (!(member in target)) {
        if (typeof member === 'symbol' || silent.has(member)) return undefined
        throw new Error(`the stand-in for Electron has no ${name}.${member}`)
      }
      const value: unknown = Reflect.get(target, member, target)
      if (typeof value !== 'function') return value
      const method = value.bind(target)
      bound.set(member, method)
      return method
    },
    set: (_target, member) => {
      throw new Error(`the stand-in for Electron does not let ${name}.${String(member)} be set`)
    },
  })
  return proxy as Whole
}

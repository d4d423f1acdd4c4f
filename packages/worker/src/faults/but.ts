/**
 * The same thing, but for some of its members. Everything else works on the thing itself, private
 * fields included.
 */
export function but<T extends object>(thing: T, over: Partial<T>): T {
  return new Proxy(thing, {
    get(target, key) {
      if (Object.hasOwn(over, key)) return over[key as keyof T]
      const member: unknown = Reflect.get(target, key, target)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

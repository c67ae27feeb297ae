import type { Fact, Unknown } from "../model/fact.ts";

/** A fact that was asked for and is not known. Ends a check; the engine catches it, nobody else sees it. */
export class Missing extends Error {
  override readonly name = "Missing";
  /** `"kernel.exports"` */
  readonly fact: string;
  readonly unknown: Unknown;

  constructor(fact: string, unknown: Unknown) {
    super(fact);
    this.fact = fact;
    this.unknown = unknown;
  }
}

type Facts = Readonly<Record<string, Fact<unknown> | undefined>>;

/** An optional fact that this source does not have. */
const nobodyLooked: Unknown = {
  known: false,
  why: { en: "nothing that was given tells it", zh: "所提供的内容中没有这项信息" },
  remedy: {
    en: "Give more of this kernel, or run kofit on the machine itself.",
    zh: "请提供该内核的更多文件，或直接在该机器上运行 kofit。",
  },
};

/**
 * Objects whose properties are the values of facts, for one side (`"kernel"`, `"module"`, `"pair"`) and its keys.
 *
 * @throws {Missing} on reading a fact that is not known.
 */
export function asking(side: string, keys: Iterable<string>): (facts: Facts) => object {
  class Asking {
    readonly #facts: Facts;
    constructor(facts: Facts) {
      this.#facts = facts;
    }
    // Getters on the prototype, made once: an object for each module costs nothing, a Proxy would.
    static {
      for (const key of keys) {
        Object.defineProperty(this.prototype, key, {
          get(this: Asking) {
            const fact = this.#facts[key] ?? nobodyLooked;
            if (fact.known) return fact.value;
            throw new Missing(`${side}.${key}`, fact);
          },
        });
      }
    }
  }
  return (facts) => new Asking(facts);
}

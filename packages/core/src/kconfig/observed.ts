import type { KconfigRules } from "../model/kconfig-rules.ts";
import { fromText, N } from "./possible.ts";
import type { UserValues } from "./user-values.ts";
import { initialText, isTristate, plainValue, type SymbolValue } from "./value.ts";

/**
 * The symbols as a configuration shows them that Kconfig wrote. A symbol without a line is `n`, or what nothing has set:
 * whatever is more than that is written, conf_write() in scripts/kconfig/confdata.c.
 */
export function observedIn(rules: KconfigRules, user: UserValues): (name: string) => SymbolValue | undefined {
  return (name) => {
    const symbol = rules.symbols.get(name);
    const type = symbol?.type;
    if (!type || symbol.transitional) return undefined;
    const value = user.get(name);
    const written = value !== undefined;
    // A range moves even what nothing has set.
    if (!written && symbol.definitions.some(({ ranges }) => ranges.length > 0)) return undefined;
    return isTristate(type)
      ? plainValue(type, fromText(value ?? "n") ?? N, undefined, written)
      : plainValue(type, N, value ?? initialText(type), written);
  };
}

import { expect, test } from "vitest";
import { causesOf, only } from "../../test/build/causes.ts";
import { imports, modversions, unknownFact } from "../../test/build/facts.ts";
import { configOf } from "../model/config.ts";

const ID = "symbol-option-off";
const found = (symbol: string, config: string): ReturnType<typeof causesOf> =>
  only(
    ID,
    causesOf(
      "unknown-symbol",
      { config: config === "" ? unknownFact : configOf(config) },
      { imports: imports(symbol), modversions: modversions({ module_layout: 0x11, [symbol]: 1 }) },
    ),
  );
const ON = "CONFIG_MODVERSIONS=y\n";

test.each([
  ["__asan_load8_noabort", ["CONFIG_KASAN"]],
  ["mutex_lock_nested", ["CONFIG_DEBUG_LOCK_ALLOC"]],
  ["__x86_return_thunk", ["CONFIG_MITIGATION_RETHUNK", "CONFIG_RETHUNK"]],
  ["rt_spin_lock", ["CONFIG_PREEMPT_RT"]],
])("%s is called by code of an option", (symbol, options) => {
  expect(found(symbol, ON)).toEqual([{ id: ID, certainty: "certain", evidence: { symbol, options } }]);
  expect(found(symbol, `${ON}${options.at(-1)}=y`)).toEqual([]);
});

test("a symbol that bears the name of a module's exports: likely, if the option is off", () => {
  expect(found("cfg80211_external_auth_request", ON)).toEqual([
    {
      id: ID,
      certainty: "likely",
      evidence: {
        symbol: "cfg80211_external_auth_request",
        options: ["CONFIG_CFG80211"],
        owner: "net/wireless/cfg80211",
      },
    },
  ]);
  expect(found("cfg80211_external_auth_request", `${ON}CONFIG_CFG80211=m`)).toEqual([]);
});

test("nothing without the configuration, and nothing of other symbols", () => {
  expect(found("__asan_load8_noabort", "")).toEqual([]);
  expect(found("my_driver_start", ON)).toEqual([]);
});

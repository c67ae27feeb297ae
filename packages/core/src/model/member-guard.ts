import type { Condition } from "./header-condition.ts";

/** A member of a struct as the headers declare it, with what guards it. Plain data. */
export interface GuardedMember {
  /** For a member of what the struct holds the way to it: `"mkobj.kobj.release"`. */
  readonly name: string;
  /** Under which it is there where the struct itself is; always: {@link always}. */
  readonly condition: Condition;
  /** Whether it is there under the headers' own configuration; absent where that is not known. */
  readonly present?: boolean;
}

/** Which members of a struct an option brings: those that are there when it is set, and are not when it is not. */
export interface OptionMembers {
  readonly option: string;
  readonly members: readonly string[];
}

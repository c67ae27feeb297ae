import type { MessageFault } from "../../model/signature.ts";

/** A message that the kernel does not take, for another reason than its encoding. */
export class Fault extends Error {
  readonly errno: MessageFault["errno"];
  readonly line: string | undefined;

  constructor(errno: MessageFault["errno"], what: string, line?: string) {
    super(what);
    this.errno = errno;
    this.line = line;
  }
}

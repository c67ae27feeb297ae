// What the programs that kernels are packed with made of small inputs: no library that packs is needed for tests.

const bytes = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, "base64"));

/** 3,000 lines of this, packed as kbuild does it (scripts/Makefile.lib). */
export const LINES = "does this module fit this kernel?\n".repeat(3000);

/** By `lz4 -l -9`, `lzma -9`, `bzip2 -9` and `lzop -9`. */
export const packedLines = {
  lz4: bytes(
    "AiFMGLkBAADyBWRvZXMgdGhpcyBtb2R1bGUgZml0EACPa2VybmVsPwoiAP////////////////////////////////////////////////////" +
      "//////////////////////////////////////////////////////////////////////////////////////////////////////////////" +
      "//////////////////////////////////////////////////////////////////////////////////////////////////////////////" +
      "//////////////////////////////////////////////////////////////////////////////////////////////////////////////" +
      "//////////////////////////////////////////////////////////////////////////////////////////////////////////////" +
      "///////////////////////////////////////8VQbmVsPwo=",
  ),
  lzma: bytes(
    "XQAAAAT//////////wAyG8jUk2QMGYBuOLC75c+gwqCIvE3HKzFX3+ite08DO0eHpH2jRSoAIDbNtbE2YF5gix8ojmVIvlQsWNKk8qN0YT2lya" +
      "/Ktc7p/Q+jp9trLRsg4Vh7Jub9xYQsbkvnIznpZ7u4ea1bTXZ6vABHk6UJhF9sX/+BWwAA",
  ),
  bzip2: bytes(
    "QlpoOTFBWSZTWVN9QSgALt/ZgAAQQAAAAIdvngAwARAChppgAE1VMpoDDUKGmmADFQheKhC6qhC7qELaoQv1Qhb1CF1UIWKhC6qELmoQs1CF8q" +
      "EL1VCFxVCFxUIWahC+1CFqoQsVCFqoQtVCF3UIW9QhaqhC2qELaoQt6oQs1CF/F3JFOFCQU31BKA==",
  ),
  lzo: bytes(
    "iUxaTwANChoKEEAgoAlAAwkDAAAJAACBpGsDYNUAAAAAAWQ7ngSfAAGOcAAAAkj4QTqBJWRvZXMgdGhpcyBtb2R1bGUgZml0vAEFa2VybmVsPw" +
      "ogAAAAAAAAAOaEACAAAAAAAAAA5oQAIAAAAAAAAADmhAAgAAAAAAAAAOaEACAAAAAAAAAA5oQAIAAAAAAAAADmhAAgAAAAAAAAAOaEACAAAAAA" +
      "AAAA5oQAIAAAAAAAAADmhAAgAAAAAAAAAOaEACAAAAAAAAAA5oQAIAAAAAAAAADmhAAgAAAAAAAAAOaEACAAAAAAAAAA5oQAIAAAAAAAAADmhA" +
      "AgAAAAAAAAAOaEACAAAAAAAAAA5oQAIAAAAAAAAADmhAAgAAAAAAAAAOaEACAAAAAAAAAA5oQAIAAAAAAAAADmhAAgAAAAAAAAAOaEACAAAAAA" +
      "AAAA5oQAIAAAAAAAAADmhAAgAAAAAAAAAOaEACAAAAAAAAAA5oQAIAAAAAAAAADmhAAgAAAAAAAAAOaEACAAAAAAAAAA5oQAIAAAAAAAAADmhA" +
      "AgAAAAAAAAAOaEACAAAAAAAAAA5oQAIAAAAAAAAADmhAAgAAAAAAAAAOaEACAAAAAAAAAA5oQAIAAAAAAAAADmhAAgAAAAAAAAAOaEACAAAAAA" +
      "AAAA5oQAIAAAAAAAAADmhAAgAAAAAAAAAOaEACAAAAAAAAAA5oQAIAAAAAAAAADmhAAgAAAAAAAAAOaEACAAAAAAAAAA5oQAIAAAAAAAAADmhA" +
      "AgAAAAAAAAAOaEACAAAAAAAAAA5oQAIAAAAAAAAADmhAAgAAAAAAAAAOaEACAAAAAAAAAzhAARAAAAAAAA",
  ),
} as const;

/** Calls and jumps as an architecture writes them, with targets that look like signs now and then. */
export function machineCode(kind: keyof typeof filteredCode): Uint8Array {
  const out: number[] = [];
  let state = 7;
  for (let i = 0; i < 256; i += 1) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const r = state >>> 24;
    const pick = (bit: number, yes: number, no: number): number => ((r & bit) === 0 ? no : yes);
    if (kind === "x86") {
      const [first, last] = [(r & 6) === 0 ? 0xff : r, (r & 32) === 0 ? [0xe8] : []];
      out.push(pick(1, 0xe8, 0xe9), first, i & 3, (i & 8) === 0 ? 0xff : 0, pick(16, 0, 0xff), ...last);
    } else if (kind === "arm") out.push(i, r & 3, 0, pick(1, 0xeb, 0xe2));
    else if (kind === "armthumb") out.push(i, 0xf0 | (r & 7), r & 3, pick(8, 0xf8, 0x20));
    else {
      out.push(i, r & 3, pick(4, 0xff, 0), pick(8, 0x94, 0x97));
      out.push(i & 0x1f, 0, pick(0x40, 0, 0xff), pick(1, 0x90, 0xb0));
    }
  }
  return Uint8Array.from(out);
}

/** {@link machineCode} by `xz --check=crc32 --x86 --lzma2=dict=128MiB`, or `--arm` …: scripts/xz_wrap.sh. */
export const filteredCode = {
  x86: bytes(
    "/Td6WFoAAAFpIt42AgEEACEBHgAFDOzX4AWEA3hdAHS0PA/8WZFycJsZjWK4IJnZ6fv47mZOxh0qIW505zsIqHtkJ5P4IUD6LcAX2uNYZSdyg6" +
      "bM5yiiuvV8pBEWOJWRs9KaxOZVR2eAuV/8BIEMxywVbWN59Nm04aHOtJmn7t+4YUIkMDceJG1gE2JlUJsSZI4L3IjAK7bDsT+rJ6bkAXruWTlh" +
      "ESeANqmqmYuCYdR1lIT9YWGQBkV3rrmFJMlp6xRjJDIKQrWtVjr1GeFHHx7gZmNGAiRM/w0TkzOdX6xPGoA6k+zbStEtdQjEjxG+f7tKCIq2hp" +
      "Uirg7FoIiZOq1dyW8uKag5WSqlvHQfcMAj5JRlsFmwzByFIq1WghSVKlQQGbfv3FPIDOysMqp4QSXCR0OOkIcA0Ul8VpgjQa7PDduQtFJ+UlG6" +
      "cGCtsa81DFWwk8CfnDUkmO0ygeZL0wZgmqokoqZOZ40biUbdQPilZ1u7X+eexYjx+KEIJxl+HDzsfh21I+kqsILo1+t0Stc/Y6gQXtAFZ1YY+V" +
      "B3PlZIsXrW0LWx1gsDZ4pwzo+x3X7IlFfyYQOUaB4ndmbCiMfnjsYhTHJQ2tbl5MjcAHTlnKUulPtcNpfNjPdsIz2TqGYhFpM7b5v0T0XzDBXO" +
      "/5QSBCJgg0M7hy16xb4qJj3URpGqSWHwRB2+N6vmi2k0w5+4Bo7WLD5ErDq16UWBtfFmPS+61xjDedtyNWfJbgEdBGEJpcIxTh1z9n5IX0z8oQ" +
      "0JXxacLCBddJsf1KKxtCGHEYNUtEVpVPXjSCEy3+A/8tQhGZ2bVvJbOLBcEJCgQwfrXmHXK0RVKvB/XmyFbNO2TD4IdQOIWc1XjqSroxs8yvlj" +
      "pmdeHXqHSkxD6QtLL5dAxHAtcPu4lDXuPL+s06nfxo6DXpame/jLVBtFQPwOrZ+Tw/zEsN9GVy8n1u+QN8nIC9otp1irqIolTJMjd/Bhuy93Yn" +
      "oVRSYluoCLWktQhawYcUebxJi638f/ENx3Y1/WJ4LUNsnjWBghkwnnw/cydidKrpZrxIbYzclUfr/+JNoQ4pcsKvocuzUMka03hjbNY82NFU3O" +
      "M44Tgj6NETx7a/1vqZp8BBMnuKNVHh2vrWTKpjztdyfMag4VVzH7Fq/ekMIdXXlWm1KuGo3+SDHk5SzDjdI+OM4OtqpjUQHXCbqLEUE8xRVPAR" +
      "09Ye9tPXbEFu1MAABb/DhEAAGQB4ULAABmt8G6PjANiwIAAAAAAVla",
  ),
  arm: bytes(
    "/Td6WFoAAAFpIt42AgEHACEBHgCrfnhR4AP/AcBdAABoNt8+MIP79t+bw5iqzeM26MJOMu4HdrtjSYJyTLlFmMhE9Ki/pfT9IJswet4BH1v9Qt" +
      "eM38GHC4uf2oAX1JpGpWj3HZmOO3L0IkvgfLSpws+hg6O78/HiHxI+XBwHd4lhQCBAGbTzAIQvE3Kh0DCcVQW6HjhqUSDWAPFjsPJmpBu8jyUl" +
      "dbW2pKsSI2tpjs1LdydZt32LatKlTkrWkNRTA3OW4UTY8GWqkaLxSIw13Hh1aHVLrt6y38olJEENeeTqd/69ZDVGhp3gYIKw5d56DbmylP0Gso" +
      "paTsRkJ/l7tZN0/pzoOubx0Iv4+UQZg8Goh02YlBttpkY4ME848gOGd6dXyuTLPflGw0h/JiQUMEYoUakU4gQ97CUZSLDWk65PmqvoLNrHeU1a" +
      "+gV5FOv0kavdmpYi2OxAVcnK/I024YOyt2nGBBnzkvPkUsxtp0jc6xOAn4Bi+hRMAlrfK6X2bdnmOvRVqXH3cD1UsWvePWF0aqmRPdRauktc00" +
      "R8sik2AycRZarrER8M1KX7exZ+JO1zD8SzxGJhQApSYRLwjAjxBgtP2DlNslRPLKf2ElFUKs6w3mU4B32x2TnYEAAALv4p8gAB2AOACAAAzNfS" +
      "mT4wDYsCAAAAAAFZWg==",
  ),
  armthumb: bytes(
    "/Td6WFoAAAFpIt42AgEIACEBHgB+zC6g4AP/AvtdAAA9F1T67Ot2ltry+wYXFRFkhrdOZsX7KJuwIx0xTy++PYVD9IicN8akrMtjIgAwlJ6ENq" +
      "sQOoT2LNssm7NI7kWQWqBDzpLQzza/AUoegog+ESnUyArpViFwQvnRF/Ss3CKzYe/X6xohcoAIO1n68Eojv30L03tY3UFe+VIDJvzBz5m03BK3" +
      "F1RNQx8Knox9wdtXGns4tXqLnf0J/ICcTn7PHfrVv3t1tZoHxPEoocz4xaZFwsc5Rk4aXt1TUsnIRGJvWX8ERykirPZW7GIeG7eeUutJeF/Rlr" +
      "Yf6dVsk5CmV2vRycQ0aSlnQ9tuGzcOwQwUrshm6PvOqfTUFPXYrbPiU+2r+Far4isbLCorDW0dWbVX2Jrlp30ZgLw+2k2GiLC5gNy2vmSNq9zr" +
      "LHTzzTh4OPocgSxiI7CsqkgtsefQiI0XBUwmevolRAoM5hiZZwc/LeB+s/cytpsw9AQE8f8X+SiOoJW/lqy19ef6W7HSkyETcUmOwJPUZTIC9V" +
      "3hYliBdWT7u1OSeg574Q0NAk0Ck8U+co+S79zSr6GNVp5qzxWBn+TdoC8uPFfGwnpfpi7tP/NHZ77dWEuof2FtkBmBRmBuGg0JiyDTeA+scWgu" +
      "WWpzZBY9JZXncb4WWS5gTM5UPTl6IlF9UMW3FdHXky+pk6KK7M5b8dlFNxE/vvrbayE1e1SINYH5oU74laDT/5hOupawAiaVdEtS2G8fRlDKmw" +
      "a7D+D0M4kM9vIPmzLJrmk3YctsaWW7XlQwXfn8ijnW+Qqmv7DE70Xsq/CFQODWeHI99OZlImGU3QQyXXvow4C9udbnlq9RBnroSSVoLvkSOK/f" +
      "tKLE0KntbCvO/Jw/RUIiej6KWnDrTnueiHsJZ6gRSDnPuD89DWI4DCMZYmUjZdOyCHt1XcNqR4pus9VRxqckClolSW0T6+sd052wkpn/ab/P6S" +
      "CcJzNLeIz7UhR8l9VzhjNrCuPNI7gAvk2ua9r1V6v8fDVNyU3TM7/NVnNbNjKco/f7tkoAAGru4tIAAZMGgAgAABOirTQ+MA2LAgAAAAABWVo=",
  ),
  arm64: bytes(
    "/Td6WFoAAAFpIt42AgEKACEBHgB1bebt4Af/A51dAABj+5gMLmCX7CXzSZbs7sjIx092JZWddCga2KOZT0pQE8zSQzEVXwUn3PTdRc4Q3GRTdM" +
      "RsyTttWPslsW+J/noO7vabkYrbwmYWMhRiYI93dPFll7uwmSiVVpJtHgGV28ZdGA/s6VytoNgeA81c7+IOwyY2Zkyw4LR/9PyKKkbsxOo2GdeR" +
      "VoIEc6Op5TJqRqhNQBmpO3p03J+yGlg2edkDXGji6+BtWu2Kx9brNKfvseJKn/ngbyTF/RiDxJpz6mrGQ3YsLtQ5USspF769ZWuvUIZX2T6N26" +
      "SvJMH/JrSw/ixpAwlTetvXqhKjbOUGHQPEKxlGfnNgc4Rlbs683wlbwVoI2rtatoLIjh9vsmgjfstLUzKAk6myiCzWSM/3f5MhgRTMDTQcO7dn" +
      "sLsYr+LOzXWeFLTEZ1jLCLPG/wiNp0BPq3GWQlR7mWAT4lMV+wL8kmyJcC2SlCnfxkOF95Dlo/USEhnQf3d5qedrP+GVdw8BDYJfPgMrQe3MA4" +
      "p6KlpcuixilOYCWvWOV4BtDZ342B2XHQGiZMdS08F9X5tyKpA2BzJ5EY8EoUIVvjY4p43V9ulLG5aSvHShmPLU4gmKnRG1DlRe2H3OmZBeCVem" +
      "adFbUnsChJ7T1vfCTuD1lWtpeGBOGYbE93j4ZBRAsphhx9VhKQHJol2e8/IE4kN2xXWEL4DcX/7YpGvoMEHgOqfUui80X12SM8rUVjbRGC3oa2" +
      "0irPywLDJ9a3Hf3hZUwAK5u3lNhrGo48tixCaoLyzKy86Rie1RDoheCAe6dbS9WnEAqEt1VvlvTAEqVqTnfew88mNnv1w+K691O/YTMIiRNAEK" +
      "JPeplUVz/BqlvpKljYZuYis5GVXIQ9zLVYanT2RCG7HdkFeoRSotnCK8TWk9TqwrQqiFLEmfL+tCYt6Y7Ulogb4KhCbZaa9m7jioSo0s1p/fOY" +
      "o1ocVmhe+s8Xp0BXDzJutRBjiHk654Ufrw3hj6UzBxDGnBRFiZaGT9ldnAT75j3RmoJ8cKyXln6ZGOwv6YjC2bs50LTARTp7t8prqeCkZeYZVi" +
      "w2QBdovG8Doa97EIntLE92PKAUNAfhcO66AaxX8c017EVrdzlGfkY1sj65ZQDGdc+uRQyi43dhGnXjH07d4NT7KVOv3IQsl6AUHPEMRO8iNQWp" +
      "F0nlW8mXLok6GyEtQmY7Rx509pW6ag1qKCtTtwEx4CxODsl3zp/oniNXuNngGbMmwAAAAA/bnNawABtQeAEAAAQJ8Nyj4wDYsCAAAAAAFZWg==",
  ),
} as const;

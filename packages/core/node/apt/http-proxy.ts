/** An HTTP proxy to send requests through. */
export interface Proxy {
  readonly host: string;
  readonly port: number;
  /** Value of `Proxy-Authorization`, when its URL carries a name and password. */
  readonly authorization?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for `url`, as curl reads it: `http_proxy` (in lower case only, because a CGI
 * program's `HTTP_PROXY` is a stranger's header), `https_proxy`, `all_proxy`, `no_proxy`. Absent when there is none or
 * it is not an HTTP proxy.
 */
export function proxyFor(url: URL, environment: Environment): Proxy | undefined {
  const either = (name: string): string | undefined => environment[name] ?? environment[name.toUpperCase()];
  if (isExempt(url.hostname, either("no_proxy") ?? "")) return undefined;
  const own = url.protocol === "https:" ? either("https_proxy") : environment["http_proxy"];
  const text = own ?? either("all_proxy") ?? "";
  const full = text.includes("://") ? text : `http://${text}`;
  if (text === "" || !URL.canParse(full)) return undefined;
  const proxy = new URL(full);
  if (proxy.protocol !== "http:") return undefined;
  const name = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return {
    host: proxy.hostname,
    port: proxy.port === "" ? 80 : Number(proxy.port),
    ...(proxy.username === "" ? {} : { authorization: `Basic ${Buffer.from(name).toString("base64")}` }),
  };
}

/** `no_proxy` lists host names and domains, `.example.org` and `example.org` meaning the same; `*` is every host. */
function isExempt(host: string, list: string): boolean {
  return list
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((entry) => entry.replace(/^\*?\./, ""))
    .some((entry) => entry === "*" || host === entry || host.endsWith(`.${entry}`));
}

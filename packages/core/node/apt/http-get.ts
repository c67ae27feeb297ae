import { type ClientRequest, type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import type { Socket } from "node:net";
import { connect as startTls } from "node:tls";
import { proxyFor } from "./http-proxy.ts";

/** A mirror that sends nothing for so long is taken for dead. */
const IDLE_MS = 30_000;
/** More redirections than any mirror network needs: a loop. */
const MAX_REDIRECTS = 5;

export interface GetOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The answer to a GET request after redirections, its body as the server sent it: `fetch` would decode a `.gz` file
 * that a server labels with `Content-Encoding`, and does not use the proxy that the environment names before Node 24.
 *
 * @throws {Error} if the server cannot be reached, leads in circles, or away from https.
 */
export async function httpGet(url: string, options: GetOptions): Promise<IncomingMessage> {
  let at = new URL(url);
  for (let i = 0; i <= MAX_REDIRECTS; i++) {
    const response = await getOnce(at, options);
    const next = response.headers.location;
    if (![301, 302, 303, 307, 308].includes(response.statusCode ?? 0) || next === undefined) return response;
    response.resume();
    const to = new URL(next, at);
    if (to.protocol !== "https:" && (to.protocol !== "http:" || at.protocol === "https:")) {
      throw new Error(`${at.href} redirects to ${to.href}`);
    }
    at = to;
  }
  throw new Error(`${url} redirects more than ${MAX_REDIRECTS} times`);
}

async function getOnce(url: URL, options: GetOptions): Promise<IncomingMessage> {
  const proxy = proxyFor(url, process.env);
  const headers = { "User-Agent": "kofit", ...options.headers };
  const signal = options.signal;
  if (proxy === undefined) {
    const send = url.protocol === "https:" ? requestSecure : requestPlain;
    return answerTo(send(url, { headers, ...(signal === undefined ? {} : { signal }) }));
  }
  const credentials = proxy.authorization === undefined ? {} : { "Proxy-Authorization": proxy.authorization };
  const server = { host: proxy.host, port: proxy.port, ...(signal === undefined ? {} : { signal }) };
  if (url.protocol === "http:") {
    return answerTo(
      requestPlain({ ...server, path: url.href, headers: { Host: url.host, ...credentials, ...headers } }),
    );
  }
  const port = url.port === "" ? "443" : url.port;
  const authority = `${url.hostname}:${port}`;
  const tunnel = requestPlain({
    ...server,
    method: "CONNECT",
    path: authority,
    headers: { Host: authority, ...credentials },
  });
  const socket = await tunnelThrough(tunnel, authority);
  const createConnection = (): ReturnType<typeof startTls> => startTls({ socket, servername: url.hostname });
  return answerTo(
    requestSecure(url, { headers, createConnection, ...(signal === undefined ? {} : { signal }) }),
  );
}

async function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.setTimeout(IDLE_MS, () => request.destroy(new Error(`no answer for ${IDLE_MS / 1000} seconds`)));
    request.on("response", resolve);
    request.on("error", reject);
    request.end();
  });
}

/** RFC 9110, 9.3.6. */
async function tunnelThrough(request: ClientRequest, authority: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    request.setTimeout(IDLE_MS, () =>
      request.destroy(new Error(`no answer from the proxy for ${IDLE_MS / 1000} seconds`)),
    );
    request.on("connect", (response, socket) => {
      if (response.statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(new Error(`the proxy answers ${response.statusCode} to CONNECT ${authority}`));
    });
    request.on("error", reject);
    request.end();
  });
}

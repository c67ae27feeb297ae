import { createServer, type Server } from "node:http";
import { afterEach, expect, it, vi } from "vitest";
import { httpGet } from "./http-get.ts";

const servers: Server[] = [];
const listen = async (server: Server): Promise<number> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

it("asks the proxy for the whole URL, with its name and password", async () => {
  const port = await listen(
    createServer((request, response) => {
      response.end(`${request.url} ${request.headers.host} ${request.headers["proxy-authorization"]}`);
    }),
  );
  vi.stubEnv("http_proxy", `http://me:secret@127.0.0.1:${port}`);
  vi.stubEnv("no_proxy", "");
  const response = await httpGet("http://mirror.example.org/debian/x", {});
  const text = Buffer.concat(await response.toArray()).toString();
  expect(text).toBe(`http://mirror.example.org/debian/x mirror.example.org Basic ${btoa("me:secret")}`);
});

it("asks the proxy for a tunnel to an https server, and speaks TLS through it", async () => {
  const asked: string[] = [];
  const server = createServer();
  const first = new Promise<Buffer>((resolve) => {
    server.on("connect", (request, socket) => {
      asked.push(request.url ?? "");
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      socket.once("data", (data: Buffer) => {
        resolve(data);
        socket.destroy();
      });
    });
  });
  vi.stubEnv("https_proxy", `http://127.0.0.1:${await listen(server)}`);
  vi.stubEnv("no_proxy", "");
  await expect(httpGet("https://mirror.example.org/debian/x", {})).rejects.toThrow(Error);
  expect(asked).toEqual(["mirror.example.org:443"]);
  // A TLS record of the handshake (RFC 8446, 5.1) that names the server.
  const hello = await first;
  expect(hello[0]).toBe(22);
  expect(hello.includes("mirror.example.org")).toBe(true);
});

it("says what the proxy answers when it does not connect", async () => {
  const server = createServer();
  server.on("connect", (_, socket) => socket.end("HTTP/1.1 403 Forbidden\r\n\r\n"));
  vi.stubEnv("https_proxy", `http://127.0.0.1:${await listen(server)}`);
  vi.stubEnv("no_proxy", "");
  await expect(httpGet("https://mirror.example.org/", {})).rejects.toThrow(
    "403 to CONNECT mirror.example.org:443",
  );
});

it("does not follow a redirection to another protocol", async () => {
  const port = await listen(
    createServer((_, response) => response.writeHead(302, { Location: "ftp://mirror.example.org/" }).end()),
  );
  vi.stubEnv("no_proxy", "127.0.0.1");
  await expect(httpGet(`http://127.0.0.1:${port}/`, {})).rejects.toThrow("redirects to ftp:");
});

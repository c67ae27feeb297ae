import { expect, it } from "vitest";
import { proxyFor } from "./http-proxy.ts";

const plain = new URL("http://mirror.example.org/debian");
const secure = new URL("https://mirror.example.org/debian");

it("takes the proxy of the URL's own scheme", () => {
  const environment = { http_proxy: "http://proxy.example.org:3128", https_proxy: "other.example.org:8080" };
  expect(proxyFor(plain, environment)).toEqual({ host: "proxy.example.org", port: 3128 });
  expect(proxyFor(secure, environment)).toEqual({ host: "other.example.org", port: 8080 });
  expect(proxyFor(plain, { ALL_PROXY: "http://proxy.example.org" })).toEqual({
    host: "proxy.example.org",
    port: 80,
  });
  expect(proxyFor(plain, { HTTP_PROXY: "http://proxy.example.org" })).toBeUndefined();
  expect(proxyFor(secure, {})).toBeUndefined();
});

it("passes on name and password", () => {
  expect(proxyFor(plain, { http_proxy: "http://me:p%40ss@proxy.example.org" })?.authorization).toBe(
    `Basic ${btoa("me:p@ss")}`,
  );
});

it("leaves out the hosts of no_proxy, and proxies that it cannot speak to", () => {
  const http_proxy = "http://proxy.example.org:3128";
  for (const no_proxy of ["*", "example.org", ".example.org", "a.test, mirror.example.org"]) {
    expect(proxyFor(plain, { http_proxy, no_proxy })).toBeUndefined();
  }
  expect(proxyFor(plain, { http_proxy, no_proxy: "ample.org,localhost" })).toBeDefined();
  expect(proxyFor(plain, { http_proxy: "socks5://proxy.example.org" })).toBeUndefined();
  expect(proxyFor(plain, { http_proxy: "::bad::" })).toBeUndefined();
});

import { describe, expect, it } from "vitest";
import { sendRequest } from "../../src/audit/connect/http-request";
import { defaultLimits } from "../../src/audit/connect/limits";
import { isLocalAddress, isLoopbackHost } from "../../src/audit/connect/local-address";

describe("addresses inside this computer and its network", () => {
  it.each(["127.0.0.1", "127.9.9.9", "::1", "[::1]", "0.0.0.0", "10.1.2.3", "172.20.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1"])("%s", (address) => {
    expect(isLocalAddress(address)).toBe(true);
  });
  it.each(["8.8.8.8", "172.32.0.1", "2606:4700::1111", "example.com", "10.example.com", "127.0.0.1.example.com"])("and not %s", (address) => {
    expect(isLocalAddress(address)).toBe(false);
  });
  it.each([["localhost", true], ["a.localhost", true], ["LOCALHOST.", true], ["127.0.0.1", true], ["localhost.example.com", false], ["10.0.0.1", false]])("%s is this computer: %s", (host, expected) => {
    expect(isLoopbackHost(host)).toBe(expected);
  });
});

describe("a stranger's word does not lead inside", () => {
  it.each(["http://127.0.0.1:1/", "http://2130706433:1/", "http://0x7f.1:1/", "http://[::1]:1/", "http://[::ffff:7f00:1]:1/", "http://localhost:1/", "http://169.254.169.254/", "http://0:1/"])("%s", async (url) => {
    const request = { url: new URL(url), method: "GET", headers: {} };
    await expect(sendRequest({ ...request, allowsLocal: false }, defaultLimits)).rejects.toThrow(/inside this computer or its network/);
  });

  it("but the person's own does", async () => {
    await expect(sendRequest({ url: new URL("http://127.0.0.1:9/"), method: "GET", headers: {}, allowsLocal: true }, defaultLimits)).rejects.toThrow("nothing listens there");
  });
});

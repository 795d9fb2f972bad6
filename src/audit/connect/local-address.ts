import { BlockList, isIP } from "node:net";

/** Whether a host, by its name alone, is this computer. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/gu, "").replace(/\.$/u, "").toLowerCase();
  if (bare === "localhost" || bare.endsWith(".localhost")) return true;
  return isIP(bare) !== 0 && isIn(loopback(), bare);
}

/** Whether an IP address lies inside this computer, its network, or another range that a server on the internet has no business to name. */
export function isLocalAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/gu, "");
  return isIP(bare) !== 0 && (isIn(loopback(), bare) || isIn(inner(), bare));
}

function isIn(list: BlockList, address: string): boolean {
  // An IPv4 address in IPv6's clothes (::ffff:127.0.0.1) is what it maps to; BlockList knows that.
  return list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

function loopback(): BlockList {
  const list = new BlockList();
  list.addSubnet("127.0.0.0", 8, "ipv4");
  list.addAddress("::1", "ipv6");
  return list;
}

function inner(): BlockList {
  const list = new BlockList();
  // Unspecified, private, carrier-grade, link-local (with the metadata service of clouds), benchmarks, multicast and reserved.
  for (const [network, prefix] of [["0.0.0.0", 8], ["10.0.0.0", 8], ["100.64.0.0", 10], ["169.254.0.0", 16], ["172.16.0.0", 12], ["192.0.0.0", 24], ["192.168.0.0", 16], ["198.18.0.0", 15], ["224.0.0.0", 3]] as const)
    list.addSubnet(network, prefix, "ipv4");
  // Unspecified, unique local, link-local, multicast, and addresses that embed IPv4 ones (NAT64, 6to4).
  list.addAddress("::", "ipv6");
  for (const [network, prefix] of [["fc00::", 7], ["fe80::", 10], ["ff00::", 8], ["64:ff9b::", 96], ["2002::", 16]] as const) list.addSubnet(network, prefix, "ipv6");
  return list;
}

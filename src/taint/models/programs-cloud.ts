import type { ProgramModel } from "./programs";

const mounts = "hand the machine's files to a container (`-v`, `--privileged`)";

/** docker and its twins: `run` and `exec` start programs in a container, the others name containers and images. */
const docker: ProgramModel = {
  danger: "talk to another machine (`--host`)",
  switches: { letters: "D", names: "debug tls" },
  subcommands: {
    run: { danger: mounts, switches: { letters: "dit", names: "rm detach interactive tty privileged init read-only" }, handsOn: { after: 1, to: "program" } },
    create: { danger: mounts, switches: { letters: "it", names: "rm interactive tty privileged init read-only" }, handsOn: { after: 1, to: "program" } },
    exec: { danger: "run as root (`--privileged`, `-u`)", switches: { letters: "dit", names: "detach interactive tty privileged" }, handsOn: { after: 1, to: "program" } },
    build: { danger: "read and write files", switches: { letters: "q", names: "no-cache pull quiet" } },
    ...Object.fromEntries(["start", "stop", "kill", "restart", "rm", "rmi", "pull", "push", "logs", "inspect", "pause", "unpause", "stats", "top", "port", "images", "ps", "tag"].map((name) => [name, { switches: { letters: "aqdv", names: "force all follow timestamps volumes quiet no-trunc" }, endOfOptions: "--" } satisfies ProgramModel])),
    compose: { danger: "start what another file says (`-f`)", switches: { letters: "dqv", names: "detach quiet" } },
  },
};

/** A client of a service in which one is logged in: an option can send the login elsewhere. */
function client(danger: string, names: string, letters: string): ProgramModel {
  return { danger, switches: { names, letters }, endOfOptions: "--" };
}

/** Containers, clusters and clouds. */
export const cloudPrograms: Readonly<Record<string, ProgramModel>> = {
  docker,
  podman: docker,
  nerdctl: docker,
  "docker-compose": { danger: "start what another file says (`-f`)", switches: { letters: "dqv", names: "detach quiet" } },
  kubectl: client("send the login to another server (`--server`, `--kubeconfig`)", "all-namespaces watch ignore-not-found show-labels force recursive wait all no-headers overwrite previous follow timestamps all-containers stdin tty server-side local list raw", "AwRit"),
  oc: client("send the login to another server (`--server`)", "all-namespaces watch", "A"),
  helm: client("run programs (`--post-renderer`) and use another cluster (`--kubeconfig`)", "create-namespace wait install atomic dry-run debug force reuse-values reset-values all-namespaces devel keep-history no-hooks", "iA"),
  gh: client("read files into what it sends (`--body-file`, `--field`)", "web comments draft fill paginate closed yes admin squash merge rebase delete-branch public private", "wd"),
  glab: client("read files into what it sends", "web yes", "wy"),
  terraform: { danger: "run what another folder says (`-chdir`)", switches: { letters: "", names: "" }, ignoresDoubleDash: true },
  tofu: { danger: "run what another folder says (`-chdir`)", ignoresDoubleDash: true },
  aws: { danger: "send signed requests elsewhere (`--endpoint-url`)", switches: { names: "no-paginate no-cli-pager dry-run recursive no-verify-ssl quiet", letters: "" }, ignoresDoubleDash: true },
  az: { danger: "read files into what it sends (`@file`)", switches: { names: "yes no-wait", letters: "y" }, ignoresDoubleDash: true },
  gcloud: { danger: "read flags from a file (`--flags-file`)", switches: { names: "quiet", letters: "q" }, ignoresDoubleDash: true },
  vercel: { danger: "use another configuration (`--local-config`, `--token`)", switches: { names: "prod yes", letters: "y" } },
  systemctl: { danger: "act on another machine (`--host`)", switches: { names: "user no-pager now quiet", letters: "q" }, endOfOptions: "--" },
  journalctl: { danger: "read other logs (`--file`)", switches: { names: "no-pager user follow reverse", letters: "fr" }, endOfOptions: "--" },
};

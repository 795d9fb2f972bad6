import { cloudPrograms } from "./programs-cloud";
import { gitSubcommands } from "./programs-git";

/**
 * How a program reads its command line, as far as it matters for an argument that the data choose.
 * An option that is not listed is taken to have the next word as its value: what stands behind it is not reported.
 */
export interface ProgramModel {
  /** What its options can do that harms, as the end of a sentence that begins "whose options can …". Absent: none is known. */
  readonly danger?: string;
  /** No option of it does harm. */
  readonly isHarmless?: boolean;
  /** Options without a value: letters of short ones (which may be put together), and the names of long ones, with blanks between. */
  readonly switches?: { readonly letters?: string; readonly names?: string };
  /** The word behind which nothing is an option, where it means nothing else: the fixes insert it. */
  readonly endOfOptions?: "--" | "--end-of-options";
  /** `--` does not end its options. */
  readonly ignoresDoubleDash?: boolean;
  /** Programs whose first plain word says what they do. */
  readonly subcommands?: Readonly<Record<string, ProgramModel>>;
  /** After so many plain words, or after one of these options and its value, the rest belongs to what it starts, which has options of its own. */
  readonly handsOn?: { readonly after: number; readonly options?: readonly string[]; readonly to: "program" | "script" };
}

const harmless: ProgramModel = { isHarmless: true };
const script = { after: 1, to: "script" } as const;
const program = { after: 0, to: "program" } as const;

const npm: ProgramModel = { danger: "install from elsewhere (`--registry`) and run programs (`--script-shell`)", switches: { letters: "gDSEfs", names: "global save save-dev save-exact force silent json production" }, endOfOptions: "--" };

/** Programs by the name of their file, without folder and ".exe". */
export const programs: Readonly<Record<string, ProgramModel>> = {
  ...Object.fromEntries("echo printf sleep true false date whoami id uname hostname which where basename dirname pwd head tail stat df ps test kill nproc uptime free realpath readlink md5sum sha1sum sha256sum cmp tr cut nl rev ping ping6 pgrep pidof lsof".split(" ").map((name) => [name, harmless])),
  git: { danger: "run programs and write files", switches: { letters: "pP", names: "no-pager paginate bare no-replace-objects literal-pathspecs no-optional-locks" }, subcommands: gitSubcommands },
  ...cloudPrograms,

  // Files.
  cat: { isHarmless: true, switches: { letters: "AbeEnstTuv", names: "number show-all" }, endOfOptions: "--" },
  ls: { isHarmless: true, switches: { letters: "aAbBcCdfFgGhHiklLmnNopqQrRsStuUvxXZ1", names: "all recursive" }, endOfOptions: "--" },
  wc: { isHarmless: true, switches: { letters: "clLmw", names: "lines words bytes" }, endOfOptions: "--" },
  file: { isHarmless: true, switches: { letters: "bikLrsz", names: "brief mime mime-type" }, endOfOptions: "--" },
  du: { isHarmless: true, switches: { letters: "abchHklLmsSx", names: "all summarize human-readable" }, endOfOptions: "--" },
  mkdir: { isHarmless: true, switches: { letters: "pv", names: "parents verbose" }, endOfOptions: "--" },
  rmdir: { isHarmless: true, switches: { letters: "pv", names: "parents verbose" }, endOfOptions: "--" },
  touch: { isHarmless: true, switches: { letters: "acm", names: "no-create" }, endOfOptions: "--" },
  rm: { switches: { letters: "fiIrRdv", names: "force recursive verbose dir" }, endOfOptions: "--" },
  cp: { switches: { letters: "abdfiHlLnpPRrsuvx", names: "archive force recursive verbose no-clobber" }, endOfOptions: "--" },
  mv: { switches: { letters: "bfinuv", names: "force verbose no-clobber" }, endOfOptions: "--" },
  ln: { switches: { letters: "bdfinsv", names: "force symbolic" }, endOfOptions: "--" },
  chmod: { switches: { letters: "Rvcf", names: "recursive verbose" }, endOfOptions: "--" },
  chown: { switches: { letters: "Rvcfh", names: "recursive verbose" }, endOfOptions: "--" },
  find: { danger: "run programs (`-exec`) and delete files (`-delete`)", switches: { letters: "HLP" }, ignoresDoubleDash: true },
  fd: { danger: "run programs (`--exec`)", switches: { letters: "HIsiauFLp0", names: "hidden no-ignore absolute-path follow" }, endOfOptions: "--" },
  tar: { danger: "run programs (`--checkpoint-action`, `--to-command`)", switches: { letters: "cxtvzjJapPkO", names: "create extract list gzip bzip2 xz verbose" }, endOfOptions: "--" },
  zip: { danger: "run programs (`-TT`)", switches: { letters: "rqjv9", names: "recurse-paths quiet" }, endOfOptions: "--" },
  unzip: { switches: { letters: "oqnlvpj" } },
  "7z": { danger: "write files where they like (`-o`)" },
  rsync: { danger: "run programs (`-e`, `--rsync-path`)", switches: { letters: "avzrlptgoDnuPhx", names: "archive verbose compress recursive delete dry-run progress" }, endOfOptions: "--" },
  grep: { switches: { letters: "abcEFGhHiIlLnoPqrRsUvVwxzZ", names: "recursive ignore-case line-number" }, endOfOptions: "--" },
  rg: { danger: "run programs (`--pre`)", switches: { letters: "aciFHIlnNoPqSsUuvwxz", names: "json files hidden no-ignore ignore-case line-number files-with-matches count no-heading vimgrep fixed-strings" }, endOfOptions: "--" },
  ag: { danger: "run programs (`--pager`)", endOfOptions: "--" },
  sed: { danger: "run programs and rewrite files", switches: { letters: "nErsz" }, endOfOptions: "--" },
  awk: { danger: "run programs", endOfOptions: "--" },
  sort: { danger: "write files (`-o`) and run programs (`--compress-program`)", switches: { letters: "bdfghinruVz" }, endOfOptions: "--" },
  diff: { switches: { letters: "urNaqwbB", names: "brief recursive" }, endOfOptions: "--" },
  tree: { danger: "write files (`-o`)", switches: { letters: "adfiJCl" }, endOfOptions: "--" },
  open: { danger: "start any application (`-a`)", switches: { letters: "nWgjFetR" }, handsOn: { after: Infinity, options: ["--args"], to: "script" } },
  "xdg-open": harmless,

  // The network.
  curl: { danger: "write files (`-o`) and read options and files from anywhere (`-K`, `-T`)", switches: { letters: "sSLkfIivgGNO", names: "silent show-error location insecure fail head include compressed get" }, endOfOptions: "--" },
  wget: { danger: "write files (`-O`) and run programs (`--use-askpass`)", switches: { letters: "qcNvSr", names: "quiet continue recursive no-check-certificate spider" }, endOfOptions: "--" },
  ssh: { danger: "run programs here (`-oProxyCommand`)", switches: { letters: "46AaCfGgKkMNnqsTtVvXxYy" }, endOfOptions: "--", handsOn: { after: 1, to: "program" } },
  scp: { danger: "run programs (`-oProxyCommand`, `-S`)", switches: { letters: "346ABCpqrTv" }, endOfOptions: "--" },
  sftp: { danger: "run programs (`-oProxyCommand`, `-S`)", switches: { letters: "46aCfNpqrv" }, endOfOptions: "--" },
  nmap: { danger: "run scripts (`--script`) and write files (`-oN`)", switches: { letters: "Fnv6A" }, ignoresDoubleDash: true },
  dig: { danger: "read names from files (`-f`)", ignoresDoubleDash: true },
  nslookup: { ignoresDoubleDash: true },
  whois: {},
  traceroute: {},
  openssl: { danger: "read and write files", ignoresDoubleDash: true },

  // What runs other programs, and interpreters: what follows belongs to those.
  ...Object.fromEntries(["env", "sudo", "nice", "nohup", "time", "xargs", "timeout", "doas", "stdbuf", "watch", "npx", "pnpx", "bunx", "uvx", "pipx"].map((name) => [name, { danger: "run programs", handsOn: name === "timeout" ? { after: 1, to: "program" } : program } satisfies ProgramModel])),
  ...Object.fromEntries(["node", "nodejs", "bun", "deno", "tsx", "ts-node"].map((name) => [name, { danger: "run code (`-e`)", handsOn: { ...script, options: ["-e", "--eval", "-p", "--print"] } } satisfies ProgramModel])),
  ...Object.fromEntries(["python", "python3", "python2", "py"].map((name) => [name, { danger: "run code (`-c`)", switches: { letters: "BbdEhiIOqsSuvVx" }, handsOn: { ...script, options: ["-c", "-m"] } } satisfies ProgramModel])),
  ...Object.fromEntries(["ruby", "perl", "php", "lua", "Rscript", "osascript", "java", "swift", "go"].map((name) => [name, { danger: "run code", handsOn: { ...script, options: ["-e", "-E", "-r", "-jar"] } } satisfies ProgramModel])),
  ...Object.fromEntries(["sh", "bash", "zsh", "dash", "ksh", "fish", "cmd", "powershell", "pwsh", "busybox"].map((name) => [name, { danger: "run commands (`-c`)", handsOn: { ...script, options: ["-c", "-lc", "-ic", "/c", "/C", "/k", "-Command", "-command", "-File"] } } satisfies ProgramModel])),

  // Packages.
  npm: { ...npm, subcommands: { ...Object.fromEntries("view info show search ls list outdated explain ping whoami".split(" ").map((name) => [name, { switches: npm.switches, endOfOptions: "--" } satisfies ProgramModel])), ...Object.fromEntries("install i add ci update uninstall rebuild publish pack link exec x run run-script test start create init".split(" ").map((name) => [name, npm])) } },
  pnpm: { danger: "install from elsewhere (`--registry`)", switches: { letters: "gDrw", names: "global save-dev recursive json" }, endOfOptions: "--" },
  yarn: { danger: "install from elsewhere (`--registry`)", switches: { letters: "DEW", names: "dev exact json" }, endOfOptions: "--" },
  pip: { danger: "install from elsewhere (`--index-url`, `-r`)", switches: { letters: "qvU", names: "upgrade quiet user" }, endOfOptions: "--" },
  pip3: { danger: "install from elsewhere (`--index-url`, `-r`)", switches: { letters: "qvU", names: "upgrade quiet user" }, endOfOptions: "--" },
  brew: { danger: "install from elsewhere", switches: { letters: "qvfd", names: "cask quiet verbose json" } },
  cargo: { danger: "use another registry or configuration (`--config`)", switches: { letters: "qv", names: "release quiet verbose" } },
  make: { danger: "run commands (`--eval`)", switches: { letters: "Bikns" }, endOfOptions: "--" },

  // Media and documents.
  ffmpeg: { danger: "read and write any file", switches: { letters: "yn", names: "" }, ignoresDoubleDash: true },
  ffprobe: { ignoresDoubleDash: true },
  convert: { danger: "write any file (`-write`)", ignoresDoubleDash: true },
  magick: { danger: "write any file (`-write`)", ignoresDoubleDash: true },
  pandoc: { danger: "run programs (`--filter`) and write files (`-o`)", switches: { letters: "sS", names: "standalone toc" }, endOfOptions: "--" },
  pdftotext: {},
  wkhtmltopdf: { danger: "run scripts and read files", ignoresDoubleDash: true },
  tesseract: {},
  "yt-dlp": { danger: "run programs (`--exec`)", switches: { letters: "qsvjJxFiw46", names: "no-playlist quiet simulate dump-json skip-download extract-audio no-warnings flat-playlist list-subs write-auto-subs write-subs" }, endOfOptions: "--" },
  "youtube-dl": { danger: "run programs (`--exec`)", switches: { letters: "qsvjJxFiw46", names: "no-playlist quiet simulate dump-json skip-download extract-audio" }, endOfOptions: "--" },

  // Databases.
  psql: { danger: "run statements and commands (`-c`), and write files (`-o`)", switches: { letters: "AtqxXw1" }, endOfOptions: "--" },
  mysql: { danger: "run statements (`-e`)", switches: { letters: "BNst" }, endOfOptions: "--" },
  sqlite3: { danger: "run commands (`-cmd`)", ignoresDoubleDash: true },

  // Devices.
  xcrun: { subcommands: { simctl: {}, devicectl: {}, xctrace: { ignoresDoubleDash: true } }, danger: "run programs" },
  adb: {},
  idb: {},
};

import type { EntryCheck, EntryFinding } from "./configuration-check";
import { packageOf } from "./package";
import { programOf, wordsOf, type Program } from "./program";

/** A server that may touch everything turns one injected sentence into the loss of everything. */
export const wideAccess: EntryCheck = {
  id: "wide-access",
  summary: "The server is given the whole disk, the home folder or the container's host",
  severity: "warning",
  precision: "high",
  cwe: [250],
  remedy: "Name the folder that the server needs, and no other",
  find(entry) {
    if (entry.transport !== "stdio") return [];
    const program = programOf(wordsOf(entry));
    const say = (field: string, what: string, evidence: string): EntryFinding => ({ severity: "warning", confidence: "high", field, message: `"${entry.name}" is given ${what}`, evidence });
    if (/^(?:docker|podman|nerdctl)$/.test(program.name)) return containerAccess(program).map(({ field, what, evidence }) => say(field, what, evidence));
    if (program.name === "deno") return program.words.filter(({ text }) => /^(?:-A|--allow-all)$/.test(text)).map(({ field, text }) => say(field, "every permission that Deno has", text));
    const opens = FILE_SERVER.test(`${packageOf(entry)?.name ?? ""} ${program.words.map(({ text }) => text).find((text) => /[\w-]+\.[cm]?[jt]s$|[\w-]+\.py$/.test(text)) ?? ""} ${entry.name}`);
    return program.words.flatMap(({ text, field, isPiece }, index) => {
      if (isPiece) return [];
      const before = program.words[index - 1]?.text ?? "";
      const value = /^--?[\w-]+=(.+)$/.exec(text)?.[1] ?? text;
      const isRoot = DISK.test(value);
      if (!isRoot && !HOME.test(value)) return [];
      if (!isRoot && !opens && !FOLDER_OPTION.test(`${before} ${text}`)) return [];
      return [say(field, isRoot ? "the whole disk" : "the whole home folder, with its keys and passwords", text)];
    });
  },
};

const DISK = /^(?:\/|[A-Za-z]:[\\/]?|\/\*\*?|\/(?:Users|home|etc|root|var)\/?)$/;

const HOME = /^(?:~|\$HOME|\$\{HOME\}|\$\{userHome\}|\$\{env:HOME\}|%USERPROFILE%|\/home\/[^/]+|\/Users\/[^/]+|[A-Za-z]:[\\/]Users[\\/][^\\/]+)[\\/]?$/i;

const FILE_SERVER = /filesystem|file-?system|\bfiles?\b|desktop-commander|\bfs\b/i;

const FOLDER_OPTION = /^--?(?:root|roots|dir|dirs|directory|directories|path|paths|allow|allowed|folder|workspace|base|repository)[\w-]*(?:=|\s|$)/i;

interface Given {
  readonly field: string;
  readonly what: string;
  readonly evidence: string;
}

function containerAccess({ words }: Program): readonly Given[] {
  return words.flatMap(({ text, field }, index): readonly Given[] => {
    const before = words[index - 1]?.text ?? "";
    const at = { field, evidence: text };
    if (/^--privileged(?:=true)?$/.test(text)) return [{ ...at, what: "all rights of the computer outside of its container" }];
    if (/^--pid=host$/.test(text) || (before === "--pid" && text === "host")) return [{ ...at, what: "the processes of the computer outside of its container" }];
    const inline = /^(?:--volume|--mount|-v)=(.+)$/.exec(text)?.[1];
    const mount = inline ?? (/^(?:-v|--volume|--mount)$/.test(before) ? text : undefined);
    if (mount === undefined) return [];
    const source = /(?:^|,)(?:source|src)=([^,]+)/.exec(mount)?.[1] ?? /^((?:[A-Za-z]:)?[^:,]*)(?::|$)/.exec(mount)?.[1] ?? "";
    if (/docker\.sock$/.test(source)) return [{ ...at, what: "the container engine, and with it the whole computer" }];
    if (DISK.test(source)) return [{ ...at, what: "the whole disk" }];
    return HOME.test(source) ? [{ ...at, what: "the whole home folder, with its keys and passwords" }] : [];
  });
}

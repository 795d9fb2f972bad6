import { each, filePath, members, programArguments, shellText, startsProgram } from "./entries";
import type { LibraryModel, SinkModel, SymbolModel } from "./model";

const runsText: SymbolModel = { sinks: [shellText(0)] };

/** Small packages around `exec` and `spawn`. */
export const execWrappers: LibraryModel = {
  packages: ["node-cmd", "shell-exec", "child-process-promise", "promisify-child-process", "exec-sh", "sudo-prompt", "await-exec"],
  sameAs: { "child-process-promise": "child_process", "promisify-child-process": "child_process" },
  symbols: {
    ...each(["node-cmd.run", "node-cmd.runSync", "node-cmd.get"], runsText),
    ...each(["shell-exec", "exec-sh", "exec-sh.promise", "sudo-prompt.exec", "await-exec"], runsText),
  },
};

/** Shells on other machines: what follows in the command is parsed there. */
export const ssh: LibraryModel = {
  packages: ["ssh2", "node-ssh"],
  symbols: {
    "ssh2.Client": { returns: "ssh2.Client#" },
    "ssh2.Client#exec": runsText,
    "ssh2.Client#on": { returns: "ssh2.Client#" },
    "node-ssh.NodeSSH": { returns: "node-ssh.NodeSSH#" },
    "node-ssh.NodeSSH#connect": { returns: "node-ssh.NodeSSH#" },
    "node-ssh.NodeSSH#execCommand": runsText,
    // The parameters of `exec` are quoted, the command is not.
    "node-ssh.NodeSSH#exec": runsText,
    ...members(["node-ssh.NodeSSH#"], {
      putFile: { sinks: [filePath(0, "read")] },
      getFile: { sinks: [filePath(0, "write")] },
      putDirectory: { sinks: [filePath(0, "read")] },
      getDirectory: { sinks: [filePath(0, "write")] },
    }),
  },
};

const command: SinkModel = { ...programArguments(0, 0), property: "Cmd" };

/** Programs in containers. No shell is started, unless the list itself begins with one. */
export const containers: LibraryModel = {
  packages: ["@kubernetes/client-node", "dockerode"],
  symbols: {
    "@kubernetes/client-node.Exec": { returns: "@kubernetes/client-node.Exec#" },
    "@kubernetes/client-node.Exec#exec": { sinks: [{ ...shellText(3), shellProgram: { program: 3, list: 3 } }, programArguments(3, 3)] },
    dockerode: { returns: "dockerode#" },
    "dockerode#getContainer": { returns: "dockerode.Container#" },
    "dockerode#createContainer": { returns: "dockerode.Container#", sinks: [{ ...shellText(0), property: "Cmd", shellProgram: { program: 0, list: 0 } }, command] },
    "dockerode#run": { sinks: [{ ...shellText(1), shellProgram: { program: 1, list: 1 } }, programArguments(1, 1)] },
    "dockerode.Container#exec": { sinks: [{ ...shellText(0), property: "Cmd", shellProgram: { program: 0, list: 0 } }, command] },
  },
};

/** Terminals of an editor and pseudo terminals. A terminal that is written to is a shell by its purpose, and is not judged here. */
export const terminals: LibraryModel = {
  packages: ["vscode", "node-pty"],
  symbols: {
    "vscode.window.createTerminal": { returns: "vscode.Terminal#" },
    "vscode.Terminal#sendText": runsText,
    "vscode.ShellExecution": runsText,
    "node-pty.spawn": startsProgram("spawn"),
  },
};

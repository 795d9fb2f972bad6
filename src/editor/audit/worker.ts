/**
 * The thread on which a server is audited: it holds the SDK's client and the scorer's weights, and a server that floods it with
 * words keeps no editor waiting. One thread does one audit, so that no server can delay another's deadlines.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { auditServer } from "../../audit/live";
import { checks } from "../../audit/checks/index";
import { openLoopbackReceiver, type AuthorizationPorts } from "../../audit/connect/index";
import { runChecks } from "../../audit/run-checks";
import { surfaceOfTools } from "../../wording/surface";
import type { ServerAudit } from "../../audit/audit";
import type { ConfigurationHost } from "../../audit/configuration/index";
import { findConfigurations } from "./find-configurations";
import type { AuditJob, FromAuditWorker, HostCallKind, HostCalls, ToAuditWorker } from "./protocol";

const port = parentPort;
if (port !== null) {
  const worker = createAuditWorker((message) => port.postMessage(message));
  port.on("message", worker);
}

type Call = <K extends HostCallKind>(kind: K, params: HostCalls[K]["params"]) => Promise<HostCalls[K]["answer"]>;

/** Takes messages and posts answers. */
function createAuditWorker(post: (message: FromAuditWorker) => void): (message: ToAuditWorker) => void {
  const cancel = new AbortController();
  const waiting = new Map<number, { readonly resolve: (answer: unknown) => void; readonly reject: (error: Error) => void }>();
  let lastCall = 0;
  const call: Call = (kind, params) =>
    new Promise((resolve, reject) => {
      const id = ++lastCall;
      waiting.set(id, { resolve: (answer) => resolve(answer as HostCalls[typeof kind]["answer"]), reject }); // The host answers by the same table.
      post({ type: "call", call: id, kind, params } as FromAuditWorker); // Kind and params belong together, which a generic can't say.
    });
  return (message) => {
    switch (message.type) {
      case "audit":
        void answer(message.job, message.version, call, cancel.signal, post).then(post); // `answer` turns every failure into a message.
        return;
      case "find":
        post({ type: "found", configurations: findConfigurations(message.request, fileHost) });
        return;
      case "cancel":
        cancel.abort(new Error("cancelled"));
        return;
      case "reply": {
        const asked = waiting.get(message.call);
        waiting.delete(message.call);
        if (message.error === undefined) asked?.resolve(message.answer);
        else asked?.reject(new Error(message.error));
        return;
      }
    }
  };
}

async function answer(job: AuditJob, version: string, call: Call, signal: AbortSignal, post: (message: FromAuditWorker) => void): Promise<FromAuditWorker> {
  try {
    const audit = await auditOf(job, version, call, signal, (text) => post({ type: "progress", text }));
    return { type: "done", answer: { audit, checks: checks.map(({ id, category, summary, severity }) => ({ id, category, summary, severity })) } };
  } catch (error) {
    if (signal.aborted) return { type: "cancelled" };
    return { type: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}

async function auditOf(job: AuditJob, version: string, call: Call, signal: AbortSignal, onProgress: (text: string) => void): Promise<ServerAudit> {
  switch (job.kind) {
    case "live":
      return auditServer(job.server, { environment: process.env, version, signal, probes: job.probes, authorization: authorizationThrough(call), onProgress: (_server, text) => onProgress(text) }, job.others);
    case "saved": {
      const { name, tools, pin, others } = job;
      onProgress("Reading what it says…");
      const wanted = checks.filter(({ needs }) => needs.every((need) => need === "surface" || need === "pin"));
      return runChecks({ name, surface: surfaceOfTools(name, tools), others, ...(pin ? { pin } : {}) }, wanted);
    }
    case "again": {
      const { surface, pin, others, categories } = job;
      return runChecks({ name: surface.name, surface, others, ...(pin ? { pin } : {}) }, checks.filter(({ category }) => categories.includes(category)));
    }
  }
}

/** Secrets, the browser and its way back lie with the editor; a port of this computer is opened here where that will do. */
function authorizationThrough(call: Call): AuthorizationPorts {
  return {
    store: {
      get: (key) => call("getSecret", { key }),
      set: (key, value) => call("setSecret", { key, value }),
      delete: (key) => call("deleteSecret", { key }),
    },
    openBrowser: (url) => call("openBrowser", { url: url.href }),
    async openReceiver(state) {
      const url = await call("openReceiver", { state });
      if (url === undefined) return openLoopbackReceiver(state);
      return {
        url,
        receive: async (signal) => new URLSearchParams(await untilAborted(call("receive", { state }), signal)),
        close: () => call("closeReceiver", { state }),
      };
    },
  };
}

/** Larger files hold no configuration. */
const MAX_CONFIGURATION_BYTES = 16 * 1024 * 1024;

/** The files of this computer, as far as they can be read; what can't be is as good as not there. */
const fileHost: ConfigurationHost = {
  read(file) {
    try {
      const about = statSync(file);
      return about.isFile() && about.size <= MAX_CONFIGURATION_BYTES ? readFileSync(file, "utf8") : undefined;
    } catch {
      return undefined;
    }
  },
  list(folder) {
    try {
      return readdirSync(folder, { withFileTypes: true }).map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
    } catch {
      return [];
    }
  },
};

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error("cancelled"));
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

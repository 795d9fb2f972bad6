import type { Category, ServerAudit, ServerPin } from "../../audit/audit";
import type { LiveServer } from "../../audit/live";
import type { JsonValue } from "../../base/json";
import type { CheckHelp } from "../../report/audit-report";
import type { ServerSurface } from "../../wording/surface";
import type { FindRequest, FoundConfiguration } from "./find-configurations";

/** What is to be audited; plain data, with every variable resolved. */
export type AuditJob =
  /** A running server: it is started or reached, read and ended. */
  | { readonly kind: "live"; readonly server: LiveServer; readonly probes: boolean; readonly others: readonly ServerSurface[] }
  /** A saved list of tools. */
  | { readonly kind: "saved"; readonly name: string; readonly tools: readonly JsonValue[]; readonly pin?: ServerPin; readonly others: readonly ServerSurface[] }
  /** A surface that is known already, looked at again by the checks of some categories. */
  | { readonly kind: "again"; readonly surface: ServerSurface; readonly pin?: ServerPin; readonly others: readonly ServerSurface[]; readonly categories: readonly Category[] };

/** What came of a job. */
export interface AuditAnswer {
  readonly audit: ServerAudit;
  /** The checks that there are, for reports. */
  readonly checks: readonly CheckHelp[];
}

/** What the worker asks the extension host for while a person authorizes: secrets and browsers are the editor's. */
export interface HostCalls {
  getSecret: { readonly params: { readonly key: string }; readonly answer: string | undefined };
  setSecret: { readonly params: { readonly key: string; readonly value: string }; readonly answer: undefined };
  deleteSecret: { readonly params: { readonly key: string }; readonly answer: undefined };
  openBrowser: { readonly params: { readonly url: string }; readonly answer: undefined };
  /** The address that the browser comes back to; undefined where a port of this computer will do. */
  openReceiver: { readonly params: { readonly state: string }; readonly answer: string | undefined };
  /** The query that the browser has come back with. */
  receive: { readonly params: { readonly state: string }; readonly answer: string };
  closeReceiver: { readonly params: { readonly state: string }; readonly answer: undefined };
}

/** The name of a call. */
export type HostCallKind = keyof HostCalls;

/** One call as it travels. */
export type HostCall = { readonly [K in HostCallKind]: { readonly type: "call"; readonly call: number; readonly kind: K; readonly params: HostCalls[K]["params"] } }[HostCallKind];

/** From the extension host to the worker, which does one job and ends. */
export type ToAuditWorker =
  | { readonly type: "audit"; readonly job: AuditJob; readonly version: string }
  | { readonly type: "find"; readonly request: FindRequest }
  | { readonly type: "cancel" }
  | { readonly type: "reply"; readonly call: number; readonly answer?: unknown; readonly error?: string };

/** From the worker to the extension host. */
export type FromAuditWorker =
  | { readonly type: "progress"; readonly text: string }
  | { readonly type: "done"; readonly answer: AuditAnswer }
  | { readonly type: "found"; readonly configurations: readonly FoundConfiguration[] }
  | { readonly type: "cancelled" }
  | { readonly type: "failed"; readonly message: string }
  | HostCall;

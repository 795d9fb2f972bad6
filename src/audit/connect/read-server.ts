import type { ServerSurface } from "../../wording/surface";
import { ConnectError, connectServer, type ConnectPorts } from "./connect";
import type { Target } from "./target";

/** What came of asking one server. */
export interface ServerReading {
  readonly surface?: ServerSurface;
  /** Why there is no surface, in a sentence without secrets. */
  readonly unreachable?: string;
  /** The last of what the server wrote to stderr, safe to show. */
  readonly stderr: string;
  /** The transport over which it came about. */
  readonly transport: Target["transport"];
}

/** Connects, reads everything the server offers, and ends it for certain. Fails only when the person cancels. */
export async function readServer(target: Target, ports: ConnectPorts): Promise<ServerReading> {
  try {
    const connection = await connectServer(target, ports);
    let surface: ServerSurface;
    try {
      surface = await connection.readSurface();
    } finally {
      ports.onProgress?.("Ending the connection…");
      await connection.close();
    }
    ports.signal?.throwIfAborted();
    return { surface: { ...surface, flaws: connection.flaws() }, stderr: connection.stderr(), transport: connection.transport };
  } catch (error) {
    ports.signal?.throwIfAborted();
    if (!(error instanceof ConnectError)) throw error;
    return { unreachable: [error.message, ...error.flaws.filter(({ message }) => !error.message.includes(message)).map(({ place, message }) => `${place} ${message}`)].join("; "), stderr: error.stderr, transport: target.transport };
  }
}

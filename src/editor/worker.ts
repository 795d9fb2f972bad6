/**
 * The thread on which the analysis runs, so that typing never waits for it. Started by `worker-client.ts`;
 * it is the only part of the editor's side that holds a parser.
 */
import { parentPort } from "node:worker_threads";
import { CancelledError } from "../base/host";
import type { Ask, FromWorker, ToWorker } from "./protocol";
import { createSession, type Job, type Session } from "./session";

/** A progress message for each file would cost more than the file. */
const PROGRESS_EVERY_MS = 100;

const port = parentPort;
if (port !== null) {
  const answer = createAnalyst((message) => port.postMessage(message));
  port.on("message", answer);
}

/** Takes messages and posts answers; keeps the sessions. */
function createAnalyst(post: (message: FromWorker) => void): (message: ToWorker) => void {
  const sessions = new Map<string, Session>();
  return (message) => {
    switch (message.type) {
      case "setUp": {
        const known = sessions.get(message.setup.session);
        if (known !== undefined) known.setUp(message.setup);
        else sessions.set(message.setup.session, createSession(message.setup));
        return;
      }
      case "forget":
        sessions.delete(message.session);
        return;
      case "text":
        for (const change of message.changes) sessions.get(change.session)?.setText(change);
        return;
      case "disk":
        for (const session of sessions.values()) message.paths.forEach((path) => session.onDisk(path));
        return;
      case "ask":
        post(reply(message, sessions.get(message.params.session), post));
        return;
    }
  };
}

/** Answers one question; whatever goes wrong becomes a message, because a dead thread would lose everything it has learned. */
function reply(ask: Ask, session: Session | undefined, post: (message: FromWorker) => void): FromWorker {
  const job = createJob(ask, post);
  try {
    if (session === undefined) throw new Error("This folder is not known to the analysis.");
    if (job.isCancelled()) throw new CancelledError();
    return { type: "answer", id: ask.id, answer: answerIn(session, ask, job) };
  } catch (error) {
    if (error instanceof CancelledError) return { type: "cancelled", id: ask.id };
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { type: "failed", id: ask.id, message };
  }
}

function answerIn(session: Session, ask: Ask, job: Job): unknown {
  switch (ask.kind) {
    case "check":
      return session.answer.check(ask.params, job);
    case "scan":
      return session.answer.scan(ask.params, job);
    case "fixes":
      return session.answer.fixes(ask.params, job);
    case "fixAll":
      return session.answer.fixAll(ask.params, job);
    case "ignore":
      return session.answer.ignore(ask.params, job);
    case "offers":
      return session.answer.offers(ask.params, job);
  }
}

function createJob(ask: Ask, post: (message: FromWorker) => void): Job {
  const flag = new Int32Array(ask.cancel);
  let told = 0;
  return {
    isCancelled: () => Atomics.load(flag, 0) !== 0,
    onProgress(done, total) {
      const now = performance.now();
      if (now - told < PROGRESS_EVERY_MS) return;
      told = now;
      post({ type: "progress", id: ask.id, done, total });
    },
  };
}

import { createPanel, type Choice } from "./app";
import type { ToPanel } from "./protocol";

/** What VS Code gives a webview to speak through. */
interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): WebviewApi;

const api = acquireVsCodeApi();
const panel = createPanel({
  send: (message) => api.postMessage(message),
  remember: (choice) => api.setState(choice),
  choice: (api.getState() ?? {}) as Partial<Choice>, // Written by the line above, by this version or an older one with the same members.
});
document.body.append(panel.element);
window.addEventListener("message", ({ data }: MessageEvent<ToPanel>) => panel.receive(data));
api.postMessage({ type: "ready" });

import { visible } from "../../report/plain-text";

/** Words of a server as VS Code's own lists and titles may show them: on one line, unseen characters written out, and no `$(icon)` made of them. */
export function toLabel(text: string): string {
  return visible(text).replaceAll("$(", "$\u2009(");
}

import type { FromPanel } from "./protocol";
import type { PanelState } from "./state";

/** A part of the panel: made once, and told of every new state. */
export interface View {
  readonly element: HTMLElement;
  update(state: PanelState): void;
}

/** What a part of the panel may do. */
export interface Actions {
  /** Says something to the extension host. */
  send(message: FromPanel): void;
  /** Replaces the state; every part is told. */
  change(next: (state: PanelState) => PanelState): void;
  /** Has a screen reader say something at its next pause. */
  announce(text: string): void;
}

/** Calls a drawing only where one of the values it depends on is another one. */
export function whenChanged(draw: (state: PanelState) => void, ...reads: readonly ((state: PanelState) => unknown)[]): (state: PanelState) => void {
  let before: readonly unknown[] | undefined;
  return (state) => {
    const now = reads.map((read) => read(state));
    if (before !== undefined && now.every((value, i) => value === before?.[i])) return;
    before = now;
    draw(state);
  };
}

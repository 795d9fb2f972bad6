import type { ServerPin } from "../audit";

/** A pin that has taken over what a server says now of one offer, and still remembers the others as they were. */
export function acceptOffer(pin: ServerPin, now: ServerPin, offer: string): ServerPin {
  const { [offer]: _old, ...rest } = pin.offers;
  const fresh = Object.hasOwn(now.offers, offer) ? now.offers[offer] : undefined;
  return { ...pin, pinned: now.pinned, offers: fresh === undefined ? rest : { ...rest, [offer]: fresh } };
}

/** A pin that has taken over what a server says now of itself as a whole. */
export function acceptInstructions(pin: ServerPin, now: ServerPin): ServerPin {
  const { instructions: _old, ...rest } = pin;
  return { ...rest, pinned: now.pinned, ...(now.instructions === undefined ? {} : { instructions: now.instructions }) };
}

import { programs, type ProgramModel } from "./models";

export type { ProgramModel };

/** What the tables know of a program, by its name; undefined where they know nothing. */
export function programNamed(name: string | undefined): ProgramModel | undefined {
  return name !== undefined && Object.hasOwn(programs, name) ? programs[name] : undefined;
}

import type { TextRange } from "../base/text";

/**
 * What a value must look like, read from a zod, JSON Schema, Valibot, ArkType (or later pydantic) schema.
 * Language-neutral plain data; a schema that could not be read is `unknown`, never a guess.
 */
export type Schema =
  | { readonly kind: "string"; readonly pattern?: { readonly source: string; readonly flags: string }; readonly format?: StringFormat; readonly maxLength?: number } & SchemaBase
  | { readonly kind: "number" | "boolean" | "date" | "null" } & SchemaBase
  /** `enum` and `literal`: nothing but these values passes. */
  | { readonly kind: "enum"; readonly values: readonly (string | number | boolean | null)[] } & SchemaBase
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Schema>; readonly keepsUnknownKeys: boolean } & SchemaBase
  | { readonly kind: "record" | "array"; readonly items: Schema } & SchemaBase
  | { readonly kind: "tuple"; readonly elements: readonly Schema[] } & SchemaBase
  | { readonly kind: "union"; readonly options: readonly Schema[] } & SchemaBase
  /** `refine`, `transform`, `preprocess`: the check is code; `module` and `function` name it where it is a function of the workspace. */
  | { readonly kind: "refined"; readonly schema: Schema; readonly how: "refine" | "transform"; readonly by?: SchemaCode } & SchemaBase
  | { readonly kind: "unknown" } & SchemaBase;

/** Formats that limit what a text may hold. Those of which a hostile text can still be made ("url", "email") say little. */
export type StringFormat = "uuid" | "date" | "datetime" | "ip" | "url" | "email" | "hex" | "base64" | "cuid" | "ulid";

/** A function of the workspace that checks or changes a value. */
export interface SchemaCode {
  readonly file: string;
  /** The id of the function in its module. */
  readonly function: string;
}

/** What every schema may have. */
export interface SchemaBase {
  readonly description?: string;
  readonly isOptional?: boolean;
  /** Where it stands. */
  readonly range?: TextRange;
  readonly file?: string;
}

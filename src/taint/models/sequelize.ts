import { each, escapesSql, harmless, runsSql } from "./entries";
import type { LibraryModel } from "./model";

/** Sequelize 6, its successor, and the decorators around it. */
export const sequelize: LibraryModel = {
  packages: ["sequelize", "@sequelize/core", "sequelize-typescript"],
  sameAs: { "@sequelize/core": "sequelize", "sequelize-typescript": "sequelize" },
  symbols: {
    "sequelize.Sequelize": { returns: "sequelize.Sequelize#" },
    // `import Sequelize from "sequelize"` is the class as well.
    sequelize: { returns: "sequelize.Sequelize#" },
    "sequelize.Sequelize#query": runsSql("sequelize", { property: "query" }),
    "sequelize.Sequelize#queryRaw": runsSql("sequelize"),
    "sequelize.Sequelize#escape": escapesSql,
    "sequelize.Sequelize#transaction": {},
    // Both put their text into the query as it is: the literal, and the name of the function.
    ...each(["sequelize.literal", "sequelize.Sequelize.literal", "sequelize.Sequelize#literal"], runsSql("sequelize")),
    ...each(["sequelize.fn", "sequelize.Sequelize.fn", "sequelize.Sequelize#fn"], runsSql("sequelize")),
    ...each(["sequelize.col", "sequelize.Sequelize.col", "sequelize.Sequelize#col"], harmless),
    ...each(["sequelize.where", "sequelize.Sequelize.where", "sequelize.Sequelize#where"], harmless),
    // Version 7: a tag that escapes, with an explicit way out.
    "sequelize.sql": harmless,
    "sequelize.sql.literal": runsSql("sequelize"),
    "sequelize.sql.identifier": harmless,
  },
  types: { "sequelize.ISequelize": "sequelize.Sequelize#" },
};

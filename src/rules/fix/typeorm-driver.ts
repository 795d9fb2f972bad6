import { walkFunction } from "../../syntax/walk";
import type { Workspace } from "../../syntax/workspace";
import { objectOf, propertyOf } from "./options";

/** The families of databases that TypeORM talks to, by the placeholders that they use. */
export type TypeormDriver = "postgres" | "mysql" | "sqlite";

const families: Readonly<Record<string, TypeormDriver>> = {
  postgres: "postgres",
  cockroachdb: "postgres",
  "aurora-postgres": "postgres",
  mysql: "mysql",
  mariadb: "mysql",
  "aurora-mysql": "mysql",
  sqlite: "sqlite",
  "better-sqlite3": "sqlite",
  sqljs: "sqlite",
};

/** The database of the workspace's data sources; undefined where there is none, or where they differ. */
export function typeormDriver(workspace: Workspace): TypeormDriver | undefined {
  const found = new Set<TypeormDriver | undefined>();
  for (const file of workspace.files()) {
    const module = workspace.module(file);
    if (!module || !/\b(?:DataSource|createConnection)\b/.test(module.text)) continue;
    walkFunction(module.top, {
      expression: (expression) => {
        if (expression.kind !== "call") return;
        const definition = workspace.resolve(expression.callee, module);
        if (definition.kind !== "external" || definition.package !== "typeorm") return;
        if (!["DataSource", "createConnection"].includes(definition.path.at(-1) ?? "")) return;
        const options = expression.arguments[0];
        const object = options && (objectOf(options) ?? objectOf(definedAs(workspace.resolve(options, module))));
        const type = object && propertyOf(object, "type");
        const value = type && workspace.constant(type.value, module);
        found.add(typeof value === "string" ? families[value] : undefined);
      },
    });
  }
  return found.size === 1 ? [...found][0] : undefined;
}

function definedAs(definition: ReturnType<Workspace["resolve"]>): Parameters<typeof objectOf>[0] {
  return definition.kind === "expression" ? definition.expression : undefined;
}

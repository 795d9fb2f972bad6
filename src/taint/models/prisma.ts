import { each, harmless, members, runsSql } from "./entries";
import type { LibraryModel } from "./model";

const client = "@prisma/client.PrismaClient#";

/** Prisma: tagged queries bind; `…Unsafe` and `Prisma.raw` do not. A client that is generated into the project is told by its methods' names. */
export const prisma: LibraryModel = {
  packages: ["@prisma/client", "@prisma/client/edge", "@prisma/client/extension"],
  sameAs: { "@prisma/client/edge": "@prisma/client", "@prisma/client/extension": "@prisma/client" },
  symbols: {
    "@prisma/client.PrismaClient": { returns: client },
    ...members([client], {
      $queryRawUnsafe: runsSql("prisma"),
      $executeRawUnsafe: runsSql("prisma"),
      ...each(["$queryRaw", "$executeRaw", "$queryRawTyped"], harmless),
      $extends: { returns: client },
      $transaction: { hands: [{ callback: 0, parameter: 0, symbol: client }] },
    }),
    "@prisma/client.Prisma.raw": runsSql("prisma"),
    ...members(["@prisma/client.Prisma."], each(["sql", "join", "empty"], harmless)),
  },
  types: { "@prisma/client.Prisma.TransactionClient": client },
};

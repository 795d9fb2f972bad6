import { carries, each, harmless, members, type Symbols } from "./entries";
import type { LibraryModel, SinkModel, SymbolModel } from "./model";

function filterAt(argument: number): SinkModel {
  return { concept: "QueryOperator", argument, filter: true, fix: { kind: "operator" } };
}

const takesFilter: SymbolModel = { sinks: [filterAt(0)] };

/** Methods whose first argument is a filter. What they are given to write is no filter. */
const queries: Symbols = {
  ...each(
    [
      "find", "findOne", "updateOne", "updateMany", "deleteOne", "deleteMany", "replaceOne", "findOneAndUpdate", "findOneAndDelete", "findOneAndReplace",
      "countDocuments", "count", "exists", "aggregate",
    ],
    takesFilter,
  ),
  distinct: { sinks: [filterAt(1)] },
};

/** MongoDB's driver and Mongoose. What a schema of the server's own has made a text can't be an operator. */
export const mongodb: LibraryModel = {
  packages: ["mongodb", "mongoose", "mongo-sanitize"],
  symbols: {
    "mongodb.MongoClient": { returns: "mongodb.MongoClient#" },
    "mongodb.MongoClient.connect": { returns: "mongodb.MongoClient#" },
    "mongodb.MongoClient#connect": { returns: "mongodb.MongoClient#" },
    "mongodb.MongoClient#db": { returns: "mongodb.Db#" },
    ...members(["mongodb.Db#"], { ...each(["collection", "createCollection"], { returns: "mongodb.Collection#" }), aggregate: takesFilter }),
    ...members(["mongodb.Collection#"], { ...queries, ...each(["insertOne", "insertMany", "bulkWrite"], harmless) }),
    ...each(["mongodb.ObjectId", "mongoose.Types.ObjectId", "mongodb.Long", "mongodb.Decimal128"], harmless),
    "mongoose.model": { returns: "mongoose.Model#" },
    ...each(["mongoose.connect", "mongoose.createConnection"], { returns: "mongoose.Connection#" }),
    ...members(["mongoose.Connection#"], { model: { returns: "mongoose.Model#" }, collection: { returns: "mongodb.Collection#" } }),
    ...members(["mongoose.Model#"], { ...queries, where: takesFilter, ...each(["create", "insertMany", "findById", "findByIdAndUpdate", "findByIdAndDelete"], harmless) }),
    // Takes the operators out of an object.
    "mongo-sanitize": { ...carries(0), cleans: ["QueryOperator", "QueryText"] },
  },
  types: { "mongoose.Model": "mongoose.Model#", "mongodb.Collection": "mongodb.Collection#", "mongodb.Db": "mongodb.Db#" },
  fields: { "mongoose.Connection#db": "mongodb.Db#" },
};

import { each, harmless, members } from "./entries";
import type { LibraryModel, SinkModel, SymbolModel } from "./model";
import { gitHubRoute } from "./requests";

function textAt(argument: SinkModel["argument"], property?: string): SinkModel {
  const sink: SinkModel = { concept: "QueryText", argument, fix: { kind: "query", language: "graphql", called: "a GraphQL query" } };
  return property === undefined ? sink : { ...sink, property, orSelf: true };
}

function runs(...sinks: readonly SinkModel[]): SymbolModel {
  return { sinks };
}

/** The values of the template become part of the query; fragments, which the server wrote, are what it is made for. */
const tag: SymbolModel = runs(textAt("template"), textAt(0));

const octokit = ["@octokit/core.Octokit", "@octokit/rest.Octokit", "octokit.Octokit"];

/** Clients of GraphQL. Variables travel beside the text. */
export const graphql: LibraryModel = {
  packages: ["graphql-request", "graphql-tag", "@octokit/graphql", "@octokit/core", "@octokit/rest", "octokit", "@apollo/client", "@apollo/client/core", "@urql/core", "urql", "graphql", "@linear/sdk"],
  sameAs: { "@apollo/client/core": "@apollo/client", urql: "@urql/core" },
  symbols: {
    ...each(["graphql-request.request", "graphql-request.rawRequest"], runs(textAt(1), textAt(0, "document"))),
    ...each(["graphql-request.gql", "graphql-tag", "graphql-tag.gql", "@apollo/client.gql", "@urql/core.gql"], tag),
    "graphql-request.GraphQLClient": { returns: "graphql-request.GraphQLClient#" },
    ...members(["graphql-request.GraphQLClient#"], { request: runs(textAt(0, "document")), rawRequest: runs(textAt(0, "query")) }),
    "@octokit/graphql.graphql": runs(textAt(0, "query")),
    "@octokit/graphql.graphql.defaults": { returns: "@octokit/graphql.graphql" },
    ...Object.fromEntries(octokit.map((name) => [name, { returns: "octokit.Octokit#" }])),
    ...each(["octokit.Octokit#request", "octokit.Octokit#paginate"], gitHubRoute),
    ...each(["octokit.Octokit#graphql", "octokit.Octokit#graphql.paginate"], runs(textAt(0, "query"))),
    "@apollo/client.ApolloClient": { returns: "@apollo/client.ApolloClient#" },
    ...members(["@apollo/client.ApolloClient#"], each(["query", "mutate", "watchQuery"], harmless)),
    ...each(["@urql/core.Client", "@urql/core.createClient"], { returns: "@urql/core.Client#" }),
    ...members(["@urql/core.Client#"], each(["query", "mutation", "subscription"], runs(textAt(0)))),
    "graphql.graphql": runs({ ...textAt(0, "source"), orSelf: false }),
    "@linear/sdk.LinearClient": { returns: "@linear/sdk.LinearClient#" },
    ...members(["@linear/sdk.GraphQLClient#"], each(["rawRequest", "request"], runs(textAt(0)))),
    // The body of a request that is put together by hand.
    "global:JSON.stringify": runs({ ...textAt(0, "query"), orSelf: false, reads: "graphql" }),
  },
  fields: { "@linear/sdk.LinearClient#client": "@linear/sdk.GraphQLClient#" },
  types: Object.fromEntries(octokit.map((name) => [name, "octokit.Octokit#"])),
};

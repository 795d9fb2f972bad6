import { carries, codeText, each, harmless, members, runsCode } from "./entries";
import type { LibraryModel, SinkModel, SymbolModel } from "./model";

const inServer = runsCode("server");
const template = runsCode("template");

/** The parameters and the body are all texts. */
const makesFunction: SymbolModel = { sinks: [{ ...codeText("rest", "server"), from: 0 }] };

/** Node refuses a text in the place of the function; other runtimes run it. */
const timer: SymbolModel = runsCode("timer");

const module: SinkModel = { concept: "ModuleLoading", argument: 0, fix: { kind: "module", reach: "any" } };
const asText = { argument: 1, property: "eval" };

/** A worker runs a file, or its text. */
const worker: SymbolModel = { sinks: [{ ...codeText(0, "server"), onlyIf: asText }, { ...module, unless: asText }] };

/** What the language and Node run as code. `vm` separates names, not rights: its documentation says that it is no way to run untrusted code. */
export const codeRunners: LibraryModel = {
  packages: ["vm", "worker_threads", "module"],
  symbols: {
    ...each(["global:eval", "global:globalThis.eval", "global:global.eval"], inServer),
    ...each(["global:Function", "global:globalThis.Function", "global:global.Function"], makesFunction),
    ...members(["global:", "global:globalThis.", "global:global.", "global:window."], each(["setTimeout", "setInterval"], timer)),
    ...each(["vm.runInContext", "vm.runInNewContext", "vm.runInThisContext", "vm.compileFunction"], inServer),
    "vm.Script": { ...inServer, returns: "vm.Script#" },
    "vm.SourceTextModule": inServer,
    ...each(["vm.createContext", "vm.isContext"], harmless),
    ...members(["vm.Script#"], each(["runInContext", "runInNewContext", "runInThisContext"], harmless)),
    "worker_threads.Worker": worker,
    "module.createRequire": { returns: "module.Require#" },
    "module.Require#": { sinks: [module] },
  },
};

/** Packages that run AppleScript, or JavaScript for Automation, outside of the server. */
export const macScripts: LibraryModel = {
  packages: ["run-applescript", "run-jxa", "node-osascript", "applescript", "@jxa/run"],
  symbols: {
    ...each(["run-applescript.runAppleScript", "run-applescript.runAppleScriptSync", "run-applescript", "run-jxa.runJxa", "run-jxa", "node-osascript.execute", "node-osascript", "applescript.execString", "@jxa/run.runJXACode"], runsCode("program")),
    // The function is given its arguments apart.
    "@jxa/run.run": harmless,
  },
};

/** Sandboxes. isolated-vm and QuickJS have a heap of their own, and nothing of the server's in it; vm2 has been left too often. */
export const sandboxes: LibraryModel = {
  packages: ["vm2", "isolated-vm", "quickjs-emscripten", "safe-eval", "static-eval", "notevil", "eval"],
  symbols: {
    ...each(["vm2.VM", "vm2.NodeVM"], { returns: "vm2.VM#" }),
    "vm2.VM#run": runsCode("sandbox"),
    "vm2.VMScript": runsCode("sandbox"),
    ...each(["safe-eval", "notevil", "static-eval"], runsCode("sandbox")),
    eval: inServer,
    "isolated-vm.Isolate": { returns: "isolated-vm.Isolate#" },
    ...members(["isolated-vm.Isolate#"], each(["compileScript", "compileScriptSync", "createContext", "createContextSync"], harmless)),
    ...each(["quickjs-emscripten.getQuickJS", "quickjs-emscripten.newQuickJSWASMModule"], { returns: "quickjs-emscripten.QuickJS#" }),
    ...members(["quickjs-emscripten.QuickJS#"], { evalCode: harmless, newContext: { returns: "quickjs-emscripten.Context#" }, newRuntime: harmless }),
    "quickjs-emscripten.Context#evalCode": harmless,
  },
};

/** Engines whose templates can hold code. Those of Mustache and Liquid can't. */
export const templateEngines: LibraryModel = {
  packages: ["ejs", "pug", "nunjucks", "handlebars", "eta", "dot", "underscore", "art-template", "swig", "swig-templates", "mustache", "liquidjs"],
  symbols: {
    ...each(["ejs.render", "ejs.compile", "pug.render", "pug.compile", "pug.compileClient", "nunjucks.renderString", "nunjucks.compile"], template),
    "nunjucks.configure": { returns: "nunjucks.Environment#" },
    ...each(["nunjucks.Environment", "nunjucks.Environment#addFilter"], { returns: "nunjucks.Environment#" }),
    "nunjucks.Environment#renderString": template,
    // Prototypes have been closed to templates since 4.6; helpers of the server have not.
    ...each(["handlebars.compile", "handlebars.precompile"], runsCode("sandbox")),
    "handlebars.create": { returns: "handlebars" },
    "eta.Eta": { returns: "eta.Eta#" },
    ...each(["eta.renderString", "eta.compile", "eta.render", "eta.Eta#renderString", "eta.Eta#compile"], template),
    ...each(["dot.template", "dot.compile", "underscore.template", "art-template.render", "art-template.compile", "swig.render", "swig.compile", "swig-templates.render", "swig-templates.compile"], template),
    ...each(["mustache.render", "mustache.parse", "liquidjs.Liquid#parseAndRender", "liquidjs.Liquid#parseAndRenderSync"], carries("all")),
    "liquidjs.Liquid": { returns: "liquidjs.Liquid#" },
  },
};

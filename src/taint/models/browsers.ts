import { codeText, each, filePath, filePaths, members, runsCode, type Symbols } from "./entries";
import type { LibraryModel, SymbolModel } from "./model";
import { requests } from "./requests";

const inPage = runsCode("page");
/** The text follows a selector. */
const inElement: SymbolModel = { sinks: [codeText(1, "page")] };
/** A text, or an object that holds it. */
const script: SymbolModel = { sinks: [{ ...codeText(0, "page"), property: "content", orSelf: true }] };

/** A picture, a document, a video or a state of the browser, where an option says which file it is written to. */
const writesFile: SymbolModel = { sinks: [{ ...filePath(0, "write"), property: "path" }] };
/** Files that a page is given. */
const readsFiles = (argument: number): SymbolModel => ({ sinks: [filePaths(argument, "read")] });

/** What a page, a frame and what lies in them have in common: functions are run with data as arguments, texts are run as they are. */
const runners: Symbols = {
  ...each(["evaluate", "evaluateHandle", "waitForFunction", "evaluateOnNewDocument"], inPage),
  ...each(["$eval", "$$eval"], inElement),
  addScriptTag: { sinks: [{ ...codeText(0, "page"), property: "content" }, { ...filePath(0, "read"), property: "path" }] },
  addInitScript: script,
};

const page = "puppeteer.Page#";
const asks = requests("other");

/** Browsers that are driven by code: Puppeteer, Playwright and packages with their interface. */
export const browsers: LibraryModel = {
  packages: ["puppeteer", "puppeteer-core", "puppeteer-extra", "playwright", "playwright-core", "playwright-chromium", "@playwright/test", "patchright", "rebrowser-playwright", "rebrowser-puppeteer"],
  sameAs: {
    "puppeteer-core": "puppeteer",
    "puppeteer-extra": "puppeteer",
    "playwright-core": "playwright",
    "playwright-chromium": "playwright",
    "@playwright/test": "playwright",
    patchright: "playwright",
    "rebrowser-playwright": "playwright",
    "rebrowser-puppeteer": "puppeteer",
  },
  symbols: {
    ...each(["puppeteer.launch", "puppeteer.connect"], { returns: "puppeteer.Browser#" }),
    ...members(["playwright.chromium.", "playwright.firefox.", "playwright.webkit."], {
      ...each(["launch", "connect", "connectOverCDP"], { returns: "puppeteer.Browser#" }),
      launchPersistentContext: { returns: "puppeteer.BrowserContext#" },
    }),
    ...members(["puppeteer.Browser#"], each(["newContext", "createBrowserContext", "createIncognitoBrowserContext", "defaultBrowserContext"], { returns: "puppeteer.BrowserContext#" })),
    ...members(["puppeteer.Browser#", "puppeteer.BrowserContext#"], each(["newPage"], { returns: page })),
    "puppeteer.BrowserContext#addInitScript": script,
    ...members([page, "puppeteer.Frame#", "puppeteer.ElementHandle#", "puppeteer.Locator#"], runners),
    ...members([page, "puppeteer.ElementHandle#", "puppeteer.Locator#", "puppeteer.BrowserContext#", "playwright.APIRequestContext#"], each(["screenshot", "pdf", "storageState"], writesFile)),
    ...members([page, "puppeteer.Frame#"], { setInputFiles: readsFiles(1) }),
    ...members(["puppeteer.ElementHandle#", "puppeteer.Locator#"], { setInputFiles: readsFiles(0) }),
    "puppeteer.ElementHandle#uploadFile": { sinks: [{ ...filePath("rest", "read"), from: 0 }] },
    "playwright.request.newContext": { sinks: [], returns: "playwright.APIRequestContext#" },
    ...members([page, "puppeteer.Frame#"], { goto: requests("browser") }),
    ...members(["playwright.APIRequestContext#"], each(["get", "post", "put", "patch", "delete", "head", "fetch"], asks)),
    ...members([page], { mainFrame: { returns: "puppeteer.Frame#" }, ...each(["locator", "getByRole", "getByText", "getByTestId", "getByLabel"], { returns: "puppeteer.Locator#" }) }),
    ...members([page, "puppeteer.Frame#"], each(["$", "waitForSelector"], { returns: "puppeteer.ElementHandle#" })),
  },
  fields: { "puppeteer.Page#request": "playwright.APIRequestContext#", "puppeteer.BrowserContext#request": "playwright.APIRequestContext#" },
  types: {
    "playwright.Page": page,
    "playwright.Browser": "puppeteer.Browser#",
    "playwright.BrowserContext": "puppeteer.BrowserContext#",
    "playwright.Frame": "puppeteer.Frame#",
    "playwright.Locator": "puppeteer.Locator#",
    "playwright.ElementHandle": "puppeteer.ElementHandle#",
  },
};

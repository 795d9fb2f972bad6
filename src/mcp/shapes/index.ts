import { addMethod } from "./add-method";
import { completionCallbacks } from "./completion";
import { decoratedMethod } from "./decorated-method";
import { definingCall } from "./defining-call";
import { describedObject } from "./described-object";
import { fallbackHandler } from "./fallback-handler";
import { frameworkClass } from "./framework-class";
import { jsonRpc } from "./json-rpc";
import { registerMethod } from "./register-method";
import { requestHandler } from "./request-handler";
import type { DeclaredShape, Shape } from "./shape";
import { toolFile } from "./tool-file";
import { toolMethod } from "./tool-method";
import { updateMethod } from "./update-method";

/** All ways to register with a call that are known. A new SDK or framework adds one file and one line. */
export const shapes: readonly Shape[] = [requestHandler, registerMethod, toolMethod, addMethod, definingCall, completionCallbacks, updateMethod];

/** All ways to register by being written. */
export const declaredShapes: readonly DeclaredShape[] = [frameworkClass, decoratedMethod, toolFile, fallbackHandler, jsonRpc];

/** What only looks like a registration: used where nothing that is one leads to the same function. */
export const guessedShapes: readonly DeclaredShape[] = [describedObject];

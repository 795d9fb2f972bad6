import { addMethod } from "./add-method";
import { registerMethod } from "./register-method";
import { requestHandler } from "./request-handler";
import type { Shape } from "./shape";
import { toolMethod } from "./tool-method";

/** All ways to register that are known. A new SDK or framework adds one file and one line. */
export const shapes: readonly Shape[] = [requestHandler, registerMethod, toolMethod, addMethod];

/** Deutsch, mit Sie. */
import type { Strings } from "../language";
import { common } from "./common";
import { doors } from "./doors";
import { errors } from "./errors";
import { leaving } from "./leaving";
import { panels } from "./panels";
import { room } from "./room";
import { sharing } from "./sharing";

export const de: Strings = { ...common, ...doors, ...room, ...panels, ...leaving, ...sharing, errors };

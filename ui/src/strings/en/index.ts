/** English: the language that the others are measured by. */
import { common } from "./common";
import { doors } from "./doors";
import { errors } from "./errors";
import { leaving } from "./leaving";
import { panels } from "./panels";
import { room } from "./room";
import { sharing } from "./sharing";

export const en = { ...common, ...doors, ...room, ...panels, ...leaving, ...sharing, errors };

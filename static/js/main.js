// The one module pages load. Pages work without it; with it they are live, and rooms change without a reload.

import { app } from "./app.js";
import "./announcer.js";
import "./composer.js";
import "./here.js";
import "./pending.js";
import "./sidebar.js";
import "./status.js";
import "./timeline.js";
import "./typing.js";
import { followRooms } from "./follow.js";
import { watchKeys } from "./keys.js";
import { watchLinks } from "./switcher.js";

watchLinks();
watchKeys();
followRooms();
app.start();

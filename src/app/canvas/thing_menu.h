/* What Python can do to a thing: the menus of a card, of a reference, of one that was let go on the
 * empty canvas. Each row is the statement that it runs; some are edited first. */
#ifndef LASTREF_APP_CANVAS_THING_MENU_H
#define LASTREF_APP_CANVAS_THING_MENU_H

#include "app/app.h"
#include "scene/scene.h"
#include "timeline/object_path.h"

/* Of what is there; nothing opens where Python can do nothing. */
void thing_menu_open(App *app, ScenePart part, Point at);
void thing_menu_open_selected(App *app);
/* Ways to a second one: a name, a copy, a deep copy. */
void thing_menu_duplicate(App *app);
/* The references to the object that statements can remove. */
void thing_menu_remove(App *app, uint32_t object);
/* What a place may hold instead, after its reference was let go on the empty canvas. */
void thing_menu_drop(App *app, ReferencePlace place, Point at);

#endif

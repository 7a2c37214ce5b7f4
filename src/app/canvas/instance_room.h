/* What more an instance of a class of the script can hold: gestures offer only what Python would
 * do. */
#ifndef LASTREF_APP_CANVAS_INSTANCE_ROOM_H
#define LASTREF_APP_CANVAS_INSTANCE_ROOM_H

#include "app/app.h"
#include "heap/heap.h"

typedef struct InstanceRoom {
    bool dict;     /* any attribute */
    bool weak;     /* weak references to it */
    char slot[80]; /* the first slot of its class that is empty; "": none is */
} InstanceRoom;

/* Of an object that is not alive at the shown stop as much as a plain class gives. */
InstanceRoom instance_room(const App *app, Handle instance);
/* A name for one attribute more; null: there is room for none. Borrowed from the room. */
const char *instance_room_name(const InstanceRoom *room);

#endif

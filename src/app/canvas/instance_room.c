#include "app/canvas/instance_room.h"

#include "app/app_state.h"
#include "heap/str.h"
#include "heap/tuple.h"

#include <stdio.h>

/* Classes further up first: their slots come first in the object. */
static void find_slot(const Heap *heap, Ref object, Ref class, InstanceRoom *room) {
    const Type *self = heap_at(heap, Type, class);
    if (!(self->flags & TYPE_HEAP)) return;
    find_slot(heap, object, self->base, room);
    const uint8_t *bytes = heap_at(heap, uint8_t, object);
    for (uint32_t i = 0; i < self->slots_count && !room->slot[0]; i++) {
        const Ref *slot = (const Ref *)(bytes + self->slots_offset + (size_t)i * 8);
        if (*slot) continue;
        TextBuffer name = {0};
        str_append_to(heap, tuple_get(heap, self->slot_names, i), &name);
        if (name.length < sizeof room->slot) {
            snprintf(room->slot, sizeof room->slot, "%s", text_cstr(&name));
        }
        text_deinit(&name);
    }
}

InstanceRoom instance_room(const App *app, Handle instance) {
    InstanceRoom room = {.dict = true, .weak = true};
    const Heap *heap = app->timeline ? &timeline_vm(app->timeline)->heap : NULL;
    Ref object = heap ? heap_resolve(heap, instance) : REF_NULL;
    if (!object) return room;
    const Type *type = heap_type_of(heap, object);
    room.dict = type->flags & TYPE_HAS_DICT;
    room.weak = type->weak_offset != 0;
    find_slot(heap, object, heap_type(heap, object), &room);
    return room;
}

const char *instance_room_name(const InstanceRoom *room) {
    return room->dict ? "name" : room->slot[0] ? room->slot : NULL;
}

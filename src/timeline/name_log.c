#include "timeline/name_log.h"

#include "base/hash.h"
#include "base/memory.h"
#include "heap/str.h"
#include "timeline/frame_walk.h"

#include <string.h>

enum {
    VISITS_MAX = 1 << 20, /* of variables: some ten milliseconds */
    SPELLS_MAX = 1 << 16
};

/* The slot of the object, or the empty one where it belongs. */
static uint32_t *slot_of(const NameLog *log, uint32_t serial) {
    uint32_t at = (uint32_t)hash_mix(serial) & log->mask;
    while (log->newest[at] && log->spells.items[log->newest[at] - 1].serial != serial) {
        at = (at + 1) & log->mask;
    }
    return &log->newest[at];
}

static void grow(NameLog *log) {
    if (log->newest && 2 * log->spells.count < log->mask) return;
    uint32_t capacity = log->newest ? 2 * (log->mask + 1) : 64;
    memory_free(log->newest);
    log->newest = memory_alloc(sizeof *log->newest * capacity);
    log->mask = capacity - 1;
    for (uint32_t i = 0; i < log->spells.count; i++) {
        *slot_of(log, log->spells.items[i].serial) = i + 1; /* the newest comes last */
    }
}

/* The object's spell under this name, or null. */
static NameSpell *find(NameLog *log, const Heap *heap, uint32_t newest, Ref name, bool global) {
    for (uint32_t at = newest; at; at = log->spells.items[at - 1].older) {
        NameSpell *spell = &log->spells.items[at - 1];
        if (spell->global == global && str_equal_cstr(heap, name, spell->name)) return spell;
    }
    return NULL;
}

static void note(NameLog *log, const Heap *heap, const WalkedVariable *variable, bool global,
                 uint32_t stop) {
    const Object *head = heap_object(heap, variable->value);
    if (head->flags & (OBJECT_STATIC | OBJECT_SHARED)) return;
    grow(log);
    uint32_t *slot = slot_of(log, head->serial);
    NameSpell *known = find(log, heap, *slot, variable->name, global);
    if (known) {
        known->until = stop;
        return;
    }
    TextBuffer text = {0};
    str_append_to(heap, variable->name, &text);
    NameSpell spell = {.serial = head->serial,
                       .older = *slot,
                       .from = stop,
                       .until = stop,
                       .global = global,
                       .name = arena_format(&log->arena, "%s", text_cstr(&text))};
    text_deinit(&text);
    array_push(&log->spells, spell);
    *slot = (uint32_t)log->spells.count;
}

/* Returns how many variables were looked at. */
static uint32_t walk(NameLog *log, const Vm *vm, uint32_t stop) {
    FrameList frames;
    uint32_t visits = 0;
    frame_walk(vm, &frames);
    for (size_t i = 0; i < frames.count; i++) {
        uint32_t position = 0;
        WalkedVariable variable;
        while (frame_next_variable(vm, &frames.items[i], &position, &variable)) {
            visits++;
            if (variable.value && log->spells.count < SPELLS_MAX) {
                note(log, &vm->heap, &variable, frames.items[i].module, stop);
            }
        }
    }
    array_deinit(&frames);
    return visits + 1;
}

void name_log_build(NameLog *log, Timeline *timeline) {
    name_log_deinit(log);
    uint32_t position = timeline_position(timeline), count = timeline_count(timeline);
    uint32_t visits = 0;
    for (uint32_t stop = 1; stop <= count && visits < VISITS_MAX; stop++) {
        timeline_seek(timeline, stop);
        visits += walk(log, timeline_vm(timeline), stop);
    }
    if (count) timeline_seek(timeline, position);
}

void name_log_deinit(NameLog *log) {
    arena_deinit(&log->arena);
    array_deinit(&log->spells);
    memory_free(log->newest);
    *log = (NameLog){0};
}

Text name_log_last(const NameLog *log, Handle object, uint32_t stop, bool only_global) {
    const NameSpell *best = NULL;
    uint32_t best_until = 0;
    if (!log->newest) return (Text){"", 0};
    for (uint32_t at = *slot_of(log, object.serial); at; at = log->spells.items[at - 1].older) {
        const NameSpell *spell = &log->spells.items[at - 1];
        if (spell->from > stop || (only_global && !spell->global)) continue;
        uint32_t until = spell->until < stop ? spell->until : stop;
        bool better = !best || (spell->global && !best->global) ||
                      (spell->global == best->global && until > best_until);
        if (!better) continue;
        best = spell;
        best_until = until;
    }
    return best ? text_of(best->name) : (Text){"", 0};
}

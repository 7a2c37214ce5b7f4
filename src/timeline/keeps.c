#include "timeline/keeps.h"

#include <string.h>

/* A breadth-first walk along references. */
typedef struct Walk {
    const Snapshot *snapshot;
    KeepStep *by; /* by object: the step that first led to it */
    bool *seen;
    Array(uint32_t) queue;
} Walk;

static const KeepStep no_step = {.frame = SNAPSHOT_NONE,
                                 .variable = SNAPSHOT_NONE,
                                 .hidden = SNAPSHOT_NONE,
                                 .holder = SNAPSHOT_NONE,
                                 .reference = SNAPSHOT_NONE,
                                 .object = SNAPSHOT_NONE};

static void walk_begin(Walk *walk, const Snapshot *snapshot) {
    size_t count = snapshot->objects.count + 1;
    *walk = (Walk){.snapshot = snapshot,
                   .by = memory_alloc(sizeof *walk->by * count),
                   .seen = memory_alloc(sizeof *walk->seen * count)};
}

static void walk_end(Walk *walk) {
    memory_free(walk->by);
    memory_free(walk->seen);
    array_deinit(&walk->queue);
}

static void reach(Walk *walk, KeepStep step) {
    if (step.object == SNAPSHOT_NONE || walk->seen[step.object]) return;
    walk->seen[step.object] = true;
    walk->by[step.object] = step;
    array_push(&walk->queue, step.object);
}

/* All that one object refers to. */
static void spread(Walk *walk, uint32_t holder) {
    const SnapObject *self = &walk->snapshot->objects.items[holder];
    for (uint32_t i = 0; i < self->reference_count; i++) {
        uint32_t number = self->first_reference + i;
        const SnapReference *reference = &walk->snapshot->references.items[number];
        if (reference->weak) continue; /* keeps nothing alive */
        KeepStep step = no_step;
        step.holder = holder;
        step.reference = number;
        if (reference->slot == SNAP_KEY && reference->key_object != SNAPSHOT_NONE) {
            step.key = true;
            step.object = reference->key_object;
            reach(walk, step);
        }
        step.key = false;
        step.object = reference->target;
        reach(walk, step);
    }
}

/* Goes on from what was reached until `wanted` is, or there is nothing more. */
static bool walk_to(Walk *walk, size_t *at, uint32_t wanted) {
    while (!walk->seen[wanted] && *at < walk->queue.count) {
        spread(walk, walk->queue.items[(*at)++]);
    }
    return walk->seen[wanted];
}

/* Appends the steps that led from a root, or from `from`, to an object. */
static void append_way(const Walk *walk, uint32_t from, uint32_t to, KeepPath *path) {
    size_t first = path->steps.count;
    for (uint32_t at = to;;) {
        KeepStep step = walk->by[at];
        array_push(&path->steps, step);
        if (step.holder == SNAPSHOT_NONE || step.holder == from) break;
        at = step.holder;
    }
    for (size_t i = first, j = path->steps.count - 1; i < j; i++, j--) {
        KeepStep other = path->steps.items[i];
        path->steps.items[i] = path->steps.items[j];
        path->steps.items[j] = other;
    }
}

/* ---- from the stack ---- */

static void reach_variables(Walk *walk) {
    const Snapshot *snapshot = walk->snapshot;
    for (uint32_t i = 0; i < snapshot->frames.count; i++) {
        const SnapFrame *frame = &snapshot->frames.items[i];
        for (uint32_t j = 0; j < frame->variable_count; j++) {
            uint32_t number = frame->first_variable + j;
            const SnapVariable *variable = &snapshot->variables.items[number];
            KeepStep step = no_step;
            step.frame = i;
            step.variable = number;
            step.object = variable->cell != SNAPSHOT_NONE ? variable->cell : variable->object;
            reach(walk, step);
        }
    }
}

static void reach_hidden(Walk *walk) {
    const Snapshot *snapshot = walk->snapshot;
    for (uint32_t i = 0; i < snapshot->objects.count; i++) {
        const SnapObject *object = &snapshot->objects.items[i];
        if (!object->hidden_count || !object->reachable) continue;
        KeepStep step = no_step;
        step.hidden = object->first_hidden;
        step.object = i;
        reach(walk, step);
    }
}

bool keeps_alive(const Snapshot *snapshot, uint32_t object, KeepPath *path) {
    Walk walk;
    size_t at = 0;
    *path = (KeepPath){0};
    walk_begin(&walk, snapshot);
    reach_variables(&walk);
    bool found = walk_to(&walk, &at, object);
    if (!found) {
        reach_hidden(&walk);
        found = walk_to(&walk, &at, object);
    }
    if (found) append_way(&walk, SNAPSHOT_NONE, object, path);
    walk_end(&walk);
    return found;
}

/* ---- cycles ---- */

/* The shortest way from an object back to itself. */
static bool append_cycle(const Snapshot *snapshot, uint32_t object, KeepPath *path) {
    Walk walk;
    size_t at = 0;
    walk_begin(&walk, snapshot);
    spread(&walk, object);
    bool found = walk_to(&walk, &at, object);
    if (found) append_way(&walk, object, object, path);
    walk_end(&walk);
    return found;
}

/* Strongly connected components (Tarjan), without recursion: which objects lie on a cycle. */
typedef struct Component {
    const Snapshot *snapshot;
    uint32_t *order, *low; /* by object; order 0: not visited */
    bool *open;            /* on the stack */
    bool *on_cycle;
    Array(uint32_t) stack;
    Array(uint64_t) work; /* object << 32 | place of the next reference, twice: target and key */
    uint32_t next;
} Component;

static void visit(Component *self, uint32_t object) {
    self->order[object] = self->low[object] = ++self->next;
    self->open[object] = true;
    array_push(&self->stack, object);
    array_push(&self->work, (uint64_t)object << 32);
}

static uint32_t lesser(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

static void close_component(Component *self, uint32_t root) {
    uint32_t size = 0, member;
    size_t first = self->stack.count;
    do {
        member = self->stack.items[--first];
        size++;
    } while (member != root);
    for (size_t i = first; i < self->stack.count; i++) {
        self->open[self->stack.items[i]] = false;
        if (size > 1) self->on_cycle[self->stack.items[i]] = true;
    }
    self->stack.count = first;
}

static void component_step(Component *self) {
    uint64_t *top = &array_last(&self->work);
    uint32_t object = (uint32_t)(*top >> 32), place = (uint32_t)*top;
    const SnapObject *at = &self->snapshot->objects.items[object];
    if (place < 2 * at->reference_count) {
        ++*top;
        const SnapReference *reference =
            &self->snapshot->references.items[at->first_reference + place / 2];
        uint32_t target = place % 2 ? reference->key_object : reference->target;
        if (target == SNAPSHOT_NONE || (place % 2 && reference->slot != SNAP_KEY)) return;
        if (reference->weak) return;
        if (target == object) self->on_cycle[object] = true;
        if (!self->order[target]) {
            visit(self, target);
        } else if (self->open[target]) {
            self->low[object] = lesser(self->low[object], self->order[target]);
        }
        return;
    }
    self->work.count--;
    if (self->low[object] == self->order[object]) close_component(self, object);
    if (!self->work.count) return;
    uint32_t holder = (uint32_t)(array_last(&self->work) >> 32);
    self->low[holder] = lesser(self->low[holder], self->low[object]);
}

/* By object: whether it lies on a cycle. Owned by the caller. */
static bool *find_cycles(const Snapshot *snapshot) {
    size_t count = snapshot->objects.count + 1;
    Component self = {.snapshot = snapshot,
                      .order = memory_alloc(sizeof *self.order * count),
                      .low = memory_alloc(sizeof *self.low * count),
                      .open = memory_alloc(sizeof *self.open * count),
                      .on_cycle = memory_alloc(sizeof *self.on_cycle * count)};
    for (uint32_t i = 0; i < snapshot->objects.count; i++) {
        if (!self.order[i]) visit(&self, i);
        while (self.work.count) component_step(&self);
    }
    memory_free(self.order);
    memory_free(self.low);
    memory_free(self.open);
    array_deinit(&self.stack);
    array_deinit(&self.work);
    return self.on_cycle;
}

/* Of the objects on a cycle of garbage the nearest that leads to `object`: one walk from all of
 * them at once. */
static bool append_from_cycles(const Snapshot *snapshot, uint32_t object, KeepPath *path) {
    Walk walk;
    size_t at = 0;
    bool *on_cycle = find_cycles(snapshot);
    walk_begin(&walk, snapshot);
    for (uint32_t i = 0; i < snapshot->objects.count; i++) {
        KeepStep step = no_step;
        step.object = i;
        if (on_cycle[i] && !snapshot->objects.items[i].reachable) reach(&walk, step);
    }
    bool found = walk_to(&walk, &at, object);
    if (found) {
        KeepPath way = {0};
        append_way(&walk, SNAPSHOT_NONE, object, &way);
        /* the first step only names the object on the cycle */
        append_cycle(snapshot, way.steps.items[0].object, path);
        path->cycle = (uint32_t)path->steps.count;
        for (size_t i = 1; i < way.steps.count; i++) array_push(&path->steps, way.steps.items[i]);
        keeps_deinit(&way);
    }
    walk_end(&walk);
    memory_free(on_cycle);
    return found;
}

bool keeps_cycle(const Snapshot *snapshot, uint32_t object, KeepPath *path) {
    *path = (KeepPath){0};
    if (snapshot->objects.items[object].reachable) return false;
    if (append_cycle(snapshot, object, path)) {
        path->cycle = (uint32_t)path->steps.count;
        return true;
    }
    return append_from_cycles(snapshot, object, path);
}

void keeps_deinit(KeepPath *path) {
    array_deinit(&path->steps);
    *path = (KeepPath){0};
}

/* ---- words ---- */

void keeps_append_step(const Snapshot *snapshot, const KeepStep *step, TextBuffer *out) {
    if (step->variable != SNAPSHOT_NONE) {
        Text frame = snapshot->frames.items[step->frame].name;
        Text name = snapshot->variables.items[step->variable].name;
        text_appendf(out, "%.*s %.*s", (int)frame.length, frame.bytes, (int)name.length,
                     name.bytes);
        return;
    }
    if (step->hidden != SNAPSHOT_NONE) {
        Text holder = snapshot->hidden.items[step->hidden].holder;
        text_append(out, holder.bytes, holder.length);
        return;
    }
    if (step->reference == SNAPSHOT_NONE) return;
    snapshot_append_slot(&snapshot->references.items[step->reference], step->key, out);
}

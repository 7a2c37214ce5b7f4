#include "scene/scene.h"

#include "base/translate.h"
#include "scene/cards.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    CELLS_SHOWN = 10, /* items of a container before "+ n more" */
    ROWS_SHOWN = 12,
    OPENED_SHOWN = 400, /* items of an opened container */
    CELLS_A_ROW = 6,
    VALUE_ARROWS_MAX = 3 /* to one number or string; more are linked instead */
};

Scene *scene_create(const TextMeasure *measure) {
    Scene *scene = memory_alloc(sizeof *scene);
    scene->measure = measure;
    scene->layout = layout_create();
    return scene;
}

void scene_destroy(Scene *scene) {
    if (!scene) return;
    layout_destroy(scene->layout);
    array_deinit(&scene->cards);
    array_deinit(&scene->rows);
    array_deinit(&scene->arrows);
    array_deinit(&scene->card_of);
    array_deinit(&scene->kept);
    array_deinit(&scene->only);
    array_deinit(&scene->deaths);
    array_deinit(&scene->pulled);
    array_deinit(&scene->opened);
    snapshot_changes_deinit(&scene->changes);
    array_deinit(&scene->change_of_variable);
    array_deinit(&scene->change_of_reference);
    array_deinit(&scene->types);
    array_deinit(&scene->inline_types);
    array_deinit(&scene->chains);
    array_deinit(&scene->chain_of);
    array_deinit(&scene->chained);
    glide_deinit(&scene->glide);
    arena_deinit(&scene->arena);
    memory_free(scene);
}

Layout *scene_layout(Scene *scene) {
    return scene->layout;
}

/* ---- what the person chose ---- */

static bool has_handle(const Handle *handles, size_t count, Handle wanted) {
    for (size_t i = 0; i < count; i++) {
        if (handle_equal(handles[i], wanted)) return true;
    }
    return false;
}

#define TOGGLE(list, wanted)                                                                       \
    do {                                                                                           \
        size_t at_ = 0;                                                                            \
        while (at_ < (list)->count && !handle_equal((list)->items[at_], wanted)) at_++;            \
        if (at_ < (list)->count) {                                                                 \
            (list)->items[at_] = array_last(list);                                                 \
            (list)->count--;                                                                       \
        } else {                                                                                   \
            array_push(list, wanted);                                                              \
        }                                                                                          \
    } while (0)

void scene_toggle_value(Scene *scene, Handle object) {
    TOGGLE(&scene->pulled, object);
}

void scene_toggle_more(Scene *scene, Handle object) {
    TOGGLE(&scene->opened, object);
}

void scene_fold_all(Scene *scene) {
    array_clear(&scene->opened);
}

bool scene_has_opened(const Scene *scene) {
    return scene->opened.count > 0;
}

SceneChoices scene_choices(const Scene *scene) {
    return (SceneChoices){scene->pulled.items,       scene->pulled.count,
                          scene->opened.items,       scene->opened.count,
                          scene->inline_types.items, scene->inline_types.count};
}

void scene_choose(Scene *scene, SceneChoices choices) {
    array_clear(&scene->pulled);
    array_clear(&scene->opened);
    array_clear(&scene->inline_types);
    for (size_t i = 0; i < choices.pulled_count; i++) {
        array_push(&scene->pulled, choices.pulled[i]);
    }
    for (size_t i = 0; i < choices.opened_count; i++) {
        array_push(&scene->opened, choices.opened[i]);
    }
    for (size_t i = 0; i < choices.inline_type_count; i++) {
        array_push(&scene->inline_types, choices.inline_types[i]);
    }
}

void scene_tidy(Scene *scene) {
    layout_tidy(scene->layout);
}

void scene_set_names(Scene *scene, const NameLog *names, uint32_t stop) {
    scene->names = names;
    scene->names_stop = stop;
}

static Text last_name(const Scene *scene, Handle object, bool only_global) {
    return scene->names ? name_log_last(scene->names, object, scene->names_stop, only_global)
                        : (Text){"", 0};
}

Text scene_last_name(const Scene *scene, Handle object) {
    return last_name(scene, object, false);
}

/* ---- which objects are cards ---- */

static bool is_pulled(const Scene *scene, const SnapObject *object) {
    return has_handle(scene->pulled.items, scene->pulled.count, object->handle);
}

/* Whether objects like this one stand in the rows that hold them. */
static bool is_inline_kind(const Scene *scene, const SnapObject *object) {
    bool code = object->class == OBJECT_CLASS || object->class == OBJECT_FUNCTION;
    if (object->class == OBJECT_MODULE || (object->shared && code)) return true;
    if (is_pulled(scene, object)) return false;
    if (object->library && scene->options.level != SCENE_INTERNALS) return true;
    if (code && scene->options.level == SCENE_BASIC) return true;
    return object->small && !scene->options.values_as_nodes;
}

/* A value that was pulled out but has too many arrows to it: they would be a knot. */
static bool is_linked(const Scene *scene, const SnapObject *object) {
    return object->small && object->incoming > VALUE_ARROWS_MAX && !is_inline_kind(scene, object);
}

bool card_stands_inline(const Scene *scene, uint32_t object) {
    const SnapObject *self = &scene->now->objects.items[object];
    return !filter_keeps(scene, object) || is_linked(scene, self) || is_inline_kind(scene, self);
}

static bool is_dunder(Text name) {
    return name.length > 4 && memcmp(name.bytes, "__", 2) == 0 &&
           memcmp(name.bytes + name.length - 2, "__", 2) == 0;
}

static bool is_descriptor(const SnapObject *object) {
    static const char *const types[] = {"classmethod", "staticmethod", "property", "_tuplegetter"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (text_equal(object->type, text_of(types[i]))) return true;
    }
    return false;
}

/* A class's own functions stand in its rows: as cards they would hide the data. So does, but for
 * the level of internals, what the class machinery keeps there: descriptors, and values of dunder
 * names. */
static bool stands_in_class(const Scene *scene, uint32_t card, Text label,
                            const SnapObject *target) {
    const Card *self = &scene->cards.items[card];
    if (self->kind != CARD_NODE || self->class != OBJECT_CLASS) return false;
    if (is_pulled(scene, target)) return false;
    if (target->class == OBJECT_FUNCTION) return true;
    return scene->options.level != SCENE_INTERNALS && (is_descriptor(target) || is_dunder(label));
}

static Text inline_text(const SnapObject *object) {
    if (object->class == OBJECT_MODULE || object->class == OBJECT_CLASS) return object->title;
    if (object->class == OBJECT_FUNCTION) {
        return object->shared ? text_of(_("built-in")) : object->type;
    }
    return object->repr;
}

static uint32_t card_for(Scene *scene, uint32_t object);

static float measure(const Scene *scene, FontFace face, float size, Text text) {
    return text_width(scene->measure, face, size, text);
}

/* A row for a reference or variable; inline or arrow as the target is. */
static void add_row(Scene *scene, uint32_t card, SceneRow row) {
    row.card = card;
    if (row.target != SNAPSHOT_NONE) {
        const SnapObject *target = &scene->now->objects.items[row.target];
        bool within = stands_in_class(scene, card, row.label, target);
        bool plain = card_stands_inline(scene, row.target);
        row.arrow = !plain && !within;
        row.linked = is_linked(scene, target);
        if (!row.arrow) row.value = plain ? inline_text(target) : target->type;
    }
    array_push(&scene->rows, row);
    scene->cards.items[card].row_count++;
}

/* A row that holds nothing. */
static void add_text_row(Scene *scene, uint32_t card, Text text) {
    add_row(scene, card,
            (SceneRow){.variable = SNAPSHOT_NONE,
                       .reference = SNAPSHOT_NONE,
                       .target = SNAPSHOT_NONE,
                       .label = text});
}

/* ---- frame cards ---- */

static uint64_t frame_key(const SnapFrame *frame) {
    uint64_t identity = frame->module ? 1 : frame->function.serial;
    return (uint64_t)1 << 63 | (uint64_t)frame->depth << 32 | identity;
}

static void size_frame(const Scene *scene, Card *card) {
    float width = measure(scene, FONT_MONO_BOLD, TITLE_SIZE, card->title) + 2 * CARD_PAD;
    if (card->note.length) width += measure(scene, FONT_UI, SMALL_SIZE + 1, card->note) + 16;
    for (uint32_t i = 0; i < card->row_count; i++) {
        const SceneRow *row = &scene->rows.items[card->first_row + i];
        float value = row->value.length ? measure(scene, FONT_MONO, ROW_SIZE, row->value) + 20 : 0;
        float needed = measure(scene, FONT_MONO, ROW_SIZE, row->label) + value + 2 * CARD_PAD + 30;
        if (needed > width) width = needed;
    }
    if (width < FRAME_MIN_WIDTH) width = FRAME_MIN_WIDTH;
    card->width = ceilf(width > CARD_MAX_WIDTH ? CARD_MAX_WIDTH : width);
    card->height = CARD_HEADER + 6 + (float)card->row_count * FRAME_ROW;
    for (uint32_t i = 0; i < card->row_count; i++) {
        SceneRow *row = &scene->rows.items[card->first_row + i];
        float top = CARD_HEADER + 3 + (float)i * FRAME_ROW;
        row->rect = (Rect){0, top, card->width, FRAME_ROW};
        row->port = (Point){card->width - CARD_PAD - 2, top + FRAME_ROW / 2};
    }
}

/* Whether the frame was not there at the stop before. */
static bool is_pushed(const Scene *scene, uint32_t index) {
    if (!scene->before) return false;
    if (index >= scene->before->frames.count) return true;
    const SnapFrame *old = &scene->before->frames.items[index];
    const SnapFrame *new = &scene->now->frames.items[index];
    if (old->module && new->module) return false;
    return old->frame != new->frame || !handle_equal(old->function, new->function);
}

void scene_set_frozen(Scene *scene, bool frozen) {
    scene->frozen = frozen;
}

/* While a statement runs, the calls below it; once it has ended, all. */
static bool is_frozen(const Scene *scene, const SnapFrame *frame) {
    const Snapshot *now = scene->now;
    bool statement = false;
    if (!scene->frozen || frame->module) return false;
    for (size_t i = 0; i < now->frames.count; i++)
        statement = statement || now->frames.items[i].below;
    return !statement || frame->below;
}

static void add_frame(Scene *scene, uint32_t index) {
    const SnapFrame *frame = &scene->now->frames.items[index];
    uint32_t number = (uint32_t)scene->cards.count;
    Card card = {.kind = CARD_FRAME,
                 .key = frame_key(frame),
                 .object = SNAPSHOT_NONE,
                 .frame = index,
                 .title = frame->name,
                 .note = text_of(is_frozen(scene, frame) ? _("frozen") : ""),
                 .fresh = is_pushed(scene, index),
                 .first_row = (uint32_t)scene->rows.count};
    uint32_t left_out = 0;
    array_push(&scene->cards, card);
    for (uint32_t i = 0; i < frame->variable_count; i++) {
        const SnapVariable *variable = &scene->now->variables.items[frame->first_variable + i];
        if (!filter_keeps_name(scene, variable->object)) {
            left_out++;
            continue;
        }
        add_row(scene, number,
                (SceneRow){
                    .variable = frame->first_variable + i,
                    .reference = SNAPSHOT_NONE,
                    .target = variable->cell != SNAPSHOT_NONE ? variable->cell : variable->object,
                    .label = variable->name,
                    .value = variable->object == SNAPSHOT_NONE && variable->cell == SNAPSHOT_NONE
                                 ? text_of(_("unbound"))
                                 : (Text){"", 0}});
    }
    if (left_out) {
        add_text_row(scene, number,
                     text_of(arena_format(&scene->arena,
                                          translate_many("%u more name", "%u more names", left_out),
                                          left_out)));
    }
    for (uint32_t i = 0; i < frame->temporary_count; i++) {
        add_row(scene, number,
                (SceneRow){.variable = SNAPSHOT_NONE,
                           .reference = SNAPSHOT_NONE,
                           .target = scene->now->temporaries.items[frame->first_temporary + i],
                           .temporary = true,
                           .label = text_of(arena_format(&scene->arena, "stack[%u]", i))});
    }
}

/* ---- node cards ---- */

static bool uses_cells(const SnapObject *object) {
    return object->class == OBJECT_SEQUENCE || object->class == OBJECT_SET;
}

static Text row_label(Scene *scene, const SnapReference *reference) {
    switch (reference->slot) {
    case SNAP_INDEX: return text_of(arena_format(&scene->arena, "%u", reference->number));
    case SNAP_MEMBER: return (Text){"", 0};
    default: return reference->label;
    }
}

static void size_cells(const Scene *scene, Card *card) {
    float widest = CELL_MIN_WIDTH;
    for (uint32_t i = 0; i < card->row_count; i++) {
        const SceneRow *row = &scene->rows.items[card->first_row + i];
        if (row->arrow) continue;
        float needed = measure(scene, FONT_MONO, ROW_SIZE, row->value) + 26;
        if (needed > widest) widest = needed;
    }
    float room = (card->most_width > 0 ? card->most_width : CARD_MAX_WIDTH + 60) - 2 * CELLS_MARGIN;
    if (widest > 190) widest = 190;
    if (widest > room) widest = room;
    card->cell_width = floorf(widest);
    uint32_t columns = (uint32_t)((room + CELL_GAP) / (card->cell_width + CELL_GAP));
    if (columns > CELLS_A_ROW) columns = CELLS_A_ROW;
    if (columns < 1) columns = 1;
    card->cells_a_row = columns;
    uint32_t used = card->row_count < columns ? card->row_count : columns;
    uint32_t lines = (card->row_count + columns - 1) / columns;
    float cells = (float)used * (card->cell_width + CELL_GAP) - CELL_GAP + 2 * CELLS_MARGIN;
    if (card->width < cells) card->width = cells;
    card->height = CARD_HEADER + (lines ? 4 + (float)lines * (CELL_HEIGHT + CELL_GAP) + 4 : 0);
    for (uint32_t i = 0; i < card->row_count; i++) {
        SceneRow *row = &scene->rows.items[card->first_row + i];
        float x = CELLS_MARGIN + (float)(i % columns) * (card->cell_width + CELL_GAP);
        float y = CARD_HEADER + 6 + (float)(i / columns) * (CELL_HEIGHT + CELL_GAP);
        row->rect = (Rect){x, y, card->cell_width, CELL_HEIGHT};
        float text = measure(scene, FONT_MONO, ROW_SIZE, row->value);
        row->port = row->arrow ? (Point){x + card->cell_width / 2, y + CELL_HEIGHT * 0.66f}
                               : (Point){x + card->cell_width / 2 + fminf(text, 164) / 2 + 3,
                                         y + CELL_HEIGHT * 0.66f};
    }
}

static void size_rows(const Scene *scene, Card *card) {
    for (uint32_t i = 0; i < card->row_count; i++) {
        const SceneRow *row = &scene->rows.items[card->first_row + i];
        float value = row->arrow ? 0 : measure(scene, FONT_MONO, ROW_SIZE, row->value);
        float needed = measure(scene, FONT_MONO, ROW_SIZE, row->label) + value + 2 * CARD_PAD + 44;
        if (needed > card->width) card->width = needed;
    }
    if (card->width > CARD_MAX_WIDTH) card->width = CARD_MAX_WIDTH;
    if (card->most_width > 0 && card->width > card->most_width) card->width = card->most_width;
    card->height = CARD_HEADER + (card->row_count ? 4 + (float)card->row_count * CARD_ROW : 0);
    for (uint32_t i = 0; i < card->row_count; i++) {
        SceneRow *row = &scene->rows.items[card->first_row + i];
        float top = CARD_HEADER + 2 + (float)i * CARD_ROW;
        row->rect = (Rect){0, top, card->width, CARD_ROW};
        row->port = (Point){card->width - CARD_PAD - 2, top + CARD_ROW / 2};
    }
}

static void size_node(const Scene *scene, Card *card) {
    float header = measure(scene, FONT_UI_BOLD, TITLE_SIZE, card->title) + 2 * CARD_PAD + 12;
    if (card->note.length) header += measure(scene, FONT_UI, SMALL_SIZE + 1, card->note) + 10;
    header += card->stub && scene->options.level != SCENE_BASIC ? 84 : 44; /* the badge's corner */
    card->width = header > CARD_MIN_WIDTH ? header : CARD_MIN_WIDTH;
    if (card->most_width > 0 && card->width > card->most_width) card->width = card->most_width;
    if (card->cells) {
        size_cells(scene, card);
    } else {
        size_rows(scene, card);
    }
    if (card->hidden_rows && card->squeezed) {
        card->more = (Rect){card->width - 78, CARD_HEADER - 20, 72, 17};
    } else if (card->hidden_rows) {
        card->more = (Rect){CELLS_MARGIN, card->height, card->width - 2 * CELLS_MARGIN, 22};
        card->height += 26;
    }
    card->width = ceilf(card->width);
    card->height = ceilf(card->height);
}

/* The references of an object as rows, up to a number unless it was opened. */
static void add_rows(Scene *scene, uint32_t card, const SnapObject *object) {
    bool opened = has_handle(scene->opened.items, scene->opened.count, object->handle);
    uint32_t limit = opened ? OPENED_SHOWN : uses_cells(object) ? CELLS_SHOWN : ROWS_SHOWN;
    uint32_t shown = object->reference_count;
    if (shown > limit) shown = limit;
    for (uint32_t i = 0; i < shown; i++) {
        uint32_t index = object->first_reference + i;
        const SnapReference *reference = &scene->now->references.items[index];
        SceneRow row = {.variable = SNAPSHOT_NONE,
                        .reference = index,
                        .target = reference->target,
                        .weak = reference->weak,
                        .label = row_label(scene, reference)};
        bool node_key = reference->key_object != SNAPSHOT_NONE &&
                        !card_stands_inline(scene, reference->key_object);
        if (node_key) {
            SceneRow key = row;
            key.target = reference->key_object;
            key.key = true;
            key.label = text_of(
                arena_format(&scene->arena, _("key %.*s"), (int)row.label.length, row.label.bytes));
            add_row(scene, card, key);
        }
        add_row(scene, card, row);
    }
    scene->cards.items[card].hidden_rows = object->reference_count - shown + object->more;
    scene->cards.items[card].opened = opened;
}

static bool has_name_now(const Snapshot *now, uint32_t object) {
    for (size_t i = 0; i < now->variables.count; i++) {
        if (now->variables.items[i].object == object) return true;
    }
    return false;
}

static uint32_t card_for(Scene *scene, uint32_t object) {
    if (scene->card_of.items[object]) return scene->card_of.items[object] - 1;
    if (scene->chain_of.items[object]) return chain_card(scene, object);
    const SnapObject *self = &scene->now->objects.items[object];
    uint32_t number = (uint32_t)scene->cards.count;
    Card card = {.kind = CARD_NODE,
                 .key = card_key(self->handle),
                 .object = object,
                 .frame = SNAPSHOT_NONE,
                 .title = self->title,
                 .class = self->class,
                 .badge = self->refcount,
                 .shared = self->shared,
                 .garbage = !self->reachable,
                 .dying = self->dying,
                 .cells = uses_cells(self),
                 .first_row = (uint32_t)scene->rows.count};
    /* where something still leads to it, that it was a parameter once is no news */
    Text lost = last_name(scene, self->handle, self->reachable);
    if (lost.length && !has_name_now(scene->now, object) && self->class != OBJECT_CLASS &&
        self->class != OBJECT_FUNCTION) {
        card.note =
            text_of(arena_format(&scene->arena, _("was %.*s"), (int)lost.length, lost.bytes));
    }
    if (self->dying) card.note = text_of(_("being freed"));
    scene->card_of.items[object] = number + 1;
    array_push(&scene->cards, card);
    if (self->class == OBJECT_NUMBER || self->class == OBJECT_TEXT || self->class == OBJECT_NONE) {
        add_text_row(scene, number, self->repr);
    } else {
        if (self->state.length) add_text_row(scene, number, self->state);
        add_rows(scene, number, self);
    }
    return number;
}

/* Objects whose cards are wanted: breadth first from the frames, then what no frame leads to: what
 * is dying, what only the collector finds, what the person asked for among what stands inline. */
static void add_nodes(Scene *scene) {
    const Snapshot *now = scene->now;
    for (size_t at = 0; at < scene->cards.count; at++) {
        const Card *card = &scene->cards.items[at];
        uint32_t first = card->first_row, count = card->row_count;
        for (uint32_t i = 0; i < count; i++) {
            const SceneRow *row = &scene->rows.items[first + i];
            if (row->arrow) card_for(scene, row->target);
        }
    }
    for (uint32_t i = 0; i < now->objects.count; i++) {
        const SnapObject *object = &now->objects.items[i];
        bool apart = !object->reachable || object->dying || object->apart ||
                     filter_is_asked_for(scene, object->handle);
        if (!apart || card_stands_inline(scene, i) || scene->card_of.items[i]) continue;
        size_t from = scene->cards.count;
        card_for(scene, i);
        for (size_t at = from; at < scene->cards.count; at++) {
            uint32_t first = scene->cards.items[at].first_row;
            uint32_t count = scene->cards.items[at].row_count;
            for (uint32_t j = 0; j < count; j++) {
                if (scene->rows.items[first + j].arrow)
                    card_for(scene, scene->rows.items[first + j].target);
            }
        }
    }
}

static bool has_frame_now(const Scene *scene, uint64_t key) {
    for (size_t i = 0; i < scene->now->frames.count; i++) {
        if (frame_key(&scene->now->frames.items[i]) == key) return true;
    }
    return false;
}

static void add_frame_ghosts(Scene *scene) {
    for (uint32_t i = 0; i < scene->before->frames.count; i++) {
        const SnapFrame *frame = &scene->before->frames.items[i];
        uint64_t key = frame_key(frame);
        Rect rect;
        if (has_frame_now(scene, key) || !layout_find(scene->layout, key, &rect)) continue;
        array_push(&scene->cards, ((Card){.kind = CARD_GHOST,
                                          .key = key,
                                          .object = SNAPSHOT_NONE,
                                          .frame = i,
                                          .title = frame->name,
                                          .width = rect.w,
                                          .height = rect.h,
                                          .first_row = (uint32_t)scene->rows.count}));
    }
}

void scene_set_deaths(Scene *scene, const Handle *objects, size_t count) {
    array_clear(&scene->deaths);
    for (size_t i = 0; i < count && i < SCENE_DEATHS_MAX; i++)
        array_push(&scene->deaths, objects[i]);
}

uint32_t scene_ghosts(const Scene *scene) {
    return scene->ghosts;
}

/* The ghosts' places among each other, as far as the order is known. */
static void order_ghosts(Scene *scene) {
    scene->ghosts = 0;
    for (size_t i = 0; i < scene->deaths.count; i++) {
        for (size_t j = scene->cards.count; j-- > 0;) {
            Card *card = &scene->cards.items[j];
            if (card->kind != CARD_GHOST) break; /* they come last */
            if (card->object == SNAPSHOT_NONE) continue;
            Handle object = scene->before->objects.items[card->object].handle;
            if (handle_equal(object, scene->deaths.items[i])) card->death = scene->ghosts++;
        }
    }
}

/* What was a card at the stop before and is no more: an outline where it stood. */
static void add_ghosts(Scene *scene) {
    scene->ghosts = 0;
    if (!scene->before) return;
    add_frame_ghosts(scene);
    for (uint32_t i = 0; i < scene->before->objects.count; i++) {
        const SnapObject *object = &scene->before->objects.items[i];
        Rect rect;
        if (is_inline_kind(scene, object) || object->shared) continue;
        if (snapshot_find(scene->now, object->handle) != SNAPSHOT_NONE) continue;
        if (!layout_find(scene->layout, card_key(object->handle), &rect)) continue;
        Card card = {.kind = CARD_GHOST,
                     .key = card_key(object->handle),
                     .object = i,
                     .frame = SNAPSHOT_NONE,
                     .title = object->title,
                     .class = object->class,
                     .width = rect.w,
                     .height = rect.h,
                     .first_row = (uint32_t)scene->rows.count};
        array_push(&scene->cards, card);
    }
    order_ghosts(scene);
}

/* ---- counts ---- */

static void count_references(Scene *scene) {
    for (size_t i = 0; i < scene->cards.count; i++) {
        Card *card = &scene->cards.items[i];
        if (card->kind != CARD_NODE) continue;
        card->stub = card->badge;
        const SnapObject *object = &scene->now->objects.items[card->object];
        uint32_t old = scene->before ? snapshot_find(scene->before, object->handle) : SNAPSHOT_NONE;
        card->fresh = scene->before && old == SNAPSHOT_NONE;
        if (old != SNAPSHOT_NONE) {
            card->delta = (int32_t)(object->refcount - scene->before->objects.items[old].refcount);
        }
    }
    for (size_t i = 0; i < scene->arrows.count; i++) {
        Card *target = &scene->cards.items[scene->arrows.items[i].to];
        if (scene->rows.items[scene->arrows.items[i].row].weak) continue;
        if (target->stub > 0) target->stub--;
    }
}

/* ---- places ---- */

static void collect_arrows(Scene *scene) {
    for (uint32_t i = 0; i < scene->rows.count; i++) {
        SceneRow *row = &scene->rows.items[i];
        if (row->target == SNAPSHOT_NONE) continue;
        uint32_t to = scene->card_of.items[row->target];
        if (!to) continue;
        /* A value that has become a card for one holder is an arrow for all. */
        row->arrow = true;
        row->value = (Text){"", 0};
        array_push(&scene->arrows, ((Arrow){.row = i, .to = to - 1}));
    }
}

void card_size(const Scene *scene, Card *card) {
    if (card->kind == CARD_FRAME) size_frame(scene, card);
    if (card->kind == CARD_NODE || card->kind == CARD_CHAIN) size_node(scene, card);
}

static uint64_t arrow_id(const Scene *scene, const Arrow *arrow) {
    const SceneRow *row = &scene->rows.items[arrow->row];
    uint64_t within = arrow->row - scene->cards.items[row->card].first_row;
    return scene->cards.items[row->card].key * 0x9E3779B97F4A7C15u + within;
}

static void place(Scene *scene) {
    size_t count = scene->cards.count, arrow_count = scene->arrows.count;
    LayoutBox *boxes = memory_alloc(sizeof *boxes * count);
    LayoutArrow *arrows = memory_alloc(sizeof *arrows * arrow_count);
    for (size_t i = 0; i < count; i++) {
        boxes[i] = card_box(scene, &scene->cards.items[i]);
    }
    for (size_t i = 0; i < arrow_count; i++) {
        const Arrow *arrow = &scene->arrows.items[i];
        const SceneRow *row = &scene->rows.items[arrow->row];
        const Card *from = &scene->cards.items[row->card];
        uint32_t cell = arrow->row - from->first_row + 1;
        arrows[i] = (LayoutArrow){.id = arrow_id(scene, arrow),
                                  .from = from->key,
                                  .to = scene->cards.items[arrow->to].key,
                                  .port = row->port,
                                  .inner = from->cells && cell % from->cells_a_row != 0 &&
                                           cell < from->row_count};
    }
    const LayoutView *view = layout_update(scene->layout, boxes, count, arrows, arrow_count);
    for (size_t i = 0; i < count; i++) {
        scene->cards.items[i].rect = view->places[i].rect;
        scene->cards.items[i].hidden = view->places[i].hidden;
    }
    for (size_t i = 0; i < arrow_count; i++) scene->arrows.items[i].route = view->routes[i];
    scene->bounds = view->bounds;
    if (count) { /* the heading of an empty heap, too, is to be read */
        float right = layout_heap_left(scene->layout) +
                      measure(scene, FONT_UI_BOLD, LANE_TITLE_SIZE, text_of(_("PRIVATE HEAP")));
        scene->bounds.w = fmaxf(scene->bounds.w, right - scene->bounds.x);
    }
    memory_free(boxes);
    memory_free(arrows);
}

void scene_set_inside(Scene *scene, const Inside *inside) {
    scene->inside = inside;
}

void scene_set(Scene *scene, const Snapshot *now, const Snapshot *before, SceneOptions options) {
    scene->now = now;
    scene->before = before;
    scene->options = options;
    arena_reset(&scene->arena);
    array_clear(&scene->cards);
    array_clear(&scene->rows);
    array_clear(&scene->arrows);
    array_clear(&scene->card_of);
    change_compare(scene);
    for (size_t i = 0; i < now->objects.count; i++) array_push(&scene->card_of, 0);
    filter_objects(scene);
    chains_fold(scene);
    for (uint32_t i = 0; i < now->frames.count; i++) add_frame(scene, i);
    add_nodes(scene);
    add_ghosts(scene);
    collect_arrows(scene);
    count_references(scene);
    change_tell_causes(scene);
    collector_judge(scene);
    for (size_t i = 0; i < scene->cards.count; i++) card_size(scene, &scene->cards.items[i]);
    cards_fit(scene);
    place(scene);
    glide_aim(scene);
}

/* ---- questions ---- */

const Snapshot *scene_snapshot(const Scene *scene) {
    return scene->now;
}

const SnapChanges *scene_changes(const Scene *scene) {
    return &scene->changes;
}

Rect scene_bounds(const Scene *scene) {
    return scene->bounds;
}

static bool is_running(const Scene *scene, const Card *card) {
    return card->kind == CARD_FRAME && scene->now->frames.items[card->frame].running;
}

bool scene_changed(const Scene *scene, float width, float height, Rect *rect) {
    bool any = false;
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < scene->cards.count; i++) {
            const Card *card = &scene->cards.items[i];
            bool changed = card->kind == CARD_NODE && card->delta != 0 && !card->shared;
            bool judged = collector_suspects(card) || card->dying;
            bool wanted = round == 0   ? card->kind == CARD_NODE && (card->fresh || judged)
                          : round == 1 ? changed
                                       : is_running(scene, card);
            if (!wanted) continue;
            Rect joined = any ? rect_union(*rect, card->rect) : card->rect;
            if (any && (joined.w > width || joined.h > height)) continue;
            *rect = joined;
            any = true;
        }
    }
    return any;
}

const SceneRow *scene_row(const Scene *scene, uint32_t row) {
    assert(row < scene->rows.count);
    return &scene->rows.items[row];
}

size_t scene_row_count(const Scene *scene) {
    return scene->rows.count;
}

uint32_t scene_row_holder(const Scene *scene, uint32_t row) {
    return scene->cards.items[scene_row(scene, row)->card].object;
}

Point scene_row_port(const Scene *scene, uint32_t row) {
    const SceneRow *self = scene_row(scene, row);
    Rect card = scene->cards.items[self->card].rect;
    return (Point){card.x + self->port.x, card.y + self->port.y};
}

Rect scene_row_rect(const Scene *scene, uint32_t row) {
    const SceneRow *self = scene_row(scene, row);
    Rect card = scene->cards.items[self->card].rect;
    return (Rect){card.x + self->rect.x, card.y + self->rect.y, self->rect.w, self->rect.h};
}

static const Card *card_of_handle(const Scene *scene, Handle object) {
    uint32_t index = scene->now ? snapshot_find(scene->now, object) : SNAPSHOT_NONE;
    if (index == SNAPSHOT_NONE || !scene->card_of.items[index]) return NULL;
    return &scene->cards.items[scene->card_of.items[index] - 1];
}

uint64_t card_shown_key(const Scene *scene, Handle object) {
    const Card *card = card_of_handle(scene, object);
    return card ? card->key : card_key(object);
}

void scene_move(Scene *scene, Handle object, Point at) {
    layout_move(scene->layout, card_shown_key(scene, object), at);
}

bool scene_find(const Scene *scene, Handle object, Rect *rect) {
    const Card *card = card_of_handle(scene, object);
    if (card) *rect = card->rect;
    return card != NULL;
}

bool scene_find_frame(const Scene *scene, uint32_t frame, Rect *rect) {
    for (size_t i = 0; i < scene->cards.count; i++) {
        const Card *card = &scene->cards.items[i];
        if (card->kind != CARD_FRAME || card->frame != frame) continue;
        *rect = card->rect;
        return true;
    }
    return false;
}

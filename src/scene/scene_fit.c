/* How much room a card takes: what it is expected to grow to, and what is left of a card that grew
 * where there is no more room. A card does not move for that: it becomes narrower, with its texts
 * cut, and then shows fewer rows, the rest behind "+ n more". */
#include "scene/cards.h"

#include "base/hash.h"

#include <math.h>
#include <string.h>

enum {
    TYPES_REMEMBERED = 64,
    ROWS_EXPECTED = 3, /* of an instance or dict that is new */
    CELLS_EXPECTED = 1 /* more than there are */
};

/* ---- what a card is expected to grow to ---- */

static const float WIDTH_EXPECTED = 200; /* at most, unless the card is wider: texts can be cut */

static bool can_grow(const SnapObject *object) {
    switch (object->class) {
    case OBJECT_SEQUENCE:
    case OBJECT_SET: return !object->frozen;
    case OBJECT_MAPPING:
    case OBJECT_INSTANCE:
    case OBJECT_ITERATOR: return true;
    default: return false;
    }
}

/* The largest card of the type so far; instances of a class mostly come to look alike. */
static Point *type_size(Scene *scene, const SnapObject *object) {
    uint64_t type = hash_bytes(object->type.bytes, object->type.length);
    for (size_t i = 0; i < scene->types.count; i++) {
        if (scene->types.items[i].type == type) return &scene->types.items[i].size;
    }
    if (scene->types.count >= TYPES_REMEMBERED) return NULL;
    array_push(&scene->types, ((TypeSize){.type = type}));
    return &array_last(&scene->types).size;
}

static Point expected_cells(const Card *card) {
    uint32_t count = card->row_count + CELLS_EXPECTED, columns = card->cells_a_row;
    uint32_t used = count < columns ? count : columns, lines = (count + columns - 1) / columns;
    float width = (float)used * (card->cell_width + CELL_GAP) - CELL_GAP + 2 * CELLS_MARGIN;
    /* Beyond that they can take another line: one wide card makes all its column wide. */
    return (Point){fminf(width, fmaxf(card->width, WIDTH_EXPECTED)),
                   CARD_HEADER + 8 + (float)lines * (CELL_HEIGHT + CELL_GAP)};
}

static Point expected_rows(Scene *scene, const Card *card, const SnapObject *object) {
    uint32_t rows = card->row_count < ROWS_EXPECTED ? ROWS_EXPECTED : card->row_count;
    Point size = {card->width, CARD_HEADER + 4 + (float)rows * CARD_ROW};
    Point *most = object->class == OBJECT_MAPPING ? NULL : type_size(scene, object);
    if (!most) return size; /* one dict says nothing of others */
    most->x = fmaxf(most->x, card->width);
    most->y = fmaxf(most->y, card->height);
    return (Point){fmaxf(size.x, fminf(most->x, WIDTH_EXPECTED)), fmaxf(size.y, most->y)};
}

LayoutBox card_box(Scene *scene, const Card *card) {
    LayoutBox box = {.key = card->key,
                     .kind = card->frame != SNAPSHOT_NONE ? LAYOUT_FRAME : LAYOUT_NODE,
                     .width = card->width,
                     .height = card->height,
                     .entry = CARD_HEADER / 2,
                     .order = (uint32_t)(card->key >> 32),
                     .ghost = card->kind == CARD_GHOST};
    if (card->kind != CARD_NODE) return box;
    const SnapObject *object = &scene->now->objects.items[card->object];
    Point full = {card->width, card->height};
    if (can_grow(object)) {
        full = card->cells ? expected_cells(card) : expected_rows(scene, card, object);
    }
    box.full_width = fmaxf(full.x, card->width + LAYOUT_RESERVE_X / 4);
    /* Arrows that go around pass below a card that they leave. */
    float below = card->row_count ? LAYOUT_RESERVE_Y : LAYOUT_RESERVE_Y / 3;
    box.full_height = fmaxf(full.y, card->height + below);
    return box;
}

/* ---- a card that has no room ---- */

static bool is_inert(const SceneRow *row) {
    return row->target == SNAPSHOT_NONE && row->reference == SNAPSHOT_NONE &&
           row->variable == SNAPSHOT_NONE;
}

/* Takes the last row off; what it refers to loses the arrow and counts it in its stub. */
static void drop_last_row(Scene *scene, Card *card) {
    SceneRow *row = &scene->rows.items[card->first_row + card->row_count - 1];
    if (row->arrow && !row->weak) scene->cards.items[scene->card_of.items[row->target] - 1].stub++;
    if (!row->key) card->hidden_rows++;
    *row = (SceneRow){.card = row->card,
                      .variable = SNAPSHOT_NONE,
                      .reference = SNAPSHOT_NONE,
                      .target = SNAPSHOT_NONE};
    card->row_count--;
}

static bool can_drop(const Scene *scene, const Card *card) {
    return card->row_count > 0 &&
           !is_inert(&scene->rows.items[card->first_row + card->row_count - 1]);
}

static void fit_card(Scene *scene, Card *card, Point room) {
    card->most_width = room.x;
    card_size(scene, card);
    while (card->height > room.y && can_drop(scene, card)) {
        drop_last_row(scene, card);
        while (can_drop(scene, card) &&
               scene->rows.items[card->first_row + card->row_count - 1].key) {
            drop_last_row(scene, card);
        }
        card_size(scene, card);
    }
    if (card->height <= room.y) return;
    card->squeezed = true;
    card_size(scene, card);
}

static void drop_arrows(Scene *scene) {
    size_t kept = 0;
    for (size_t i = 0; i < scene->arrows.count; i++) {
        Arrow arrow = scene->arrows.items[i];
        if (scene->rows.items[arrow.row].arrow) scene->arrows.items[kept++] = arrow;
    }
    scene->arrows.count = kept;
}

/* In a narrower card cells take more lines. */
static float height_at_width(Scene *scene, const Card *card, float width) {
    Card narrow = *card;
    narrow.most_width = width;
    card_size(scene, &narrow);
    return narrow.height;
}

void cards_fit(Scene *scene) {
    size_t count = scene->cards.count;
    LayoutBox *boxes = memory_alloc(sizeof *boxes * (count + 1));
    Point *granted = memory_alloc(sizeof *granted * (count + 1));
    for (size_t i = 0; i < count; i++) {
        Card *card = &scene->cards.items[i];
        boxes[i] = card_box(scene, card);
        Rect old;
        if (card->kind != CARD_NODE || !card->cells || card->opened) continue;
        if (!layout_find(scene->layout, card->key, &old) || old.w >= card->width) continue;
        boxes[i].height = fmaxf(card->height, height_at_width(scene, card, old.w));
        card_size(scene, card); /* the rows' places are of the card as it is */
    }
    layout_grant(scene->layout, boxes, count, granted);
    bool dropped = false;
    for (size_t i = 0; i < count; i++) {
        Card *card = &scene->cards.items[i];
        if (card->kind != CARD_NODE || card->opened) continue;
        if (granted[i].x >= card->width && granted[i].y >= card->height) continue;
        uint32_t rows = card->row_count;
        fit_card(scene, card, granted[i]);
        dropped = dropped || card->row_count < rows;
    }
    if (dropped) drop_arrows(scene);
    memory_free(boxes);
    memory_free(granted);
}

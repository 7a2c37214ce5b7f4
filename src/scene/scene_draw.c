/* The scene as draw commands: background, garbage regions, arrows, cards, and what is in the hand.
 */
#include "base/translate.h"
#include "scene/cards.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Painter {
    const Scene *scene;
    DrawList *list;
    const Theme *theme;
    const SceneFocus *focus;
    Rect visible; /* canvas coordinates: what lies outside is not emitted */
    SceneStill still;
} Painter;

static const float LANE_TITLES = -29; /* clear of what stands over the topmost cards */

Color scene_hue(const Theme *theme, ObjectClass class) {
    switch (class) {
    case OBJECT_SEQUENCE: return theme->hue_sequence;
    case OBJECT_MAPPING:
    case OBJECT_SET: return theme->hue_mapping;
    case OBJECT_INSTANCE: return theme->hue_instance;
    case OBJECT_CLASS: return theme->hue_class;
    case OBJECT_FUNCTION:
    case OBJECT_CELL: return theme->hue_function;
    case OBJECT_NUMBER:
    case OBJECT_NONE: return theme->hue_number;
    case OBJECT_TEXT: return theme->hue_text;
    case OBJECT_ITERATOR: return theme->hue_iterator;
    case OBJECT_EXCEPTION: return theme->hue_error;
    default: return theme->hue_other;
    }
}

static TextStyle text_style(FontFace face, float size, Color color, TextAlign align, float width) {
    return (TextStyle){.face = face,
                       .size = size,
                       .color = color,
                       .align = align,
                       .line = TEXT_MIDDLE,
                       .max_width = width};
}

static Handle handle_of(const Painter *painter, const Card *card) {
    if (card->kind != CARD_NODE) return (Handle){0};
    return painter->scene->now->objects.items[card->object].handle;
}

static bool is_selected(const Painter *painter, const Card *card) {
    Handle own = handle_of(painter, card);
    if (!own.serial) return false;
    for (size_t i = 0; i < painter->focus->selected_count; i++) {
        if (handle_equal(painter->focus->selected[i], own)) return true;
    }
    return false;
}

static bool is_target(const Painter *painter, const Card *card) {
    Handle own = handle_of(painter, card);
    return own.serial && painter->focus->dragging && handle_equal(painter->focus->drag_target, own);
}

/* While a reference is dragged: whether it is told that it may be dropped on the card, or that it
 * may not. */
static bool is_told(const Painter *painter, const Card *card, bool possible) {
    const bool *told = painter->focus->possible;
    return told && card->kind == CARD_NODE && told[card->object] == possible;
}

/* On a path, or spoken of elsewhere. */
static bool is_lit(const Painter *painter, const Card *card) {
    Handle own = handle_of(painter, card);
    for (int i = 0; i < SCENE_LIT && own.serial; i++) {
        const SceneLit *lit = &painter->focus->lit[i];
        for (size_t j = 0; j < lit->object_count; j++) {
            if (handle_equal(lit->objects[j], own)) return true;
        }
    }
    return false;
}

static const float REFUSED_OPACITY = 0.45f;
static const float DYING_OPACITY = 0.6f;

/* ---- rows ---- */

/* Solid where an arrow starts, hollow beside an inline value, with a core when that is linked. */
static void draw_port(const Painter *painter, Point at, const SceneRow *row, Color color,
                      bool hot) {
    float radius = PORT_RADIUS + (hot ? 1.5f : 0);
    if (row->arrow) {
        draw_circle(painter->list, at, radius, color, (Stroke){0});
        return;
    }
    draw_circle(painter->list, at, radius, 0, (Stroke){.color = color, .width = 1.5f});
    if (row->linked) draw_circle(painter->list, at, radius - 2.5f, color, (Stroke){0});
}

/* Rows of one linked value light up together. */
static bool is_hot_with(const Painter *painter, uint32_t row) {
    const Scene *scene = painter->scene;
    const SceneRow *self = &scene->rows.items[row];
    const ScenePart *hover = &painter->focus->hover;
    return self->linked && hover->kind == SCENE_VALUE && hover->row < scene->rows.count &&
           scene->rows.items[hover->row].target == self->target;
}

static bool is_lit_row(const SceneFocus *focus, uint32_t row) {
    for (int i = 0; i < SCENE_LIT; i++) {
        for (size_t j = 0; j < focus->lit[i].row_count; j++) {
            if (focus->lit[i].rows[j] == row) return true;
        }
    }
    return false;
}

static bool is_hot(const Painter *painter, uint32_t row) {
    const SceneFocus *focus = painter->focus;
    if (is_lit_row(focus, row)) return true;
    if (focus->dragging && focus->drag_row == row) return true;
    if (focus->row_selected && focus->selected_row == row) return true;
    ScenePartKind kind = focus->hover.kind;
    bool part = kind == SCENE_PORT || kind == SCENE_VALUE || kind == SCENE_ARROW;
    return (part && focus->hover.row == row) || is_hot_with(painter, row);
}

/* References of garbage are warm; while a collection is looked at, only those of its suspects. */
static bool is_warm(const Painter *painter, const Card *card) {
    const Inside *inside = painter->scene->inside;
    if (inside && inside->collecting) return collector_suspects(card);
    return card->garbage;
}

static Color port_color(const Painter *painter, const Card *card, const SceneRow *row, bool hot) {
    const Theme *theme = painter->theme;
    if (hot) return theme->highlight;
    if (!row->arrow) return theme->port;
    if (row->weak) return theme->reference_weak;
    if (card->kind == CARD_FRAME) return theme->reference_frame;
    return is_warm(painter, card) ? theme->death : theme->reference;
}

static bool is_touched(const Painter *painter, const SceneRow *row) {
    return !painter->still.without_changes && change_touches(painter->scene, row);
}

/* The mark of what the last line changed, as that line's own in the code. */
static void draw_touched(const Painter *painter, Rect rect) {
    Rect bar = {rect.x, rect.y + 3, 3, rect.h - 6};
    draw_box(painter->list, bar, (BoxStyle){.fill = painter->theme->accent, .radius = 1.5f});
}

static void draw_cell(const Painter *painter, const Card *card, uint32_t index) {
    const SceneRow *row = &painter->scene->rows.items[index];
    const Theme *theme = painter->theme;
    Rect rect = {card->rect.x + row->rect.x, card->rect.y + row->rect.y, row->rect.w, row->rect.h};
    bool hot = is_hot(painter, index);
    bool touched = is_touched(painter, row);
    draw_box(painter->list, rect,
             (BoxStyle){.fill = touched ? theme->accent_soft : theme->cell,
                        .radius = THEME_RADIUS_CELL});
    if (touched) draw_touched(painter, rect);
    draw_text(painter->list, (Point){rect.x + rect.w / 2, rect.y + 11},
              text_style(FONT_MONO, SMALL_SIZE - 1, theme->text_muted, TEXT_CENTER, rect.w),
              row->label);
    float y = rect.y + rect.h * 0.66f;
    if (row->arrow) {
        draw_port(painter, (Point){rect.x + rect.w / 2, y}, row,
                  port_color(painter, card, row, hot), hot);
        return;
    }
    draw_text(painter->list, (Point){rect.x + rect.w / 2 - 5, y},
              text_style(FONT_MONO, ROW_SIZE, theme->text, TEXT_CENTER, rect.w - 22), row->value);
    draw_port(painter, (Point){card->rect.x + row->port.x + 2, y}, row,
              port_color(painter, card, row, hot), hot);
}

static void draw_row(const Painter *painter, const Card *card, uint32_t index) {
    const SceneRow *row = &painter->scene->rows.items[index];
    const Theme *theme = painter->theme;
    bool frame = card->kind == CARD_FRAME;
    float y = card->rect.y + row->port.y, left = card->rect.x + CARD_PAD;
    float right = card->rect.x + card->width - CARD_PAD;
    bool hot = is_hot(painter, index);
    bool holds = row->variable != SNAPSHOT_NONE || row->reference != SNAPSHOT_NONE;
    bool touched = is_touched(painter, row);
    Rect band = {card->rect.x + 4, card->rect.y + row->rect.y + 1, card->width - 8,
                 row->rect.h - 2};
    if ((hot || touched) && holds) {
        draw_box(painter->list, band,
                 (BoxStyle){.fill = theme->accent_soft, .radius = THEME_RADIUS_CELL});
    }
    if (touched) draw_touched(painter, band);
    float value_room = 0;
    if (row->value.length) {
        float width = text_width(painter->scene->measure, FONT_MONO, ROW_SIZE, row->value);
        value_room = fminf(width, (right - left) * 0.62f);
        bool unbound = row->target == SNAPSHOT_NONE;
        draw_text(painter->list, (Point){right - (unbound ? 0 : 14), y},
                  text_style(unbound ? FONT_UI : FONT_MONO, ROW_SIZE,
                             unbound ? theme->text_muted : theme->text, TEXT_RIGHT, value_room + 1),
                  row->value);
    }
    draw_text(painter->list, (Point){left, y},
              text_style(FONT_MONO, ROW_SIZE, frame == holds ? theme->text : theme->text_muted,
                         TEXT_LEFT, right - left - value_room - 24),
              row->label);
    if (row->target != SNAPSHOT_NONE) {
        draw_port(painter, (Point){card->rect.x + row->port.x, y}, row,
                  port_color(painter, card, row, hot), hot);
    }
}

/* ---- badges ---- */

/* Why the count changed, as far as one reference tells: over the card, left of its counts. */
static void draw_cause(const Painter *painter, const Card *card) {
    if (!card->causes) return;
    Rect counts = card->stub ? card_stub(painter->scene, card) : card_badge(painter->scene, card);
    Point at = {counts.x - 6, card->rect.y - 9};
    TextStyle style = text_style(FONT_MONO, SMALL_SIZE, painter->theme->text_muted, TEXT_RIGHT,
                                 fmaxf(at.x - card->rect.x, 40));
    if (card->causes == 1) {
        draw_text(painter->list, at, style, card->cause);
    } else {
        draw_textf(painter->list, at, style, "%.*s, +%u", (int)card->cause.length,
                   card->cause.bytes, card->causes - 1);
    }
}

/* Room for a number written by hand. */
static void draw_blank_badge(const Painter *painter, Rect badge) {
    draw_box(painter->list, rect_inset(badge, -2),
             (BoxStyle){.fill = painter->theme->node,
                        .radius = THEME_RADIUS_CELL,
                        .stroke = {.color = painter->theme->badge, .width = 1.5f}});
}

/* Whether the arrow comes into the area: by points on it that are nearer than the area is wide. */
static bool runs_through(const Arrow *arrow, Rect area) {
    const Spline *route = arrow->route;
    if (!route->count || !rect_overlaps(route->bounds, area)) return false;
    for (int k = 0; k < route->count; k++) {
        const Point *p = &route->points[3 * k];
        float way = fabsf(p[3].x - p[0].x) + fabsf(p[3].y - p[0].y);
        int steps = (int)fminf(2 + way / 4, 500);
        for (int i = 0; i <= steps; i++) {
            Point at = spline_segment_point(route, k, (float)i / (float)steps);
            if (rect_contains(area, at)) return true;
        }
    }
    return false;
}

/* Behind what tells the change: only where an arrow would make it hard to read. */
static void draw_delta_ground(const Painter *painter, const Card *card, Rect badge) {
    Rect ground = {rect_right(badge) + 5, badge.y + 1, 26, badge.h - 2};
    if (abs(card->delta) > 9) ground.w += 8;
    for (size_t i = 0; i < painter->scene->arrows.count; i++) {
        if (!runs_through(&painter->scene->arrows.items[i], ground)) continue;
        draw_box(painter->list, ground,
                 (BoxStyle){.fill = painter->theme->canvas, .radius = THEME_RADIUS_CELL});
        return;
    }
}

static void draw_badge(const Painter *painter, const Card *card) {
    const Theme *theme = painter->theme;
    Rect badge = card_badge(painter->scene, card);
    if (card->shared) {
        Point at = {card->rect.x + card->rect.w - 12, card->rect.y + CARD_HEADER / 2};
        draw_string(painter->list, at,
                    text_style(FONT_UI, SMALL_SIZE, theme->text_muted, TEXT_RIGHT, 0), _("shared"));
        return;
    }
    float swell = card->delta || card->fresh ? 3 * (1 - painter->focus->change) : 0;
    if (painter->still.blank_badges) {
        draw_blank_badge(painter, badge);
    } else {
        draw_box(painter->list, rect_inset(badge, -swell),
                 (BoxStyle){.fill = theme->badge, .radius = BADGE_HEIGHT / 2 + swell});
        draw_textf(painter->list, rect_center(badge),
                   text_style(FONT_UI_BOLD, SMALL_SIZE + 2, theme->badge_text, TEXT_CENTER, 0),
                   "%u", card->badge);
    }
    if (card->stub) {
        Rect stub = card_stub(painter->scene, card);
        BoxStyle style = {.fill = theme->stub,
                          .radius = BADGE_HEIGHT / 2,
                          .stroke = {.color = theme->stub_border, .width = 1, .dash = 3, .gap = 2}};
        draw_box(painter->list, stub, style);
        draw_textf(painter->list, rect_center(stub),
                   text_style(FONT_UI_MEDIUM, SMALL_SIZE, theme->stub_text, TEXT_CENTER, 0), "+%u",
                   card->stub);
    }
    if (card->delta && !painter->still.without_changes) {
        draw_delta_ground(painter, card, badge);
        bool up = card->delta > 0;
        Color color = up ? theme->birth : theme->death;
        float rise = (up ? 5 : -5) * (1 - painter->focus->change);
        float x = rect_right(badge) + 8, y = badge.y + badge.h / 2 + rise;
        if (up) {
            draw_triangle(painter->list, (Point){x, y + 4}, (Point){x + 9, y + 4},
                          (Point){x + 4.5f, y - 4}, color);
        } else {
            draw_triangle(painter->list, (Point){x, y - 4}, (Point){x + 9, y - 4},
                          (Point){x + 4.5f, y + 4}, color);
        }
        draw_textf(painter->list, (Point){x + 13, y},
                   text_style(FONT_UI_BOLD, SMALL_SIZE + 1, color, TEXT_LEFT, 0), "%d",
                   up ? card->delta : -card->delta);
        draw_cause(painter, card);
    }
}

/* ---- cards ---- */

static BoxStyle card_style(const Painter *painter, const Card *card) {
    const Theme *theme = painter->theme;
    BoxStyle style = {.fill = theme->node,
                      .radius = THEME_RADIUS_NODE,
                      .stroke = {.color = theme->node_border, .width = 1},
                      .shadow = theme->shadow,
                      .shadow_blur = 5,
                      .shadow_y = 2};
    if (card->kind == CARD_FRAME) {
        bool running = painter->scene->now->frames.items[card->frame].running;
        style.fill = theme->frame;
        style.stroke = (Stroke){.color = running ? theme->accent : theme->frame_border,
                                .width = running ? 2 : 1,
                                .dash = card->note.length ? 5 : 0,
                                .gap = card->note.length ? 4 : 0};
        style.shadow = 0;
        if (painter->focus->frame_selected && painter->focus->selected_frame == card->frame) {
            style.stroke = (Stroke){.color = theme->select, .width = 2.5f};
        }
    }
    if (card->kind == CARD_NODE) {
        collector_style(painter->scene, card, theme, painter->focus->change, &style);
    }
    if (is_selected(painter, card)) {
        style.stroke = (Stroke){.color = theme->select, .width = 2};
    }
    return style;
}

/* "0x7f.., 56 bytes, G0" under the title line, at the level of internals. */
static void draw_internals(const Painter *painter, const Card *card) {
    if (painter->scene->options.level != SCENE_INTERNALS) return;
    const SnapObject *object = &painter->scene->now->objects.items[card->object];
    char generation[24] = "", bytes[32];
    snprintf(bytes, sizeof bytes, _("%u B"), object->size);
    if (object->generation >= 0)
        snprintf(generation, sizeof generation, "  G%d", object->generation);
    draw_textf(painter->list, (Point){card->rect.x + 2, rect_bottom(card->rect) + 9},
               text_style(FONT_MONO, SMALL_SIZE - 1, painter->theme->text_muted, TEXT_LEFT,
                          card->chip ? card->rect.w - 100 : 0),
               "0x%llx  %s%s", (unsigned long long)object->address, bytes, generation);
}

static void draw_header(const Painter *painter, const Card *card) {
    const Theme *theme = painter->theme;
    float y = card->rect.y + CARD_HEADER / 2;
    float left = card->rect.x + CARD_PAD;
    if (card->kind == CARD_FRAME) {
        const SnapFrame *frame = &painter->scene->now->frames.items[card->frame];
        draw_text(painter->list, (Point){left, y},
                  text_style(FONT_MONO_BOLD, TITLE_SIZE,
                             frame->running ? theme->accent : theme->text, TEXT_LEFT,
                             card->width - 2 * CARD_PAD),
                  card->title);
        draw_text(painter->list, (Point){rect_right(card->rect) - CARD_PAD, y},
                  text_style(FONT_UI, SMALL_SIZE + 1, theme->text_muted, TEXT_RIGHT, 0),
                  card->note);
    } else {
        Color color = scene_hue(theme, card->class);
        draw_box(painter->list, (Rect){left - 2, y - 7, 4, 14},
                 (BoxStyle){.fill = color, .radius = 2});
        float room = card->width - 2 * CARD_PAD - 30;
        float width =
            fminf(text_width(painter->scene->measure, FONT_UI_BOLD, TITLE_SIZE, card->title), room);
        draw_text(painter->list, (Point){left + 10, y},
                  text_style(FONT_UI_BOLD, TITLE_SIZE, color, TEXT_LEFT, room), card->title);
        if (card->note.length) {
            draw_text(painter->list, (Point){left + 18 + width, y + 1},
                      text_style(FONT_UI, SMALL_SIZE + 1, theme->text_muted, TEXT_LEFT,
                                 fmaxf(rect_right(card->rect) - left - width - 30, 1)),
                      card->note);
        }
    }
    if (card->row_count) {
        float line = card->rect.y + CARD_HEADER;
        float edge = fmaxf(card_style(painter, card).stroke.width, 1);
        draw_line(painter->list, (Point){card->rect.x + edge, line},
                  (Point){rect_right(card->rect) - edge, line},
                  (Stroke){.color = theme->node_line, .width = 1});
    }
}

static void draw_more(const Painter *painter, const Card *card) {
    if (!card->hidden_rows) return;
    Rect more = {card->rect.x + card->more.x, card->rect.y + card->more.y, card->more.w,
                 card->more.h};
    draw_box(painter->list, more,
             (BoxStyle){.fill = painter->theme->cell, .radius = THEME_RADIUS_CELL});
    draw_textf(painter->list, rect_center(more),
               text_style(FONT_UI_MEDIUM, SMALL_SIZE, painter->theme->text_muted, TEXT_CENTER, 0),
               translate_many("+ %u more", "+ %u more", card->hidden_rows), card->hidden_rows);
}

/* A cascade: what was freed later still stands, faint, as one after the other goes. */
static bool is_still_alive(const Painter *painter, const Card *card) {
    float ghosts = (float)painter->scene->ghosts;
    return ghosts > 1 && (float)card->death >= (1 - painter->focus->alive) * ghosts;
}

static void draw_ghost(const Painter *painter, const Card *card) {
    const Theme *theme = painter->theme;
    if (card->frame == SNAPSHOT_NONE && is_still_alive(painter, card)) {
        draw_opacity_push(painter->list, DYING_OPACITY);
        draw_box(painter->list, card->rect, card_style(painter, card));
        draw_header(painter, card);
        draw_opacity_pop(painter->list);
        return;
    }
    BoxStyle style = {.radius = THEME_RADIUS_NODE,
                      .stroke = {.color = theme->ghost, .width = 1.5f, .dash = 5, .gap = 4}};
    const char *end = card->frame != SNAPSHOT_NONE ? _("ended") : _("freed");
    if (painter->focus->named) {
        words_begin_card(painter->scene, card, painter->list, true);
    } else {
        draw_group_begin(painter->list, NULL, "ghost", end);
    }
    draw_box(painter->list, card->rect, style);
    float y = card->rect.y + CARD_HEADER / 2;
    draw_text(
        painter->list, (Point){card->rect.x + CARD_PAD, y},
        text_style(FONT_UI_MEDIUM, TITLE_SIZE, theme->text_muted, TEXT_LEFT, card->rect.w - 70),
        card->title);
    draw_string(painter->list, (Point){rect_right(card->rect) - CARD_PAD, y},
                text_style(FONT_UI_MEDIUM, SMALL_SIZE, theme->death, TEXT_RIGHT, 0), end);
    draw_group_end(painter->list);
}

/* More cards under that of a chain. */
static void draw_stack(const Painter *painter, const Card *card) {
    for (int under = 2; under > 0; under--) {
        float by = 4 * (float)under;
        draw_box(painter->list,
                 (Rect){card->rect.x + by, card->rect.y + by, card->rect.w, card->rect.h},
                 (BoxStyle){.fill = painter->theme->cell,
                            .radius = THEME_RADIUS_NODE,
                            .stroke = {.color = painter->theme->node_border, .width = 1}});
    }
}

static void begin_card(const Painter *painter, const Card *card) {
    char id[32];
    if (painter->focus->named) {
        words_begin_card(painter->scene, card, painter->list, !painter->still.blank_badges);
        return;
    }
    words_identify(painter->scene, card, id, sizeof id);
    draw_group_begin(painter->list, id, card->kind == CARD_FRAME ? "frame" : "object", NULL);
}

static float card_opacity(const Painter *painter, const Card *card) {
    float opacity = card->fresh ? 0.25f + 0.75f * painter->focus->change : 1;
    if (is_told(painter, card, false)) opacity *= REFUSED_OPACITY;
    return card->dying ? DYING_OPACITY : opacity;
}

static void draw_card(const Painter *painter, const Card *card) {
    if (card->kind == CARD_GHOST) {
        if (!card->hidden) draw_ghost(painter, card);
        return;
    }
    begin_card(painter, card);
    draw_opacity_push(painter->list, card_opacity(painter, card));
    if (card->kind == CARD_CHAIN) draw_stack(painter, card);
    draw_box(painter->list, card->rect, card_style(painter, card));
    if (card->kind == CARD_NODE) {
        collector_ring(painter->scene, card, painter->list, painter->theme, painter->focus->change);
    }
    if (is_told(painter, card, true)) {
        BoxStyle ring = {.radius = THEME_RADIUS_NODE + 3,
                         .stroke = {.color = painter->theme->highlight, .width = 1}};
        draw_box(painter->list, rect_inset(card->rect, -3), ring);
    }
    if (is_target(painter, card) || is_lit(painter, card)) {
        BoxStyle ring = {.radius = THEME_RADIUS_NODE + 5,
                         .stroke = {.color = painter->theme->highlight, .width = 2}};
        draw_box(painter->list, rect_inset(card->rect, -5), ring);
    }
    draw_header(painter, card);
    for (uint32_t i = card->first_row; i < card->first_row + card->row_count; i++) {
        if (card->cells) {
            draw_cell(painter, card, i);
        } else {
            draw_row(painter, card, i);
        }
    }
    if (!card->cells) draw_more(painter, card);
    if (card->kind == CARD_NODE) draw_internals(painter, card);
    draw_opacity_pop(painter->list);
    draw_group_end(painter->list);
}

/* ---- arrows ---- */

static Color arrow_color(const Painter *painter, const Arrow *arrow) {
    const Theme *theme = painter->theme;
    const Card *from = &painter->scene->cards.items[painter->scene->rows.items[arrow->row].card];
    if (is_hot(painter, arrow->row)) return theme->highlight;
    if (painter->scene->rows.items[arrow->row].weak) return theme->reference_weak;
    if (collector_subtracts(painter->scene, arrow)) return theme->collect;
    if (is_warm(painter, from)) return theme->death;
    if (from->kind == CARD_FRAME || is_selected(painter, from)) return theme->reference_frame;
    return theme->reference;
}

static void draw_arrow(const Painter *painter, const Arrow *arrow) {
    Spline moving;
    const Spline *route = arrow->route;
    if (route->count == 0) return;
    if (change_route(painter->scene, arrow, painter->focus->change, &moving)) route = &moving;
    if (!rect_overlaps(rect_inset(route->bounds, -8), painter->visible)) return;
    bool hot = is_hot(painter, arrow->row);
    const SceneRow *row = &painter->scene->rows.items[arrow->row];
    Stroke stroke = {.color = arrow_color(painter, arrow), .width = hot ? 2.5f : 1.75f};
    if (row->weak) stroke.dash = 6, stroke.gap = 4;
    if (row->temporary) stroke.dash = stroke.width, stroke.gap = 3;
    if (painter->focus->named) words_begin_arrow(painter->scene, arrow, painter->list);
    for (int i = 0; i < route->count; i++) {
        const Point *p = &route->points[3 * i];
        bool last = i == route->count - 1;
        draw_curve(painter->list, p[0], p[1], p[2], p[3], stroke,
                   (ArrowHead){.length = last ? 9 : 0, .width = last ? 8 : 0});
    }
    if (painter->focus->named) draw_group_end(painter->list);
}

/* The reference in the hand: from its port to the pointer, or to the target it has snapped to. */
static void draw_drag(const Painter *painter) {
    const SceneFocus *focus = painter->focus;
    if (!focus->dragging || focus->drag_row >= painter->scene->rows.count) return;
    Point from = scene_row_port(painter->scene, focus->drag_row), to = focus->drag_to;
    Rect target;
    if (focus->drag_target.serial && scene_find(painter->scene, focus->drag_target, &target)) {
        to = (Point){target.x, target.y + CARD_HEADER / 2};
    }
    float bend = fmaxf(40, fabsf(to.x - from.x) / 2);
    Stroke stroke = {.color = painter->theme->highlight, .width = 2.5f, .dash = 7, .gap = 5};
    draw_curve(painter->list, from, (Point){from.x + bend, from.y}, (Point){to.x - bend, to.y}, to,
               stroke, (ArrowHead){.length = 10, .width = 9});
    draw_circle(painter->list, from, PORT_RADIUS + 2, painter->theme->highlight, (Stroke){0});
}

/* A card in the hand: an outline where it would come to rest. */
static void draw_moved(const Painter *painter) {
    const SceneFocus *focus = painter->focus;
    Rect rect;
    if (!focus->moved.serial || !scene_find(painter->scene, focus->moved, &rect)) return;
    Rect rest =
        layout_drop_rect(painter->scene->layout, card_shown_key(painter->scene, focus->moved),
                         focus->moved_to, rect.w, rect.h);
    Color color = painter->theme->select;
    draw_box(painter->list, rest,
             (BoxStyle){.radius = THEME_RADIUS_NODE,
                        .stroke = {.color = color, .width = 1.5f, .dash = 6, .gap = 4}});
}

/* ---- garbage ---- */

/* Around one card, with what stands over its edges: how much its count changed, and why. */
static Rect garbage_outline(const Painter *painter, const Card *card) {
    const float around = 9, over = 11, beside = 22;
    Rect outline = rect_inset(card->rect, -around);
    bool counts = painter->scene->options.level != SCENE_BASIC && !card->shared;
    if (!counts || !card->delta || painter->still.without_changes) return outline;
    outline.w += beside;
    if (!card->causes) return outline;
    return (Rect){outline.x, outline.y - over, outline.w, outline.h + over};
}

/* Above the first garbage card that has room there, which the titles of the lanes take from the
 * topmost; else under it. */
static Point mixed_label(const Painter *painter) {
    const float above = 10, below = 22;
    const Scene *scene = painter->scene;
    const Card *first = NULL;
    for (size_t i = 0; i < scene->cards.count; i++) {
        const Card *card = &scene->cards.items[i];
        if (!card->garbage) continue;
        float y = garbage_outline(painter, card).y - above;
        if (y >= 0) return (Point){card->rect.x, y};
        if (!first) first = card;
    }
    return (Point){first->rect.x, rect_bottom(first->rect) + below};
}

/* One outline around all garbage when nothing alive stands inside it, else one around each card. */
static void draw_garbage_regions(const Painter *painter) {
    const Scene *scene = painter->scene;
    Rect all = {0};
    bool any = false, mixed = false;
    for (size_t i = 0; i < scene->cards.count; i++) {
        const Card *card = &scene->cards.items[i];
        if (!card->garbage) continue;
        all = any ? rect_union(all, card->rect) : card->rect;
        any = true;
    }
    if (!any) return;
    all = (Rect){all.x - 26, all.y - 44, all.w + 52, all.h + 72};
    for (size_t i = 0; i < scene->cards.count; i++) {
        const Card *card = &scene->cards.items[i];
        mixed =
            mixed || (!card->garbage && card->kind != CARD_GHOST && rect_overlaps(card->rect, all));
    }
    BoxStyle style = {
        .radius = 14,
        .stroke = {.color = painter->theme->region, .width = 1.5f, .dash = 7, .gap = 5}};
    for (size_t i = 0; mixed && i < scene->cards.count; i++) {
        const Card *card = &scene->cards.items[i];
        /* a suspect has lines enough around it */
        if (card->garbage && !collector_suspects(card)) {
            draw_box(painter->list, garbage_outline(painter, card), style);
        }
    }
    if (!mixed) draw_box(painter->list, all, style);
    Point label = {all.x + 16, all.y + 18};
    if (mixed) label = mixed_label(painter);
    draw_string(painter->list, label,
                text_style(FONT_UI_BOLD, SMALL_SIZE, painter->theme->text_muted, TEXT_LEFT, 0),
                _("NO PATH FROM THE STACK"));
}

/* How many cells are not shown stands under the others, where their arrows run: over these. */
static void draw_more_over(const Painter *painter) {
    for (size_t i = 0; i < painter->scene->cards.count; i++) {
        const Card *card = &painter->scene->cards.items[i];
        if (card->kind == CARD_GHOST || !card->cells || !card->hidden_rows) continue;
        if (!rect_overlaps(rect_inset(card->rect, -30), painter->visible)) continue;
        draw_opacity_push(painter->list, card_opacity(painter, card));
        draw_more(painter, card);
        draw_opacity_pop(painter->list);
    }
}

/* Over the arrows: a count must be legible. */
static void draw_badges(const Painter *painter) {
    for (size_t i = 0; i < painter->scene->arrows.count; i++) {
        const Arrow *arrow = &painter->scene->arrows.items[i];
        if (!painter->still.blank_arrows && collector_subtracts(painter->scene, arrow)) {
            collector_arrow(arrow, painter->list, painter->theme);
        }
    }
    for (size_t i = 0; i < painter->scene->cards.count; i++) {
        const Card *card = &painter->scene->cards.items[i];
        if (card->kind != CARD_NODE) continue;
        if (!rect_overlaps(rect_inset(card->rect, -60), painter->visible)) continue;
        bool badge = painter->scene->options.level != SCENE_BASIC;
        bool group = badge && painter->focus->named;
        if (group) {
            words_begin_badge(painter->scene, card, painter->list, !painter->still.blank_badges);
        }
        if (badge) draw_badge(painter, card);
        if (group) draw_group_end(painter->list);
        collector_chip(painter->scene, card, painter->list, painter->theme, painter->focus->change);
    }
}

/* ---- the whole ---- */

static void draw_lane_titles(const Painter *painter) {
    TextStyle style =
        text_style(FONT_UI_BOLD, LANE_TITLE_SIZE, painter->theme->text_muted, TEXT_LEFT, 0);
    float left = 0; /* wide frames reach out to the left */
    for (size_t i = 0; i < painter->scene->cards.count; i++) {
        const Card *card = &painter->scene->cards.items[i];
        if (card->kind == CARD_FRAME) left = fminf(left, card->rect.x);
    }
    draw_string(painter->list, (Point){left, LANE_TITLES}, style, _("STACK"));
    draw_string(painter->list, (Point){layout_heap_left(painter->scene->layout), LANE_TITLES},
                style, _("PRIVATE HEAP"));
}

/* Cards with their rows, arrows, badges. */
static void draw_close(const Painter *painter) {
    const Scene *scene = painter->scene;
    draw_lane_titles(painter);
    draw_garbage_regions(painter);
    for (size_t i = 0; i < scene->cards.count; i++) {
        const Card *card = &scene->cards.items[i];
        if (!rect_overlaps(rect_inset(card->rect, -30), painter->visible)) continue;
        draw_card(painter, card);
    }
    for (size_t i = 0; i < scene->arrows.count && !painter->still.blank_arrows; i++) {
        draw_arrow(painter, &scene->arrows.items[i]);
    }
    draw_more_over(painter);
    draw_badges(painter);
}

static void draw_background(DrawList *list, const Theme *theme, SceneView view) {
    draw_fill(list, view.area, theme->canvas);
    float spacing = 24 * view.zoom;
    if (spacing < 10) return;
    Point origin = {view.area.x + view.pan.x, view.area.y + view.pan.y};
    draw_dot_grid(list, view.area, origin, spacing, 0.8f, theme->grid);
}

void scene_draw(const Scene *scene, DrawList *list, const Theme *theme, SceneView view,
                const SceneFocus *focus) {
    static const SceneFocus nothing = {.change = 1};
    Point corner = scene_to_canvas(view, (Point){view.area.x, view.area.y});
    Painter painter = {
        .scene = scene,
        .list = list,
        .theme = theme,
        .focus = focus ? focus : &nothing,
        .visible = {corner.x, corner.y, view.area.w / view.zoom, view.area.h / view.zoom}};
    draw_group_begin(list, "canvas", "canvas", NULL);
    draw_clip_push(list, view.area);
    draw_background(list, theme, view);
    Point offset = {view.area.x + view.pan.x, view.area.y + view.pan.y};
    draw_transform_push(list, offset, view.zoom);
    if (scene->now) {
        if (view.zoom < OVERVIEW_ZOOM) {
            overview_draw(scene, list, theme, painter.focus, painter.visible, view.zoom);
        } else {
            draw_close(&painter);
        }
        draw_drag(&painter);
        draw_moved(&painter);
        if (painter.focus->band.w > 0 || painter.focus->band.h > 0) {
            draw_box(list, painter.focus->band,
                     (BoxStyle){.fill = color_with_alpha(theme->accent_soft, 0.5f),
                                .stroke = {.color = theme->select, .width = 1}});
        }
    }
    draw_transform_pop(list);
    draw_clip_pop(list);
    draw_group_end(list);
}

void scene_draw_still(const Scene *scene, DrawList *list, const Theme *theme, SceneStill still,
                      const SceneFocus *focus) {
    const float everywhere = 1e7f;
    SceneFocus settled = focus ? *focus : (SceneFocus){0};
    settled.change = 1;
    settled.alive = 0;
    settled.named = true;
    Painter painter = {.scene = scene,
                       .list = list,
                       .theme = theme,
                       .focus = &settled,
                       .visible = {-everywhere, -everywhere, 2 * everywhere, 2 * everywhere},
                       .still = still};
    draw_group_begin(list, "canvas", "canvas", NULL);
    if (scene->now) draw_close(&painter);
    draw_group_end(list);
}

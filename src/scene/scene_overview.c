/* The picture from afar: where rows and badges cannot be read, a card is a block in the colour of
 * its type, with its title as long as titles fit. Arrows are thin; where there are so many that
 * they would cover the blocks, only those are drawn that start in a frame or touch what the eye is
 * on. Also the map of the whole picture in a small rectangle. */
#include "scene/cards.h"

#include <math.h>

enum {
    ARROWS_MOST = 2500, /* more are a grey fog */
    MAP_CELL = 2,       /* pixels; of blocks of the map that begin in one cell one is drawn */
    MAP_COLUMNS = 160,
    MAP_ROWS = 100
};

/* On the screen, in pixels. */
static const float TITLE_PX = 10, TITLE_LEAST_WIDTH = 40;
static const float BLOCK_RADIUS_PX = 2.5f;

typedef struct Afar {
    const Scene *scene;
    DrawList *list;
    const Theme *theme;
    const SceneFocus *focus;
    Rect visible;
    float pixel; /* canvas pixels a pixel of the screen */
} Afar;

static bool is_lit(const Afar *afar, Handle object) {
    for (int which = 0; which < SCENE_LIT; which++) {
        const SceneLit *lit = &afar->focus->lit[which];
        for (size_t i = 0; i < lit->object_count; i++) {
            if (handle_equal(lit->objects[i], object)) return true;
        }
    }
    return false;
}

static bool has_focus(const Afar *afar, const Card *card) {
    if (card->kind != CARD_NODE) return false;
    Handle own = afar->scene->now->objects.items[card->object].handle;
    if (handle_equal(afar->focus->hover.object, own)) return true;
    for (size_t i = 0; i < afar->focus->selected_count; i++) {
        if (handle_equal(afar->focus->selected[i], own)) return true;
    }
    return is_lit(afar, own);
}

static Color block_color(const Theme *theme, const Card *card) {
    if (card->kind == CARD_FRAME) return theme->accent;
    if (card->kind == CARD_GHOST) return theme->ghost;
    return scene_hue(theme, card->class);
}

static void draw_block(const Afar *afar, const Card *card) {
    const Theme *theme = afar->theme;
    float pixel = afar->pixel;
    Color color = block_color(theme, card);
    if (card->kind == CARD_GHOST) {
        if (card->hidden) return;
        draw_box(afar->list, card->rect,
                 (BoxStyle){.stroke = {.color = color, .width = pixel},
                            .radius = BLOCK_RADIUS_PX * pixel});
        return;
    }
    /* all or none: which have one must not depend on how wide they are */
    bool titled = CARD_MIN_WIDTH >= TITLE_LEAST_WIDTH * pixel;
    bool seen = has_focus(afar, card);
    BoxStyle style = {.fill = color_mix(theme->canvas, color, card->garbage ? 0.35f : 0.75f),
                      .radius = BLOCK_RADIUS_PX * pixel};
    if (titled) {
        style.fill = theme->node;
        style.stroke = (Stroke){.color = color, .width = pixel};
    }
    if (card->garbage) {
        style.stroke = (Stroke){.color = theme->region, .width = pixel};
    }
    if (seen) style.stroke = (Stroke){.color = theme->select, .width = 2.5f * pixel};
    draw_box(afar->list, card->rect, style);
    if (!titled) return;
    draw_fill(
        afar->list,
        (Rect){card->rect.x, card->rect.y + 3 * pixel, 2.5f * pixel, card->rect.h - 6 * pixel},
        color);
    TextStyle text = {.face = card->kind == CARD_FRAME ? FONT_MONO : FONT_UI_MEDIUM,
                      .size = TITLE_PX * pixel,
                      .color = theme->text,
                      .line = TEXT_MIDDLE,
                      .max_width = card->rect.w - 7 * pixel};
    draw_text(afar->list,
              (Point){card->rect.x + 5 * pixel, card->rect.y + fminf(8 * pixel, card->rect.h / 2)},
              text, card->title);
}

static bool is_in_view(const Afar *afar, const Arrow *arrow) {
    return arrow->route->count && rect_overlaps(arrow->route->bounds, afar->visible);
}

static void draw_thin(const Afar *afar, const Arrow *arrow, bool strong) {
    const Scene *scene = afar->scene;
    const Card *from = &scene->cards.items[scene->rows.items[arrow->row].card];
    const Theme *theme = afar->theme;
    Color color = from->kind == CARD_FRAME ? theme->reference_frame : theme->reference;
    if (from->garbage) color = theme->death;
    if (strong) color = theme->highlight;
    const Spline *route = arrow->route;
    Stroke stroke = {.color = color_with_alpha(color, strong ? 1 : 0.6f),
                     .width = (strong ? 2 : 1) * afar->pixel};
    if (scene->rows.items[arrow->row].weak) {
        stroke.dash = 3 * afar->pixel;
        stroke.gap = 2 * afar->pixel;
    }
    for (int i = 0; i < route->count; i++) {
        const Point *p = &route->points[3 * i];
        bool last = i == route->count - 1;
        float head = last ? 5 * afar->pixel : 0;
        draw_curve(afar->list, p[0], p[1], p[2], p[3], stroke, (ArrowHead){head, head});
    }
}

static bool is_strong(const Afar *afar, const Arrow *arrow) {
    const Scene *scene = afar->scene;
    for (int which = 0; which < SCENE_LIT; which++) {
        const SceneLit *lit = &afar->focus->lit[which];
        for (size_t i = 0; i < lit->row_count; i++) {
            if (lit->rows[i] == arrow->row) return true;
        }
    }
    if (!afar->focus->selected_count && !afar->focus->hover.object.serial) return false;
    return has_focus(afar, &scene->cards.items[scene->rows.items[arrow->row].card]) ||
           has_focus(afar, &scene->cards.items[arrow->to]);
}

/* The faint ones lie under the blocks, the strong ones over them. */
static void draw_arrows(const Afar *afar, bool strong) {
    const Scene *scene = afar->scene;
    size_t in_view = 0, of_frames = 0;
    for (size_t i = 0; i < scene->arrows.count && !strong; i++) {
        const Arrow *arrow = &scene->arrows.items[i];
        if (!is_in_view(afar, arrow)) continue;
        in_view++;
        uint32_t from = scene->rows.items[arrow->row].card;
        of_frames += scene->cards.items[from].kind == CARD_FRAME;
    }
    bool all = in_view <= ARROWS_MOST, frames = of_frames <= ARROWS_MOST;
    for (size_t i = 0; i < scene->arrows.count; i++) {
        const Arrow *arrow = &scene->arrows.items[i];
        if (!is_in_view(afar, arrow) || is_strong(afar, arrow) != strong) continue;
        const Card *from = &scene->cards.items[scene->rows.items[arrow->row].card];
        if (strong || all || (frames && from->kind == CARD_FRAME)) draw_thin(afar, arrow, strong);
    }
}

void overview_draw(const Scene *scene, DrawList *list, const Theme *theme, const SceneFocus *focus,
                   Rect visible, float zoom) {
    Afar afar = {scene, list, theme, focus, visible, 1 / zoom};
    draw_arrows(&afar, false);
    for (size_t i = 0; i < scene->cards.count; i++) {
        const Card *card = &scene->cards.items[i];
        if (rect_overlaps(card->rect, visible)) draw_block(&afar, card);
    }
    draw_arrows(&afar, true);
}

/* ---- the map ---- */

void scene_draw_map(const Scene *scene, DrawList *list, const Theme *theme, Rect map, float zoom) {
    bool taken[MAP_ROWS][MAP_COLUMNS] = {{false}};
    Rect bounds = scene->bounds;
    for (size_t i = 0; i < scene->cards.count; i++) {
        const Card *card = &scene->cards.items[i];
        if (card->kind == CARD_GHOST) continue;
        Rect block = {map.x + (card->rect.x - bounds.x) * zoom,
                      map.y + (card->rect.y - bounds.y) * zoom, fmaxf(card->rect.w * zoom, 1.5f),
                      fmaxf(card->rect.h * zoom, 1.5f)};
        int x = (int)fmaxf(block.x - map.x, 0) / MAP_CELL;
        int y = (int)fmaxf(block.y - map.y, 0) / MAP_CELL;
        bool small = block.w < 2 * MAP_CELL && x < MAP_COLUMNS && y < MAP_ROWS;
        if (small && taken[y][x]) continue;
        if (small) taken[y][x] = true;
        draw_fill(list, block,
                  color_with_alpha(block_color(theme, card), card->garbage ? 0.45f : 0.85f));
    }
}

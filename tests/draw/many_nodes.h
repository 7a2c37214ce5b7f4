/* A picture of `count` nodes with all their labels, badges, ports and arrows, zoomed so that all of
 * them fill the area: what the frame budget is measured with where no real scene is at hand. */
#ifndef LASTREF_TESTS_DRAW_MANY_NODES_H
#define LASTREF_TESTS_DRAW_MANY_NODES_H

#include "draw/draw_list.h"
#include "draw/theme.h"

#include <math.h>

static inline void many_nodes_one(DrawList *list, const Theme *theme, Point at, int number) {
    TextStyle bold = {
        .face = FONT_UI_BOLD, .size = 13.5f, .color = theme->hue_instance, .line = TEXT_MIDDLE};
    TextStyle mono = {
        .face = FONT_MONO, .size = 13, .color = theme->text_muted, .line = TEXT_MIDDLE};
    TextStyle value = mono, badge = bold;
    value.color = theme->text;
    value.align = TEXT_RIGHT;
    badge.color = theme->badge_text;
    badge.align = TEXT_CENTER;
    draw_box(list, (Rect){at.x, at.y, 180, 80},
             (BoxStyle){.fill = theme->node,
                        .radius = THEME_RADIUS_NODE,
                        .stroke = {theme->node_border, 1, 0, 0},
                        .shadow = theme->shadow,
                        .shadow_blur = 8,
                        .shadow_y = 2});
    draw_box(list, (Rect){at.x + 10, at.y + 10, 4, 15},
             (BoxStyle){.fill = theme->hue_instance, .radius = 2});
    draw_string(list, (Point){at.x + 21, at.y + 17}, bold, "Node");
    draw_line(list, (Point){at.x + 1, at.y + 32}, (Point){at.x + 179, at.y + 32},
              (Stroke){theme->node_line, 1, 0, 0});
    draw_string(list, (Point){at.x + 14, at.y + 46}, mono, "name");
    draw_textf(list, (Point){at.x + 156, at.y + 46}, value, "'n%d'", number);
    draw_circle(list, (Point){at.x + 166, at.y + 46}, 3.8f, 0, (Stroke){theme->port, 1.4f, 0, 0});
    draw_string(list, (Point){at.x + 14, at.y + 66}, mono, "peer");
    draw_circle(list, (Point){at.x + 166, at.y + 66}, 3.6f, theme->reference, (Stroke){0});
    draw_box(list, (Rect){at.x + 133, at.y - 11, 34, 22},
             (BoxStyle){.fill = theme->badge, .radius = 11});
    draw_textf(list, (Point){at.x + 150, at.y}, badge, "%d", 1 + number % 9);
}

static inline void many_nodes(DrawList *list, const Theme *theme, int count, float width,
                              float height) {
    const float across = 206, down = 96;
    int columns = (int)(sqrtf((float)count * width / height * down / across) + 0.5f);
    if (columns < 1) columns = 1;
    int rows = (count + columns - 1) / columns;
    float zoom = fminf(width / ((float)columns * across + 10), height / ((float)rows * down + 20));
    draw_transform_push(list, (Point){0, 0}, zoom);
    for (int i = 0; i < count; i++) {
        Point at = {8 + (float)(i % columns) * across, 16 + (float)(i / columns) * down};
        int other = i % 3 ? (i + 1) % count : (i * 7 + 3) % count;
        Point to = {8 + (float)(other % columns) * across, 31 + (float)(other / columns) * down};
        many_nodes_one(list, theme, at, i);
        if (fabsf(to.x - at.x) + fabsf(to.y - at.y) > 1500) continue;
        Point from = {at.x + 166, at.y + 66};
        draw_curve(list, from, (Point){from.x + 54, from.y}, (Point){to.x - 50, to.y}, to,
                   (Stroke){theme->reference, 1.8f, 0, 0}, (ArrowHead){10, 9});
    }
    draw_transform_pop(list);
}

#endif

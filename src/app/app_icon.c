#include "app/app_icon.h"

/* The numbers are those of the SVG, on a square of 128; packaging/test-package compares the two. */
static const float SQUARE = 128;
static const Color TILE = 0xFF0072B2, GLASS = 0xFF00507E, WHITE = 0xFFFFFFFF, AMBER = 0xFFF0C24B;

/* A line with round ends. */
static void bar(DrawList *list, Point from, Point to, float width, Color color) {
    draw_line(list, from, to, (Stroke){.color = color, .width = width});
    draw_circle(list, from, width / 2, color, (Stroke){0});
    draw_circle(list, to, width / 2, color, (Stroke){0});
}

void app_icon_draw(DrawList *list, float side) {
    draw_transform_push(list, (Point){0, 0}, side / SQUARE);
    draw_box(list, (Rect){8, 8, 112, 112}, (BoxStyle){.fill = TILE, .radius = 26});
    bar(list, (Point){84, 82}, (Point){100, 98}, 14, WHITE);
    draw_circle(list, (Point){63, 61}, 34, GLASS, (Stroke){.color = WHITE, .width = 10});
    bar(list, (Point){24, 20}, (Point){47, 45}, 7, AMBER);
    draw_triangle(list, (Point){57, 55}, (Point){39, 50}, (Point){52, 37}, AMBER);
    draw_circle(list, (Point){66, 64}, 10, AMBER, (Stroke){0});
    draw_transform_pop(list);
}

#include "app/panes.h"

#include "app/app_state.h"
#include "app/inspector/bytes_panel.h"

#include <math.h>

/* The widths that leave the canvas room. Where there is too little the inspector folds away, and of
 * what is left then the left pane, with the lesson's card or the script, keeps up to a half. */
void panes_arrange(App *app, Point size) {
    const float sides_least = 640, sides_roomy = 900, left_least = fminf(300, size.x / 2);
    bool sides = side_by_side_is_shown(app);
    /* of a presentation no bar is left, and at the foot at most the notes */
    bool presented = present_is_on(app);
    const float top = presented || app->top_hidden ? 0 : 52, canvas_least = presented ? 240 : 400;
    const float bottom = presented ? notes_height(app, size) : app->timeline_hidden ? 0 : 58;
    float wanted = sides ? fminf(sides_least, size.x * 0.6f) : canvas_least;
    Panes *panes = &app->panes;
    float wished = presented ? present_left_width(app, size.x) : app->left_width;
    float left = app->left_hidden ? 0 : wished;
    float right = app->inspector_hidden ? 0 : app->inspector_width;
    /* two pictures need room, and with nothing selected the inspector has little to tell */
    if (sides && !app->selected.count && left + right + sides_roomy > size.x) right = 0;
    float over = left + right + wanted - size.x;
    if (over > 0 && left > left_least) {
        float less = fminf(over, left - left_least);
        left -= less;
        over -= less;
    }
    if (over > 0 && right > 230) {
        float less = fminf(over, right - 230);
        right -= less;
        over -= less;
    }
    if (over > 0 && right > 0) {
        over -= right;
        right = 0;
    }
    float height = fmaxf(size.y - top - bottom, 0);
    panes->window = (Rect){0, 0, size.x, size.y};
    panes->top = (Rect){0, 0, size.x, top};
    panes->bottom = (Rect){0, top + height, size.x, bottom};
    panes->left = (Rect){0, top, floorf(left), height};
    panes->inspector = (Rect){size.x - floorf(right), top, floorf(right), height};
    panes->canvas = (Rect){panes->left.w, top, panes->inspector.x - panes->left.w, height};
    float bytes = floorf(bytes_panel_height(app, height));
    panes->canvas.h -= bytes;
    panes->bytes = (Rect){panes->canvas.x, rect_bottom(panes->canvas), panes->canvas.w, bytes};
}

void panes_split(App *app) {
    Panes *panes = &app->panes;
    if (panes->left.w > 0) {
        float x = rect_right(panes->left);
        if (ui_splitter(&app->ui, "splitter.left", &x, panes->left.y, panes->left.h)) {
            if (app->present.on) {
                present_set_left_width(app, x, panes->window.w);
            } else {
                app->left_width = fminf(fmaxf(x, 240), panes->window.w * 0.6f);
            }
        }
    }
    if (panes->inspector.w > 0) {
        float x = panes->inspector.x;
        if (ui_splitter(&app->ui, "splitter.inspector", &x, panes->left.y, panes->left.h)) {
            app->inspector_width = fminf(fmaxf(panes->window.w - x, 220), panes->window.w * 0.5f);
        }
    }
}

#include "app/canvas/empty_canvas.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "base/translate.h"

#include <math.h>

void empty_canvas(App *app) {
    bool empty = app->sandbox && app->timeline && app->now_shown.frames.count <= 1 &&
                 scene_row_count(app->scene) == 0 && !app->problem.length;
    if (!empty || !app->config.scene_count || loading_is_under_way(app)) return;
    Rect area = app->panes.canvas;
    const char *label = action_title(action_get("file.scenes"));
    float width = ui_button_width(&app->ui, label);
    if (area.w < width + 40 || area.h < 160) return;
    Rect rect = {floorf(area.x + (area.w - width) / 2), floorf(area.y + area.h * 0.45f + 26), width,
                 32};
    action_button(app, "file.scenes", rect, label, UI_PLAIN, ACTION_TELLS_HELP);
}

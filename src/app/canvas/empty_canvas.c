#include "app/canvas/empty_canvas.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "base/translate.h"

#include <math.h>

/* Whether something else stands where the words would: what is made is asked for there. */
static bool is_covered(const App *app) {
    return loading_is_under_way(app) || app->making.asking || app->class_form.open ||
           app->search.open;
}

/* What runs next, or where there is no line to run, what can be done instead. */
static const char *next_words(const App *app) {
    uint32_t stop = timeline_position(app->timeline), count = timeline_count(app->timeline);
    bool more = stop < count || timeline_can_resume(app->timeline);
    if (more && stop == 1) return _("Press \xE2\x86\x92 to run the first line.");
    if (more) return _("Press \xE2\x86\x92 to run the next line.");
    return count == 1 ? _("The script has no line to run. F2 edits it, Ctrl+2 opens the sandbox.")
                      : _("No name is left. F2 edits the script, Ctrl+2 opens the sandbox.");
}

/* The height at which the words stand: in a low canvas still below the module's card. */
static float words_y(const App *app) {
    return app->panes.canvas.y + fmaxf(app->panes.canvas.h * 0.45f, 118);
}

void empty_canvas_words(App *app) {
    const Snapshot *now = &app->now_shown;
    bool empty = !app->timeline || (now->frames.count <= 1 && scene_row_count(app->scene) == 0);
    if (!empty || app->problem.length || is_covered(app)) return;
    Rect area = app->panes.canvas;
    const char *text = question_is_asked(app) ? _("Answer what the program asks, at the left.")
                       : app->editor.open     ? _("Type or paste Python; Ctrl+Enter runs it.")
                       : app->sandbox && app->timeline
                           ? _("Drag a list here from the left, or type Python at the prompt.")
                       : app->timeline ? next_words(app)
                                       : _("Drop a Python file here.");
    float size = 16, room = area.w - 32, width = ui_width(&app->ui, FONT_UI_MEDIUM, size, text);
    if (width > room && room > 0) size *= room / width;
    draw_string(app->ui.list, (Point){area.x + area.w / 2, words_y(app)},
                (TextStyle){.face = FONT_UI_MEDIUM,
                            .size = size,
                            .color = app->theme->text_muted,
                            .align = TEXT_CENTER,
                            .line = TEXT_MIDDLE},
                text);
}

void empty_canvas(App *app) {
    bool empty = app->sandbox && app->timeline && app->now_shown.frames.count <= 1 &&
                 scene_row_count(app->scene) == 0 && !app->problem.length;
    if (!empty || !app->config.scene_count || is_covered(app)) return;
    Rect area = app->panes.canvas;
    const char *label = action_title(action_get("file.scenes"));
    float width = ui_button_width(&app->ui, label);
    if (area.w < width + 40 || area.h < 160) return;
    Rect rect = {floorf(area.x + (area.w - width) / 2), floorf(words_y(app) + 26), width, 32};
    action_button(app, "file.scenes", rect, label, UI_PLAIN, ACTION_TELLS_HELP);
}

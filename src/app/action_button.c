/* Buttons that are rows of the action table: enabled as the row is, with its tooltip. A press is
 * wished. */
#include "app/actions.h"
#include "app/app_state.h"
#include "base/translate.h"

/* What the row does, and its key: the tooltip of a button whose words are its title. */
static void append_help(const Action *action, TextBuffer *out) {
    text_append_string(out, action_help(action));
    if (!action->keys[0]) return;
    text_append_string(out, "   ");
    action_append_key(action, out);
}

void action_button(App *app, const char *name, Rect rect, const char *label, UiButtonLook look,
                   ActionTip tells) {
    const Action *action = action_get(name);
    TextBuffer tip = {0};
    if (tells == ACTION_TELLS_HELP) {
        append_help(action, &tip);
    } else {
        action_append_tip(action, &tip);
    }
    if (ui_button(&app->ui, name, rect, label, look, action_is_enabled(app, action),
                  text_cstr(&tip))) {
        app->wish.action = action;
    }
    text_deinit(&tip);
}

void action_icon_button(App *app, const char *widget, const char *name, Rect rect, UiIcon icon) {
    const Action *action = action_get(name);
    TextBuffer tip = {0};
    action_append_tip(action, &tip);
    if (ui_icon_button(&app->ui, widget, rect, icon, action_is_enabled(app, action),
                       text_cstr(&tip))) {
        app->wish.action = action;
    }
    text_deinit(&tip);
}

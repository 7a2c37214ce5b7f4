#include "app/actions.h"

#include "app/app_state.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* ---- time ---- */

static bool can_go_back(const App *app) {
    return step_inside_can_go_back(app);
}

static bool can_go_on(const App *app) {
    return step_inside_can_go_on(app);
}

static void go_to(App *app, uint32_t stop) {
    app->playing = app->inside.playing = false;
    app_wish_stop(app, stop);
}

static void go_first(App *app) {
    go_to(app, 1);
}

/* From inside a step to where it began. */
static void go_back(App *app) {
    go_to(app, timeline_position(app->timeline) - (app->inside.at ? 0 : 1));
}

static void go_on(App *app) {
    app_resume(app);
    go_to(app, timeline_position(app->timeline) + 1);
}

static void go_last(App *app) {
    app_resume(app);
    go_to(app, timeline_count(app->timeline));
}

static bool may_go_on(const App *app) {
    return can_go_on(app) && !guide_holds(app);
}

static bool is_inside(const App *app) {
    return app->inside.at > 0 || step_inside_collecting(app);
}

static bool can_play(const App *app) {
    return app->timeline && !guide_holds(app) && timeline_count(app->timeline) > 1;
}

static void play(App *app) {
    app->playing = !app->playing;
    app->inside.playing = false;
    app->next_play = app->now;
    if (app->playing && !can_go_on(app)) app_wish_stop(app, 1);
}

static void change_speed(App *app) {
    app->speed = (app->speed + 1) % 4;
}

/* ---- the selected object ---- */

static bool has_selection(const App *app) {
    return app->timeline && app->selected.count > 0;
}

static void next_change(App *app) {
    inspection_go_to_change(app, 1);
}

static void previous_change(App *app) {
    inspection_go_to_change(app, -1);
}

static bool is_object_selected(const App *app) {
    return app_selected(app) != SNAPSHOT_NONE;
}

static void ask_why(App *app) {
    app->inspector_hidden = false;
    inspection_ask_why(app);
}

static void show_bytes(App *app) {
    app->inspection.bytes_open = !app->inspection.bytes_open;
    inspection_shown(app, false);
}

/* ---- edits ---- */

static void collect(App *app) {
    gc_panel_call(app, "collect()");
}

static bool can_delete(const App *app) {
    return app->timeline && (app->row_selected || app_selected(app) != SNAPSHOT_NONE);
}

/* The selected row; an object itself cannot be deleted. */
static void delete_selected(App *app) {
    Error error;
    TextBuffer text = {0};
    if (!app->row_selected) {
        thing_menu_remove(app, app_selected(app));
    } else if (statement_delete(&app->now_shown, app_row_place(app, app->selected_row), &text,
                                &error)) {
        app_wish_statement(app, text_cstr(&text));
    } else {
        app_say(app, true, "%s", error.message);
    }
    text_deinit(&text);
}

static bool can_enter(const App *app) {
    bool here = app->ui.focus == 0 || app->ui.focus == ui_id("canvas");
    return app->timeline && here && (app->row_selected || app->gesture.by_keys);
}

/* ---- picture ---- */

static bool has_script(const App *app) {
    return app->timeline != NULL;
}

static bool can_export_picture(const App *app) {
    return app->timeline && app->config.write_file;
}

static void export_picture(App *app) {
    app->picture_due = true;
}

static bool can_export_python(const App *app) {
    return app->timeline && app->config.write_file;
}

static void export_python(App *app) {
    path_sheet_open(app, PATH_EXPORT);
}

static void change_theme(App *app) {
    app->theme = theme_after(app->theme);
}

static void change_level(App *app) {
    static const char *const names[] = {"Basic: frames, containers, instances",
                                        "Counts: refcounts and who holds what",
                                        "Internals: addresses, generations, bytes"};
    app->options.level = (SceneLevel)((app->options.level + 1) % 3);
    app->wish.again = true;
    app_say(app, false, "%s", names[app->options.level]);
}

static void show_options(App *app) {
    app->view_open = !app->view_open;
    if (app->view_open) ui_set_focus(&app->ui, "shown.basic");
}

static void toggle(App *app, bool *option) {
    *option = !*option;
    app->wish.scene = true;
}

static void toggle_functions(App *app) {
    toggle(app, &app->options.without_functions);
}

static void toggle_classes(App *app) {
    toggle(app, &app->options.without_classes);
}

static void toggle_modules(App *app) {
    toggle(app, &app->options.without_modules);
}

static void toggle_values(App *app) {
    toggle(app, &app->options.values_as_nodes);
}

static bool can_follow_selection(const App *app) {
    return app->options.only_from.serial || app_selected(app) != SNAPSHOT_NONE;
}

static void toggle_reach(App *app) {
    Handle *from = &app->options.only_from;
    *from = from->serial ? (Handle){0} : array_last(&app->selected);
    app->wish.scene = true;
}

static bool can_put_inline(const App *app) {
    return app_selected(app) != SNAPSHOT_NONE ||
           (app->timeline && scene_has_inline_types(app->scene));
}

/* Those like the selected object; with nothing selected, all are cards again. */
static void put_type_inline(App *app) {
    uint32_t object = app_selected(app);
    if (object == SNAPSHOT_NONE) {
        scene_show_all_types(app->scene);
        app_say(app, false, "All objects are cards again");
    } else {
        Text type = app->now_shown.objects.items[object].type;
        scene_put_type_inline(app->scene, object);
        app_say(app, false,
                "Objects of type %.*s stand in what holds them. With nothing selected, "
                "the same brings them back.",
                (int)type.length, type.bytes);
        app_select_none(app);
    }
    app->wish.scene = true;
}

/* What was opened by a click is folded again first. */
static void toggle_chains(App *app) {
    if (scene_has_opened(app->scene) && !app->options.chains_whole) {
        scene_fold_all(app->scene);
    } else {
        app->options.chains_whole = !app->options.chains_whole;
    }
    app_say(app, false,
            app->options.chains_whole ? "Long chains are shown whole" : "Long chains are folded");
    app->wish.scene = true;
}

static void toggle_motion(App *app) {
    app->config.reduced_motion = !app->config.reduced_motion;
    app_say(app, false,
            app->config.reduced_motion ? "Changes are shown at once"
                                       : "Changes are shown in motion");
}

static void frame_all(App *app) {
    uint32_t object = app_selected(app);
    if (object != SNAPSHOT_NONE) {
        camera_fly_to(app, app->now_shown.objects.items[object].handle);
    } else {
        camera_fit(app, true);
    }
}

static void scale_to(App *app, float scale) {
    app->interface_scale = scale < 0.5f ? 0.5f : scale > 3 ? 3 : scale;
    app_say(app, false, "Interface size %.0f %%", (double)app->interface_scale * 100);
}

static void scale_reset(App *app) {
    scale_to(app, 1);
    camera_reset(app);
}

static void scale_up(App *app) {
    scale_to(app, app->interface_scale + 0.125f);
}

static void scale_down(App *app) {
    scale_to(app, app->interface_scale - 0.125f);
}

/* ---- the window ---- */

static bool has_lessons(const App *app) {
    return has_script(app) || app->config.lesson_count > 0;
}

static void list_lessons(App *app) {
    lesson_sheet_read(app);
    app->lessons_open = app->lessons.count > 0;
}

/* What is edited stays as it is; F2 leads back to it. */
static void leave_editor(App *app) {
    if (app->editor.open) editor_toggle(app);
}

static void show_lesson(App *app) {
    bool shown = !app->sandbox && !app->editor.open;
    leave_editor(app);
    app->sandbox = false;
    if (shown && app->config.lesson_count) list_lessons(app);
}

static void show_sandbox(App *app) {
    leave_editor(app);
    app->sandbox = true;
    ui_set_focus(&app->ui, "prompt");
}

static void toggle_left(App *app) {
    app->left_hidden = !app->left_hidden;
}

static void toggle_inspector(App *app) {
    app->inspector_hidden = !app->inspector_hidden;
}

/* The next one that is there. */
static void next_pane(App *app) {
    enum { PANES = 5 };
    static const char *const panes[PANES] = {"code", "prompt", "canvas", "inspector",
                                             "timeline.scrubber"};
    int from = PANES - 1;
    for (int i = 0; i < PANES; i++) {
        if (app->ui.focus == ui_id(panes[i])) from = i;
    }
    for (int i = 1; i <= PANES; i++) {
        const char *pane = panes[(from + i) % PANES];
        if (!ui_is_focusable(&app->ui, pane)) continue;
        ui_set_focus(&app->ui, pane);
        return;
    }
}

static void help(App *app) {
    app->help_open = !app->help_open;
}

static void cancel(App *app) {
    if (app->menu.open) {
        menu_close(app);
    } else if (app->prompt.completion.open) {
        completion_close(&app->prompt.completion);
    } else if (app->editor.completion.open) {
        completion_close(&app->editor.completion);
    } else if (app->statement.open) {
        statement_field_close(app);
    } else if (app->search.open) {
        search_close(app);
    } else if (app->gc_panel.open) {
        gc_panel_close(app);
    } else if (app->class_form.open) {
        class_form_close(app);
    } else if (app->making.asking || app->making.dragging) {
        making_cancel(app);
    } else if (app->restore.open) {
        restore_later(app);
    } else if (app->path_sheet.wish) {
        path_sheet_close(app);
    } else if (app->help_open || app->lessons_open || app->checking.open || app->view_open) {
        app->help_open = app->lessons_open = app->checking.open = app->view_open = false;
    } else if (app->gesture.kind != GESTURE_NONE) {
        hand_cancel(app);
    } else if (app->editor.open && app->find.open) {
        find_close(app);
    } else if (app->ui.focus == ui_id("answer") && statements_wait(app)) {
        statements_give_up(app);
        ui_set_focus(&app->ui, "prompt");
    } else if (app->ui.editing) {
        app->ui.focus = 0;
    } else if (loading_is_under_way(app)) {
        loading_cancel(app);
    } else if (app->playing || app->inside.playing) {
        app->playing = app->inside.playing = false;
    } else {
        app_select_none(app);
        app->note.until = 0;
    }
}

static void open_file(App *app) {
    if (app_may_leave(app, "Choose Open")) path_sheet_open(app, PATH_OPEN);
}

static void open_scene(App *app) {
    if (app_may_leave(app, "Choose a scene")) path_sheet_open(app, PATH_SCENE);
}

static bool has_scenes(const App *app) {
    return app->config.read_file && app->config.scene_count > 0;
}

static bool can_open(const App *app) {
    return app->config.read_file != NULL;
}

/* ---- the table ---- */

static bool has_guide(const App *app) {
    return app->guide.there;
}

static bool is_asked(const App *app) {
    return guide_holds(app);
}

static bool is_task(const App *app) {
    return app->guide.there && app->guide.part == GUIDE_TASK;
}

static const Action actions[] = {
    {"hand.left", "Sandbox", "Nearest object to the left", "left", "On the canvas",
     hand_keys_can_walk, hand_keys_left},
    {"hand.right", "Sandbox", "Nearest object to the right", "right", "On the canvas",
     hand_keys_can_walk, hand_keys_right},
    {"hand.up", "Sandbox", "Nearest object above", "up", "On the canvas", hand_keys_can_walk,
     hand_keys_up},
    {"hand.down", "Sandbox", "Nearest object below", "down", "On the canvas", hand_keys_can_walk,
     hand_keys_down},
    {"hand.follow", "Sandbox", "Follow the reference", "ctrl+right",
     "To the object that it leads to", has_script, hand_keys_follow},
    {"hand.holder", "Sandbox", "To what holds the object", "ctrl+left", "Against its arrow",
     is_object_selected, hand_keys_holder},
    {"hand.next", "Sandbox", "Next name or item", "]", "Of the selected object or frame",
     has_script, hand_keys_next_port},
    {"hand.previous", "Sandbox", "Previous name or item", "[", "Of the selected object or frame",
     has_script, hand_keys_previous_port},
    {"hand.connect", "Sandbox", "Refer to another object", "c",
     "From the selected name or item: arrow keys choose, Enter refers", has_script,
     hand_keys_connect},
    {"hand.enter", "Sandbox", "Edit the selected value", "enter", "Or double-click it", can_enter,
     hand_keys_enter},
    {"lesson.next", "Lesson", "Submit, or the next card", "alt+right ctrl+enter",
     "What the lesson shows next", guide_can_go_on, guide_go_on},
    {"lesson.back", "Lesson", "The card before", "alt+left", "Once more", guide_can_go_back,
     guide_go_back},
    {"lesson.unsure", "Lesson", "Not sure", "alt+down", "Shows the answer", is_asked,
     guide_answer_unsure},
    {"lesson.hint", "Lesson", "A hint", "alt+up", "For the task", is_task, guide_hint},
    {"lesson.return", "Lesson", "Back to the lesson", "alt+home",
     "Takes back what was done, and shows the card's step", has_guide, guide_return},
    {"lesson.skip", "Lesson", "Leave the task", "", "To the next card", is_task, guide_skip},
    {"lesson.again", "Lesson", "Start the lesson over", "",
     "From the first card; what you did in it is forgotten", has_guide, guide_start_over},
    {"lesson.list", "Lesson", "All lessons", "", "What there is to learn", has_lessons,
     list_lessons},
    {"hand.duplicate", "Sandbox", "Duplicate", "ctrl+d", "An alias, a copy or a deep copy",
     is_object_selected, thing_menu_duplicate},
    {"timeline.next", "Time", "Step forward", "right pagedown", "Runs the next line", may_go_on,
     go_on},
    {"timeline.back", "Time", "Step back", "left pageup", "Takes the last line back", can_go_back,
     go_back},
    {"timeline.first", "Time", "First step", "home", "Goes to the start", can_go_back, go_first},
    {"timeline.last", "Time", "Last step", "end", "Goes to the end", may_go_on, go_last},
    {"timeline.play", "Time", "Play or pause", "space", "Runs line by line", can_play, play},
    {"inside.next", "Time", "Step inside", "shift+right",
     "Stops within a line: at each phase of a collection, at each object of a cascade that is "
     "freed",
     step_inside_can_go_on, step_inside_on},
    {"inside.back", "Time", "Step inside, back", "shift+left", "To the stop before, within a line",
     step_inside_can_go_back, step_inside_back},
    {"inside.play", "Time", "Play the phases", "shift+space",
     "Goes on to the end of the collection", is_inside, step_inside_play},
    {"object.menu", "Object", "What can be done to the selected object", "menu shift+f10",
     "A menu of statements; or click with the right button", is_object_selected,
     thing_menu_open_selected},
    {"object.next", "Object", "Next change of the selected object", "n",
     "To the next step that changes its refcount, or what it holds", has_selection, next_change},
    {"object.previous", "Object", "Previous change of it", "shift+n",
     "To the last step before that changed it", has_selection, previous_change},
    {"timeline.speed", "Time", "Speed", "", "Lines a second while playing", has_script,
     change_speed},
    {"script.edit", "Script", "Edit the script, or back to the picture", "f2",
     "Type, paste, change; Run shows it", NULL, editor_toggle},
    {"script.run", "Script", "Run the edited script", "ctrl+enter", "From its first line",
     editor_can_run, editor_run},
    {"script.find", "Script", "Find in the script", "ctrl+f", "While it is edited",
     find_is_possible, find_open},
    {"find.next", "Script", "Find the next place", "f3", "Enter in the field does it, too",
     find_can_go_on, find_next},
    {"find.previous", "Script", "Find the place before", "shift+f3",
     "Shift+Enter in the field does it, too", find_can_go_on, find_previous},
    {"script.reload", "Script", "Reload the script", "ctrl+r",
     "From its file as it is now; the editor's undo brings the old text back", reload_is_possible,
     reload_file},
    {"script.keep", "Script", "Keep what is open", "", "Although its file has changed on the disk",
     reload_is_asking, reload_keep},
    {"file.new", "File", "New", "ctrl+n", "An empty sandbox, or an empty script of your own", NULL,
     files_new},
    {"file.open", "File", "Open", "ctrl+o",
     "A document or a script, one of the last files, a scene; or drop a file here", can_open,
     open_file},
    {"file.scenes", "File", "Start from a scene", "", "Cycles, trees, closures, a cache and others",
     has_scenes, open_scene},
    {"file.save", "File", "Save", "ctrl+s",
     "The script while it is edited; what was done, with its script, as a document", files_can_save,
     files_save},
    {"file.save_as", "File", "Save as", "ctrl+shift+s", "The same to another file", files_can_save,
     files_save_as},
    {"edit.undo", "Python", "Undo", "ctrl+z",
     "Takes back the last statement, or where cards were put", arrange_can_undo, arrange_undo},
    {"edit.redo", "Python", "Redo", "ctrl+shift+z ctrl+y", "Does it again", arrange_can_redo,
     arrange_redo},
    {"edit.delete", "Python", "Delete the selected name or item", "delete", "Runs del on it",
     can_delete, delete_selected},
    {"edit.collect", "Python", "gc.collect()", "", "Runs the cycle collector here", has_script,
     collect},
    {"gc.panel", "Python", "Collector", "g",
     "Switches it, sets thresholds, collects a generation, steps inside", has_script,
     gc_panel_toggle},
    {"gc.inside", "Python", "Collect and step inside", "",
     "gc.collect(), and then its phases one by one", has_script, gc_panel_step_inside},
    {"sandbox.add", "Python", "Make or do", "shift+a",
     "Finds objects to make and things to do by some letters; or double-click the canvas",
     search_is_possible, search_open},
    {"view.frame", "Canvas", "Bring the selection, or all, into view", "f", "Pans and zooms",
     has_script, frame_all},
    {"view.level", "Canvas", "Level of detail", "l", "Basic, Counts, Internals", has_script,
     change_level},
    {"view.shown", "Canvas", "What is shown", "v", "Level of detail and filters", has_script,
     show_options},
    {"view.functions", "Canvas", "Functions, shown or not", "", "Names that refer to functions",
     has_script, toggle_functions},
    {"view.classes", "Canvas", "Classes, shown or not", "", "Names that refer to classes",
     has_script, toggle_classes},
    {"view.modules", "Canvas", "Modules, shown or not", "", "Names that refer to modules",
     has_script, toggle_modules},
    {"view.values", "Canvas", "Numbers and strings as objects", "",
     "Each value a card of its own, or inline", has_script, toggle_values},
    {"view.reach", "Canvas", "Only what the selection leads to", "",
     "Hides what cannot be reached from it", can_follow_selection, toggle_reach},
    {"view.chains", "Canvas", "Fold long chains", "k",
     "One card for the middle of a long linked list; folds again what was opened", has_script,
     toggle_chains},
    {"view.type", "Canvas", "Objects of the selected one's type inline", "h",
     "In what holds them; with nothing selected, all are cards again", can_put_inline,
     put_type_inline},
    {"view.motion", "Canvas", "Reduced motion", "", "Shows changes at once", NULL, toggle_motion},
    {"view.tidy", "Canvas", "Tidy", "ctrl+l", "Lays all out anew; Undo puts the cards back",
     has_script, arrange_tidy},
    {"view.map", "Canvas", "Map of the picture", "m",
     "Shows or hides it; drag in it to move the view", has_script, minimap_toggle},
    {"object.why", "Object", "Why is the selected object alive?", "w",
     "Shows a way to it from the stack, or the cycle that keeps it", is_object_selected, ask_why},
    {"view.bytes", "Object", "Bytes of the selected object", "b",
     "Its layout, and what many of them take", has_script, show_bytes},
    {"view.lesson", "Window", "Lessons", "ctrl+1",
     "The script and its current line; once more, all lessons", has_lessons, show_lesson},
    {"view.sandbox", "Window", "Sandbox", "ctrl+2",
     "Goes on by hand from the step that is shown: a palette, a prompt, what you did", has_script,
     show_sandbox},
    {"view.theme", "Window", "Light, dark or high contrast", "t", "Changes the colours", NULL,
     change_theme},
    {"view.larger", "Window", "Larger interface", "ctrl+plus", "All sizes", NULL, scale_up},
    {"view.smaller", "Window", "Smaller interface", "ctrl+minus", "All sizes", NULL, scale_down},
    {"view.reset", "Window", "100 %", "ctrl+0", "Interface and canvas", NULL, scale_reset},
    {"view.left", "Window", "Show or hide the left pane", "ctrl+b", "Code and output", NULL,
     toggle_left},
    {"view.inspector", "Window", "Show or hide the inspector", "ctrl+i", "Who holds what", NULL,
     toggle_inspector},
    {"view.pane", "Window", "Next pane", "f6", "Moves the keyboard focus", NULL, next_pane},
    {"file.verify", "File", "Check with python3", "ctrl+k",
     "Runs the script by python3, too, and shows the first difference", check_is_possible,
     check_open},
    {"file.export", "File", "Export", "ctrl+e", "Saves this picture beside the script",
     can_export_picture, export_picture},
    {"file.python", "File", "Export as a Python script", "ctrl+shift+e",
     "For python3, with asserts of the refcounts that the sandbox showed", can_export_python,
     export_python},
    {"help.keys", "Window", "Shortcuts",
     "f1 ctrl+question ctrl+shift+question question shift+question", "All keys on one page", NULL,
     help},
    {"view.cancel", "Window", "Cancel", "escape", "Ends a gesture, then the selection", NULL,
     cancel},
    {"file.quit", "File", "Quit", "ctrl+q", "Closes Lastref", NULL, app_quit},
};

const Action *actions_all(size_t *count) {
    *count = sizeof actions / sizeof actions[0];
    return actions;
}

const Action *action_get(const char *name) {
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (strcmp(actions[i].name, name) == 0) return &actions[i];
    }
    assert(!"no such action");
    return &actions[0];
}

bool action_is_enabled(const App *app, const Action *action) {
    return !action->enabled || action->enabled(app);
}

/* The next combo of a list of them; empty at the end. */
static Text next_combo(const char **keys) {
    while (**keys == ' ') ++*keys;
    Text combo = {*keys, strcspn(*keys, " ")};
    *keys += combo.length;
    return combo;
}

const Action *action_of_key(const App *app, InputKey key, unsigned modifiers) {
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        const char *keys = actions[i].keys;
        for (Text combo = next_combo(&keys); combo.length; combo = next_combo(&keys)) {
            unsigned wanted;
            if (input_combo_read(combo, &wanted) != key || wanted != modifiers) continue;
            if (action_is_enabled(app, &actions[i])) return &actions[i];
        }
    }
    return NULL;
}

void action_append_key(const Action *action, TextBuffer *out) {
    static const struct {
        InputKey key;
        const char *name;
    } special[] = {{KEY_PAGE_UP, "PgUp"},
                   {KEY_PAGE_DOWN, "PgDn"},
                   {KEY_DELETE, "Del"},
                   {KEY_ESCAPE, "Esc"},
                   {KEY_PLUS, "+"},
                   {KEY_MINUS, "-"},
                   {KEY_QUESTION, "?"},
                   {KEY_LEFT, "\xE2\x86\x90"},
                   {KEY_RIGHT, "\xE2\x86\x92"}};
    const char *keys = action->keys;
    Text combo = next_combo(&keys);
    if (!combo.length) return;
    unsigned modifiers;
    InputKey key = input_combo_read(combo, &modifiers);
    if (modifiers & MODIFIER_CTRL) text_append_string(out, "Ctrl+");
    if (modifiers & MODIFIER_SHIFT) text_append_string(out, "Shift+");
    if (modifiers & MODIFIER_ALT) text_append_string(out, "Alt+");
    for (size_t i = 0; i < sizeof special / sizeof special[0]; i++) {
        if (special[i].key != key) continue;
        text_append_string(out, special[i].name);
        return;
    }
    const char *name = input_key_name(key);
    text_append_char(out, name[0] >= 'a' && name[0] <= 'z' ? (char)(name[0] - 'a' + 'A') : name[0]);
    text_append_string(out, name + 1);
}

void action_append_tip(const Action *action, TextBuffer *out) {
    text_append_string(out, action->title);
    if (!action->keys[0]) return;
    text_append_string(out, "   ");
    action_append_key(action, out);
}

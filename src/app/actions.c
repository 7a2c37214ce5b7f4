#include "app/actions.h"

#include "app/app_state.h"
#include "app/canvas/hand_keys.h"
#include "app/canvas/thing_menu.h"
#include "base/translate.h"

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

/* Pictures side by side are of other moments: nothing is done to what is in them. */
static bool can_do_to_object(const App *app) {
    return is_object_selected(app) && !side_by_side_is_shown(app);
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
    return app->timeline && !side_by_side_is_shown(app) &&
           (app->row_selected || app_selected(app) != SNAPSHOT_NONE);
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
    export_sheet_open(app);
}

static bool can_export_python(const App *app) {
    return app->timeline && app->config.write_file;
}

static void export_python(App *app) {
    path_sheet_open(app, PATH_EXPORT);
}

static void save_lesson(App *app) {
    path_sheet_open(app, PATH_LESSON);
}

static void change_theme(App *app) {
    app->theme = theme_after(app->theme);
}

static void change_level(App *app) {
    static const char *const names[] = {N_("Basic: frames, containers, instances"),
                                        N_("Counts: refcounts and who holds what"),
                                        N_("Internals: addresses, generations, bytes")};
    app->options.level = (SceneLevel)((app->options.level + 1) % 3);
    app->wish.again = true;
    app_say(app, false, "%s", _(names[app->options.level]));
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
        app_say(app, false, _("All objects are cards again"));
    } else {
        Text type = app->now_shown.objects.items[object].type;
        scene_put_type_inline(app->scene, object);
        app_say(app, false,
                _("Objects of type %.*s stand in what holds them. With nothing selected, "
                  "the same brings them back."),
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
            app->options.chains_whole ? _("Long chains are shown whole")
                                      : _("Long chains are folded"));
    app->wish.scene = true;
}

static void toggle_motion(App *app) {
    app->config.reduced_motion = !app->config.reduced_motion;
    app_say(app, false,
            app->config.reduced_motion ? _("Changes are shown at once")
                                       : _("Changes are shown in motion"));
}

static void frame_all(App *app) {
    if (side_by_side_is_shown(app)) {
        side_by_side_fit(app);
        return;
    }
    uint32_t object = app_selected(app);
    if (object != SNAPSHOT_NONE) {
        camera_fly_to(app, app->now_shown.objects.items[object].handle);
    } else {
        camera_fit(app, true);
    }
}

static void scale_to(App *app, float scale) {
    app->interface_scale = scale < 0.5f ? 0.5f : scale > 3 ? 3 : scale;
    app_say(app, false, _("Interface size %.0f %%"), (double)app->interface_scale * 100);
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

/* What is edited stays as it is; F2 leads back to it. */
static void leave_editor(App *app) {
    if (app->editor.open) editor_toggle(app);
}

/* The script; once more the start page; from there back to it. */
static void show_lesson(App *app) {
    bool shown = !app->sandbox && !app->editor.open, page = app->start.open;
    leave_editor(app);
    app->sandbox = false;
    if (page) {
        start_leave(app);
    } else if (shown) {
        start_open(app);
    }
}

static bool can_show_sandbox(const App *app) {
    return has_script(app) || app->start.open;
}

static void show_sandbox(App *app) {
    if (!app->timeline) {
        start_sandbox(app);
        return;
    }
    start_leave(app);
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
    } else if (app->settings.sheet.open) {
        settings_close(app);
    } else if (app->about.open) {
        about_close(app);
    } else if (app->help_open || app->checking.open || app->view_open) {
        app->help_open = app->checking.open = app->view_open = false;
    } else if (app->export_sheet.open) {
        export_sheet_cancel(app);
    } else if (app->start.open && !loading_is_document(app)) {
        start_leave(app);
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
    } else if (app->present.on) {
        present_cancel(app);
    } else {
        app_select_none(app);
        app->note.until = 0;
    }
}

static void open_file(App *app) {
    if (app_may_leave(app, _("Choose Open once more to drop it."))) path_sheet_open(app, PATH_OPEN);
}

static void open_scene(App *app) {
    if (app_may_leave(app, _("Choose a scene once more to drop it.")))
        path_sheet_open(app, PATH_SCENE);
}

static bool has_scenes(const App *app) {
    return app->config.read_file && app->config.scene_count > 0;
}

static bool can_open(const App *app) {
    return app->config.read_file != NULL;
}

/* ---- the table ---- */

static void toggle_sides(App *app) {
    guide_compare(app, GUIDE_BOTH);
}

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
    {"hand.left", N_("Sandbox"), N_("Nearest object to the left"), "left", N_("On the canvas"),
     hand_keys_can_walk, hand_keys_left},
    {"hand.right", N_("Sandbox"), N_("Nearest object to the right"), "right", N_("On the canvas"),
     hand_keys_can_walk, hand_keys_right},
    {"hand.up", N_("Sandbox"), N_("Nearest object above"), "up", N_("On the canvas"),
     hand_keys_can_walk, hand_keys_up},
    {"hand.down", N_("Sandbox"), N_("Nearest object below"), "down", N_("On the canvas"),
     hand_keys_can_walk, hand_keys_down},
    {"hand.follow", N_("Sandbox"), N_("Follow the reference"), "ctrl+right",
     N_("To the object that it leads to"), has_script, hand_keys_follow},
    {"hand.holder", N_("Sandbox"), N_("To what holds the object"), "ctrl+left",
     N_("Against its arrow"), is_object_selected, hand_keys_holder},
    {"hand.next", N_("Sandbox"), N_("Next name or item"), "]",
     N_("Of the selected object or frame"), has_script, hand_keys_next_port},
    {"hand.previous", N_("Sandbox"), N_("Previous name or item"), "[",
     N_("Of the selected object or frame"), has_script, hand_keys_previous_port},
    {"hand.connect", N_("Sandbox"), N_("Refer to another object"), "c",
     N_("From the selected name or item: arrow keys choose, Enter refers"), has_script,
     hand_keys_connect},
    {"hand.enter", N_("Sandbox"), N_("Edit the selected value"), "enter", N_("Or double-click it"),
     can_enter, hand_keys_enter},
    {"present.on", N_("Presenting"), N_("The answer, or the next card"),
     "pagedown right space enter", N_("A task's solution is played statement by statement"),
     present_leads, present_on},
    {"present.back", N_("Presenting"), N_("The card before"), "pageup left",
     N_("With its answer held back"), present_leads, present_back},
    {"present.blank", N_("Presenting"), N_("Black"), "b period", N_("Any key ends it"),
     present_is_on, present_blank},
    {"present.spotlight", N_("Presenting"), N_("Spotlight"), "s",
     N_("Follows the pointer; the wheel changes its size"), present_is_on, present_spotlight},
    {"present.notes", N_("Presenting"), N_("The teacher's notes"), "n",
     N_("What comes, the answer, the solution, the time"), present_is_on, present_notes},
    {"lesson.next", N_("Lesson"), N_("Submit, or the next card"), "alt+right ctrl+enter",
     N_("What the lesson shows next"), guide_can_go_on, guide_go_on},
    {"lesson.back", N_("Lesson"), N_("The card before"), "alt+left", N_("Once more"),
     guide_can_go_back, guide_go_back},
    {"lesson.unsure", N_("Lesson"), N_("Not sure"), "alt+down", N_("Shows the answer"), is_asked,
     guide_answer_unsure},
    {"lesson.hint", N_("Lesson"), N_("A hint"), "alt+up", N_("For the task"), is_task, guide_hint},
    {"lesson.sides", N_("Lesson"), N_("Side by side"), "alt+end",
     N_("The two pictures of a card that compares, or its own"), guide_has_comparison,
     toggle_sides},
    {"lesson.return", N_("Lesson"), N_("Back to the lesson"), "alt+home",
     N_("Takes back what was done, and shows the card's step"), has_guide, guide_return},
    {"lesson.skip", N_("Lesson"), N_("Leave the task"), "", N_("To the next card"), is_task,
     guide_skip},
    {"lesson.again", N_("Lesson"), N_("Start the lesson over"), "",
     N_("From the first card; what you did in it is forgotten"), has_guide, guide_start_over},
    {"lesson.list", N_("Lesson"), N_("All lessons"), "",
     N_("The start page: lessons, what you learned in them, and what a sandbox can start from"),
     NULL, start_open},
    {"start.continue", N_("Lesson"), N_("Go on"), "",
     N_("Where you were last, or with the next lesson"), start_can_continue, start_continue},
    {"start.back", N_("Lesson"), N_("Back"), "", N_("To what is open"), start_can_leave,
     start_leave},
    {"start.guest", N_("Lesson"), N_("Guest"), "",
     N_("A guest begins with nothing and leaves nothing; your own progress comes back when this is "
        "switched off"),
     start_is_open, start_toggle_guest},
    {"start.forget", N_("Lesson"), N_("Forget all results"), "",
     N_("What was seen, answered and done in all lessons; a second press does it"), start_is_open,
     start_forget_all},
    {"start.sandbox", N_("File"), N_("Empty sandbox"), "",
     N_("Nothing on the heap yet: build what you like"), NULL, start_sandbox},
    {"hand.duplicate", N_("Sandbox"), N_("Duplicate"), "ctrl+d",
     N_("An alias, a copy or a deep copy"), can_do_to_object, thing_menu_duplicate},
    {"timeline.next", N_("Time"), N_("Step forward"), "right pagedown", N_("Runs the next line"),
     may_go_on, go_on},
    {"timeline.back", N_("Time"), N_("Step back"), "left pageup", N_("Takes the last line back"),
     can_go_back, go_back},
    {"timeline.first", N_("Time"), N_("First step"), "home", N_("Goes to the start"), can_go_back,
     go_first},
    {"timeline.last", N_("Time"), N_("Last step"), "end", N_("Goes to the end"), may_go_on,
     go_last},
    {"timeline.play", N_("Time"), N_("Play or pause"), "space", N_("Runs line by line"), can_play,
     play},
    {"inside.next", N_("Time"), N_("Step inside"), "shift+right",
     N_("Stops within a line: at each phase of a collection, at each object of a cascade that is "
        "freed"),
     step_inside_can_go_on, step_inside_on},
    {"inside.back", N_("Time"), N_("Step inside, back"), "shift+left",
     N_("To the stop before, within a line"), step_inside_can_go_back, step_inside_back},
    {"inside.play", N_("Time"), N_("Play the phases"), "shift+space",
     N_("Goes on to the end of the collection"), is_inside, step_inside_play},
    {"object.menu", N_("Object"), N_("What can be done to the selected object"), "menu shift+f10",
     N_("A menu of statements; or click with the right button"), can_do_to_object,
     thing_menu_open_selected},
    {"object.next", N_("Object"), N_("Next change of the selected object"), "n",
     N_("To the next step that changes its refcount, or what it holds"), has_selection,
     next_change},
    {"object.previous", N_("Object"), N_("Previous change of it"), "shift+n",
     N_("To the last step before that changed it"), has_selection, previous_change},
    {"timeline.speed", N_("Time"), N_("Speed"), "", N_("Lines a second while playing"), has_script,
     change_speed},
    {"script.edit", N_("Script"), N_("Edit the script, or back to the picture"), "f2",
     N_("Type, paste, change; Run shows it"), NULL, editor_toggle},
    {"script.run", N_("Script"), N_("Run the edited script"), "ctrl+enter",
     N_("From its first line"), editor_can_run, editor_run},
    {"script.find", N_("Script"), N_("Find in the script"), "ctrl+f", N_("While it is edited"),
     find_is_possible, find_open},
    {"find.next", N_("Script"), N_("Find the next place"), "f3",
     N_("Enter in the field does it, too"), find_can_go_on, find_next},
    {"find.previous", N_("Script"), N_("Find the place before"), "shift+f3",
     N_("Shift+Enter in the field does it, too"), find_can_go_on, find_previous},
    {"script.reload", N_("Script"), N_("Reload the script"), "ctrl+r",
     N_("From its file as it is now; the editor's undo brings the old text back"),
     reload_is_possible, reload_file},
    {"script.keep", N_("Script"), N_("Keep what is open"), "",
     N_("Although its file has changed on the disk"), reload_is_asking, reload_keep},
    {"file.new", N_("File"), N_("New"), "ctrl+n",
     N_("An empty sandbox, or an empty script of your own"), NULL, files_new},
    {"file.open", N_("File"), N_("Open"), "ctrl+o",
     N_("A document or a script, one of the last files, a scene; or drop a file here"), can_open,
     open_file},
    {"file.scenes", N_("File"), N_("Start from a scene"), "",
     N_("Cycles, trees, closures, a cache and others"), has_scenes, open_scene},
    {"file.save", N_("File"), N_("Save"), "ctrl+s",
     N_("The script while it is edited; what was done, with its script, as a document"),
     files_can_save, files_save},
    {"file.save_as", N_("File"), N_("Save as"), "ctrl+shift+s", N_("The same to another file"),
     files_can_save, files_save_as},
    {"edit.undo", N_("Python"), N_("Undo"), "ctrl+z",
     N_("Takes back the last statement, or where cards were put"), arrange_can_undo, arrange_undo},
    {"edit.redo", N_("Python"), N_("Redo"), "ctrl+shift+z ctrl+y", N_("Does it again"),
     arrange_can_redo, arrange_redo},
    {"edit.delete", N_("Python"), N_("Delete the selected name or item"), "delete",
     N_("Runs del on it"), can_delete, delete_selected},
    {"edit.collect", N_("Python"), N_("gc.collect()"), "", N_("Runs the cycle collector here"),
     has_script, collect},
    {"gc.panel", N_("Python"), N_("Collector"), "g",
     N_("Switches it, sets thresholds, collects a generation, steps inside"), has_script,
     gc_panel_toggle},
    {"gc.inside", N_("Python"), N_("Collect and step inside"), "",
     N_("gc.collect(), and then its phases one by one"), has_script, gc_panel_step_inside},
    {"sandbox.add", N_("Python"), N_("Make or do"), "shift+a",
     N_("Finds objects to make and things to do by some letters; or double-click the canvas"),
     search_is_possible, search_open},
    {"view.frame", N_("Canvas"), N_("Bring the selection, or all, into view"), "f",
     N_("Pans and zooms"), has_script, frame_all},
    {"view.level", N_("Canvas"), N_("Level of detail"), "l", N_("Basic, Counts, Internals"),
     has_script, change_level},
    {"view.shown", N_("Canvas"), N_("What is shown"), "v", N_("Level of detail and filters"),
     has_script, show_options},
    {"view.functions", N_("Canvas"), N_("Functions, shown or not"), "",
     N_("Names that refer to functions"), has_script, toggle_functions},
    {"view.classes", N_("Canvas"), N_("Classes, shown or not"), "",
     N_("Names that refer to classes"), has_script, toggle_classes},
    {"view.modules", N_("Canvas"), N_("Modules, shown or not"), "",
     N_("Names that refer to modules"), has_script, toggle_modules},
    {"view.values", N_("Canvas"), N_("Numbers and strings as objects"), "",
     N_("Each value a card of its own, or inline"), has_script, toggle_values},
    {"view.reach", N_("Canvas"), N_("Only what the selection leads to"), "",
     N_("Hides what cannot be reached from it"), can_follow_selection, toggle_reach},
    {"view.chains", N_("Canvas"), N_("Fold long chains"), "k",
     N_("One card for the middle of a long linked list; folds again what was opened"), has_script,
     toggle_chains},
    {"view.type", N_("Canvas"), N_("Objects of the selected one's type inline"), "h",
     N_("In what holds them; with nothing selected, all are cards again"), can_put_inline,
     put_type_inline},
    {"view.motion", N_("Canvas"), N_("Reduced motion"), "", N_("Shows changes at once"), NULL,
     toggle_motion},
    {"view.tidy", N_("Canvas"), N_("Tidy"), "ctrl+l",
     N_("Lays all out anew; Undo puts the cards back"), has_script, arrange_tidy},
    {"view.map", N_("Canvas"), N_("Map of the picture"), "m",
     N_("Shows or hides it; drag in it to move the view"), has_script, minimap_toggle},
    {"object.why", N_("Object"), N_("Why is the selected object alive?"), "w",
     N_("Shows a way to it from the stack, or the cycle that keeps it"), is_object_selected,
     ask_why},
    {"view.bytes", N_("Object"), N_("Bytes of the selected object"), "b",
     N_("Its layout, and what many of them take"), has_script, show_bytes},
    {"view.lesson", N_("Window"), N_("Lessons"), "ctrl+1",
     N_("The script and its current line; once more, all lessons"), NULL, show_lesson},
    {"view.sandbox", N_("Window"), N_("Sandbox"), "ctrl+2",
     N_("Goes on by hand from the step that is shown: a palette, a prompt, what you did"),
     can_show_sandbox, show_sandbox},
    {"view.theme", N_("Window"), N_("Light, dark or high contrast"), "t", N_("Changes the colours"),
     NULL, change_theme},
    {"view.larger", N_("Window"), N_("Larger interface"), "ctrl+plus ctrl+shift+plus",
     N_("All sizes"), NULL, scale_up},
    {"view.smaller", N_("Window"), N_("Smaller interface"), "ctrl+minus", N_("All sizes"), NULL,
     scale_down},
    {"view.reset", N_("Window"), N_("100 %"), "ctrl+0", N_("Interface and canvas"), NULL,
     scale_reset},
    {"view.left", N_("Window"), N_("Show or hide the left pane"), "ctrl+b", N_("Code and output"),
     NULL, toggle_left},
    {"view.inspector", N_("Window"), N_("Show or hide the inspector"), "ctrl+i",
     N_("Who holds what"), NULL, toggle_inspector},
    {"view.present", N_("Window"), N_("Presenter mode"), "f5",
     N_("Large, without bars, for a class; once more, or Escape, leaves it"), has_script,
     present_toggle},
    {"view.pane", N_("Window"), N_("Next pane"), "f6", N_("Moves the keyboard focus"), NULL,
     next_pane},
    {"file.verify", N_("File"), N_("Check with python3"), "ctrl+k",
     N_("Runs the script by python3, too, and shows the first difference"), check_is_possible,
     check_open},
    {"file.export", N_("File"), N_("Export"), "ctrl+e",
     N_("Pictures, animations and pages of what is shown, to look at before they are written"),
     can_export_picture, export_picture},
    {"file.python", N_("File"), N_("Export as a Python script"), "ctrl+shift+e",
     N_("For python3, with asserts of the refcounts that the sandbox showed"), can_export_python,
     export_python},
    {"file.lesson", N_("File"), N_("Save as a lesson"), "ctrl+shift+l",
     N_("What was done as a script, with a card for each statement to write on"), can_export_python,
     save_lesson},
    {"view.settings", N_("Window"), N_("Settings"), "ctrl+comma",
     N_("Colours, sizes, motion, wheel, fonts, language"), NULL, settings_toggle},
    {"settings.reset", N_("Window"), N_("Reset to defaults"), "",
     N_("All settings are again as at the first start"), settings_differ, settings_reset},
    {"help.keys", N_("Window"), N_("Shortcuts"),
     "f1 ctrl+question ctrl+shift+question question shift+question", N_("All keys on one page"),
     NULL, help},
    {"help.about", N_("Window"), N_("About Lastref"), "shift+f1",
     N_("Versions, fonts, folders: what a report of a fault should tell"), NULL, about_toggle},
    {"help.copy", N_("Window"), N_("Copy for a report"), "",
     N_("All of it, as text, to the clipboard"), about_can_copy, about_copy},
    {"view.cancel", N_("Window"), N_("Cancel"), "escape", N_("Ends a gesture, then the selection"),
     NULL, cancel},
    {"file.quit", N_("File"), N_("Quit"), "ctrl+q", N_("Closes Lastref"), NULL, app_quit},
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

const char *action_title(const Action *action) {
    return _(action->title);
}

const char *action_help(const Action *action) {
    return _(action->help);
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

void action_append_combo(InputKey key, unsigned modifiers, TextBuffer *out) {
    static const struct {
        InputKey key;
        const char *name;
    } special[] = {
        {KEY_PAGE_UP, N_("PgUp")}, {KEY_PAGE_DOWN, N_("PgDn")}, {KEY_DELETE, N_("Del")},
        {KEY_ESCAPE, N_("Esc")},   {KEY_ENTER, N_("Enter")},    {KEY_SPACE, N_("Space")},
        {KEY_HOME, N_("Home")},    {KEY_END, N_("End")},        {KEY_MENU, N_("Menu")},
        {KEY_UP, N_("Up")},        {KEY_DOWN, N_("Down")},      {KEY_PLUS, "+"},
        {KEY_MINUS, "-"},          {KEY_QUESTION, "?"},         {KEY_PERIOD, "."},
        {KEY_COMMA, ","},          {KEY_LEFT, "\xE2\x86\x90"},  {KEY_RIGHT, "\xE2\x86\x92"}};
    if (modifiers & MODIFIER_CTRL) text_append_string(out, _("Ctrl+"));
    if (modifiers & MODIFIER_SHIFT) text_append_string(out, _("Shift+"));
    if (modifiers & MODIFIER_ALT) text_append_string(out, _("Alt+"));
    for (size_t i = 0; i < sizeof special / sizeof special[0]; i++) {
        if (special[i].key != key) continue;
        text_append_string(out, _(special[i].name));
        return;
    }
    const char *name = input_key_name(key);
    text_append_char(out, name[0] >= 'a' && name[0] <= 'z' ? (char)(name[0] - 'a' + 'A') : name[0]);
    text_append_string(out, name + 1);
}

void action_append_key(const Action *action, TextBuffer *out) {
    const char *keys = action->keys;
    Text combo = next_combo(&keys);
    if (!combo.length) return;
    unsigned modifiers;
    InputKey key = input_combo_read(combo, &modifiers);
    action_append_combo(key, modifiers, out);
}

void action_append_tip(const Action *action, TextBuffer *out) {
    text_append_string(out, action_title(action));
    if (!action->keys[0]) return;
    text_append_string(out, "   ");
    action_append_key(action, out);
}

/* One frame: input to the panels in passes, wishes granted between them, the picture at the end. */
#include "app/actions.h"
#include "app/app_state.h"
#include "app/canvas/canvas.h"
#include "app/canvas/empty_canvas.h"
#include "app/canvas/phase_bar.h"
#include "app/inspector/bytes_panel.h"
#include "app/inspector/inspector.h"
#include "app/lesson/guide_card.h"
#include "app/sandbox/palette.h"
#include "app/script/left_pane.h"
#include "app/sheets/help_sheet.h"
#include "app/sheets/sheet.h"
#include "app/sheets/view_panel.h"
#include "app/timeline_bar.h"
#include "app/top_bar.h"

/* Lines a second at 1x; the speeds are multiples of it. */
static const float PLAY_RATE = 1.25f;
static const float play_speeds[] = {1, 2, 4, 8};

/* Space pans while a drag is made with it, and plays when it is let go without one. */
static void take_space(App *app, const InputEvent *event) {
    if (event->kind == INPUT_KEY_DOWN && !app->space_held) {
        app->space_held = true;
        app->space_used = false;
    }
    if (event->kind != INPUT_KEY_UP) return;
    if (app->space_held && !app->space_used) {
        app->wish.action = action_of_key(app, KEY_SPACE, 0);
        app->present.key = KEY_SPACE;
        app->present.modifiers = 0;
    }
    app->space_held = false;
}

static void open_dropped(App *app, Text path) {
    TextBuffer name = {0};
    text_append(&name, path.bytes, path.length);
    files_open_told(app, text_cstr(&name));
    text_deinit(&name);
}

static void take_event(App *app, const InputEvent *event, bool editing) {
    bool key = event->kind == INPUT_KEY_DOWN || event->kind == INPUT_KEY_UP;
    bool taken = editing || (app->ui.modal && !app->space_held);
    if (key && !taken && event->key == KEY_SPACE && event->modifiers == 0) {
        take_space(app, event);
        return;
    }
    switch (event->kind) {
    case INPUT_QUIT: app_quit(app); break;
    case INPUT_DROP_FILE: open_dropped(app, event->text); break;
    case INPUT_FOCUS_GAINED: app->reload.next = 0; break;
    case INPUT_FOCUS_LOST:
        app->space_held = false;
        hand_cancel(app);
        break;
    default: break;
    }
}

/* Keys that a text field leaves alone: chords, function keys, Escape, stepping by page. */
static bool passes_field(const InputEvent *event) {
    return event->modifiers & (MODIFIER_CTRL | MODIFIER_ALT) || event->key == KEY_ESCAPE ||
           event->key == KEY_PAGE_UP || event->key == KEY_PAGE_DOWN ||
           (event->key >= KEY_F1 && event->key <= KEY_F12);
}

/* A sheet or panel stands over the room, or over the start page. */
bool app_is_covered(const App *app) {
    return app->help_open || app->about.open || app->checking.open || app->view_open ||
           app->path_sheet.wish || app->making.asking || app->menu.open || app->statement.open ||
           app->search.open || app->class_form.open || app->gc_panel.open || app->restore.open ||
           app->settings.sheet.open || app->export_sheet.open || loading_is_document(app);
}

static void take_keys(App *app, bool editing, bool chords) {
    Ui *ui = &app->ui;
    for (size_t i = 0; i < ui->keys.count && !app->wish.action; i++) {
        const InputEvent *event = &ui->keys.items[i];
        if (editing && !passes_field(event)) continue;
        if (sheet_takes_key(app, event->key, event->modifiers)) continue;
        if (question_takes(app, event->key, event->modifiers)) continue;
        if (!ui->modal && guide_takes_key(app, event->key, event->modifiers)) continue;
        if (!app_is_covered(app) && start_takes_key(app, event->key, event->modifiers)) continue;
        bool left = prompt_leaves(app, event->key, event->modifiers);
        if (chords && !left && ui_text_area_takes(event->key, event->modifiers)) continue;
        const Action *action = action_of_key(app, event->key, event->modifiers);
        if (action && start_allows(app, action) && sheet_allows(app, action))
            app->wish.action = action;
        app->present.key = app->wish.action ? event->key : KEY_NONE;
        app->present.modifiers = event->modifiers;
    }
}

/* What is open, in its panes. */
static void room(App *app) {
    bool sides = side_by_side_is_shown(app);
    if (sides) {
        side_by_side(app);
    } else {
        canvas(app);
    }
    app->guide_lit = (Handle){0}; /* the card says it again, in each frame */
    if (!sides) {
        empty_canvas(app);
        minimap(app);
        phase_bar(app);
    }
    bytes_panel(app);
    if (!loading_is_document(app)) loading_card(app);
    reload_card(app);
    left_pane(app);
    inspector(app);
    if (app->present.on) {
        notes_strip(app);
    } else {
        if (!app->top_hidden) top_bar(app);
        if (!app->timeline_hidden) timeline_bar(app);
    }
    panes_split(app);
}

/* One pass over all widgets, with at most one press or key. */
static void pass(App *app, const InputEvent *events, size_t count, Point size, DrawList *list) {
    Ui *ui = &app->ui;
    draw_list_clear(list);
    inspection_update(app);
    guide_update_answer(app);
    bool editing = ui->editing != 0, chords = ui->chords;
    for (size_t i = 0; i < count; i++) take_event(app, &events[i], editing);
    ui_begin(ui, list, app->theme, app->config.measure, events, count, app->now);
    ui_take_key(ui, KEY_SPACE, 0);
    take_keys(app, editing, chords);
    panes_arrange(app, size);
    present_take_wheel(app);
    bool covered = app_is_covered(app), inside = ui->mouse_inside;
    if (covered) ui->mouse_inside = false;
    ui_note(ui, "window", app->panes.window);
    if (app->start.open) {
        start_page(app);
        top_bar(app);
    } else if (!export_sheet_stands_in(app)) {
        room(app);
    }
    note_draw(app);
    ui->mouse_inside = inside;
    palette_over(app);
    search_over(app);
    class_form(app);
    gc_panel(app);
    making_over(app);
    prompt_over(app);
    editor_over(app);
    if (app->menu.open) menu_panel(app);
    if (app->statement.open) statement_field_panel(app);
    if (app->view_open) view_panel(app);
    if (app->checking.open) check_sheet(app);
    if (app->export_sheet.open && !app->named) export_sheet(app);
    if (app->path_sheet.wish) path_sheet(app);
    if (app->settings.sheet.open) settings_sheet(app);
    if (app->restore.open) restore_sheet(app);
    if (loading_is_document(app)) loading_card(app);
    if (app->help_open) help_sheet(app);
    if (app->about.open) about_sheet(app);
    ui_end(ui, app->panes.window);
    present_over(app);
}

/* While a document is being opened, or steps are written, what is open stays as it is: the hand can
 * only wait, end it, or leave. */
static bool is_for_now(const App *app, const InputEvent *event) {
    if (!loading_is_document(app) && !export_sheet_is_working(app)) return true;
    switch (event->kind) {
    case INPUT_KEY_DOWN:
    case INPUT_KEY_UP: return event->key == KEY_ESCAPE;
    case INPUT_TEXT:
    case INPUT_WHEEL:
    case INPUT_DROP_FILE: return false;
    default: return true;
    }
}

static bool is_press(const InputEvent *event) {
    return event->kind == INPUT_KEY_DOWN || event->kind == INPUT_KEY_UP ||
           event->kind == INPUT_MOUSE_DOWN || event->kind == INPUT_MOUSE_UP;
}

static void pass_and_grant(App *app, const InputEvent *events, size_t count, Point size,
                           DrawList *list) {
    pass(app, events, count, size, list);
    if (wishes_are_there(app)) wishes_grant(app);
}

/* Feeds the events in passes: all up to a press, then the press by itself. */
static void feed(App *app, const InputEvent *events, size_t count, Point size, DrawList *list) {
    size_t from = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_for_now(app, &events[i]) || present_takes_event(app, &events[i])) {
            if (i > from) pass_and_grant(app, events + from, i - from, size, list);
            from = i + 1;
            continue;
        }
        if (!is_press(&events[i])) continue;
        bool mouse = events[i].kind == INPUT_MOUSE_DOWN || events[i].kind == INPUT_MOUSE_UP;
        if (i > from) pass_and_grant(app, events + from, i - from, size, list);
        if (mouse) {
            InputEvent move = events[i];
            move.kind = INPUT_MOUSE_MOVE;
            pass_and_grant(app, &move, 1, size, list);
        }
        pass_and_grant(app, &events[i], 1, size, list);
        from = i + 1;
    }
    if (from < count) pass_and_grant(app, events + from, count - from, size, list);
}

static void play_on(App *app) {
    step_inside_tick(app);
    if (!app->playing || app->now < app->next_play) return;
    app_resume(app);
    uint32_t stop = timeline_position(app->timeline);
    float rate = PLAY_RATE * play_speeds[app->speed];
    app->next_play = app->now + (uint64_t)(1000 / rate);
    if (stop < timeline_count(app->timeline)) {
        timeline_seek(app->timeline, stop + 1);
        app_refresh(app);
    }
    if (stop + 1 >= timeline_count(app->timeline)) app->playing = false;
}

/* The least of two waits, where -1 is for ever. */
static int sooner(int wait, uint64_t at, uint64_t now) {
    int left = at <= now ? 0 : at - now > 60000 ? 60000 : (int)(at - now);
    return wait < 0 || left < wait ? left : wait;
}

static int next_wait(const App *app) {
    const int frame = 16; /* ms */
    int wait = -1;
    uint64_t shown = app->now - app->shown_since;
    bool pulsing = app->changes && (shown < CHANGE_MS || shown < app->cascade_ms);
    if (app->journal.due) wait = sooner(wait, app->journal.due, app->now);
    const int ask = 50; /* ms between two questions how far a check is */
    if (app->ui.animating || export_sheet_is_working(app) || inspection_is_searching(app)) return 0;
    if (settings_are_awaited(app)) wait = ask;
    if (loading_is_under_way(app) || side_by_side_is_running(app)) wait = frame;
    if (check_is_waiting(app)) wait = app->checking.open ? frame : ask;
    bool moving = pulsing || app->camera.gliding || scene_is_gliding(app->scene);
    if (moving && !app->start.open) wait = frame; /* else it goes on when the page is left */
    if (app->start.open && app->start.forget_until > app->now) {
        wait = sooner(wait, app->start.forget_until, app->now);
    }
    if (app->playing || app->inside.playing) wait = sooner(wait, app->next_play, app->now);
    if (app->note.until > app->now) wait = sooner(wait, app->note.until, app->now);
    if (!app->start.open && reload_due(app) != UINT64_MAX)
        wait = sooner(wait, reload_due(app), app->now);
    int presented = present_wait(app);
    if (presented >= 0) wait = sooner(wait, app->now + (uint64_t)presented, app->now);
    if (app->ui.tip_pending) wait = sooner(wait, app->ui.tip_since + 400, app->now);
    return wait;
}

/* What happens by itself. Not while pictures are made: what is open stays until they are. */
static void go_on(App *app) {
    loading_tick(app);
    play_on(app);
    check_tick(app);
    if (!app->start.open) reload_tick(app); /* else it would close the page */
    restore_offer(app);
    settings_tell(app);
}

int app_frame(App *app, const InputEvent *events, size_t count, uint64_t now_ms, Point size,
              DrawList *list) {
    app->now = now_ms;
    inspection_tick(app);
    if (!app->named && !export_sheet_is_working(app)) go_on(app);
    app->unseen = true;
    feed(app, events, count, size, list);
    settings_keep(app);
    settings_apply(app);
    app->unseen = false;
    pass(app, NULL, 0, size, list);
    for (int round = 0; wishes_are_there(app) && round < 4; round++) {
        wishes_grant(app);
        pass(app, NULL, 0, size, list);
    }
    draw_list_check(list);
    if (!app->named && export_sheet_work(app)) pass(app, NULL, 0, size, list);
    journal_tick(app);
    files_title(app);
    return next_wait(app);
}

#include "app/start/start.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "base/translate.h"

#include <stdio.h>
#include <string.h>

enum { FORGET_MS = 5000 /* for the second press */ };

/* ---- open and close ---- */

bool start_is_open(const App *app) {
    return app->start.open;
}

void start_open(App *app) {
    hand_cancel(app);
    app->playing = app->inside.playing = false;
    app->start.open = true;
    if (!app->note.bad) app->note.until = 0; /* it was about what is behind the page now */
    app->start.scroll = 0;
    app->start.forgetting[0] = '\0';
    start_read(app);
    /* Enter goes on, and no ring tells a hand on the mouse so */
    ui_set_focus(&app->ui, "start.continue");
    app->ui.focus_shown = false;
}

bool start_can_leave(const App *app) {
    return app->start.open && app->path;
}

void start_close(App *app) {
    app->start.open = false;
}

void start_leave(App *app) {
    if (!start_can_leave(app)) return;
    start_close(app);
    app->start.jump_lesson[0] = '\0';
    app_focus_canvas(app);
}

static bool has_recent(App *app) {
    FileRows recent = {0};
    recent_list(app, &recent);
    bool some = recent.count > 0;
    file_rows_clear(&recent);
    return some;
}

void app_begin(App *app) {
    const AppConfig *config = &app->config;
    Error error;
    bool first =
        config->guide && config->welcome_path && !learned_is_welcomed(app) && !has_recent(app);
    if (first && app_open_file(app, config->welcome_path, &error)) return;
    start_open(app);
}

/* ---- keys ---- */

bool start_allows(const App *app, const struct Action *action) {
    static const char *const names[] = {
        "view.lesson",    "view.sandbox", "view.theme",  "view.larger",    "view.smaller",
        "view.reset",     "view.cancel",  "help.keys",   "file.new",       "file.open",
        "file.scenes",    "file.save",    "file.quit",   "start.continue", "start.back",
        "start.guest",    "start.forget", "view.motion", "start.sandbox",  "view.settings",
        "settings.reset", "help.about",   "help.copy"};
    if (!app->start.open) return true;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(action->name, names[i]) == 0) return true;
    }
    return false;
}

bool start_takes_key(App *app, InputKey key, unsigned modifiers) {
    Ui *ui = &app->ui;
    if (!app->start.open || modifiers) return false;
    switch (key) {
    case KEY_DOWN: ui->focus_next = true; return true;
    case KEY_UP: ui->focus_previous = true; return true;
    case KEY_RIGHT: app->start.fold = 1; return true;
    case KEY_LEFT: app->start.fold = -1; return true;
    case KEY_PAGE_DOWN: app->start.scroll += app->panes.window.h * 0.8f; return true;
    case KEY_PAGE_UP: app->start.scroll -= app->panes.window.h * 0.8f; return true;
    case KEY_HOME: app->start.scroll = 0; return true;
    case KEY_END: app->start.scroll = 1e6f; return true; /* the page's end, when it is drawn */
    case KEY_ENTER:                                      /* of no widget: none has a ring */
        if (!start_can_continue(app)) return false;
        app->wish.action = action_get("start.continue");
        return true;
    default: return false;
    }
}

/* ---- going on ---- */

/* The guide leads through it now. */
static bool is_led(const App *app, const StartLesson *lesson) {
    const char *path = lesson->own ? text_cstr(&app->lesson_path) : app->path;
    return app->guide.there && path && strcmp(path, lesson->path) == 0 &&
           strcmp(app->guide.name, lesson->name) == 0;
}

static void go(App *app, size_t number, uint32_t beat) {
    StartPage *page = &app->start;
    const StartLesson *lesson = &page->lessons.items[number];
    if (lesson->mistake[0]) {
        app_say(app, true, "%s", lesson->mistake);
        return;
    }
    if (lesson->has_file && is_led(app, lesson)) {
        bool there = app->guide.beat == beat && app->guide.part != GUIDE_ENDED;
        app->sandbox = false;
        if (!there) guide_go_to(app, beat);
        start_leave(app);
        return;
    }
    snprintf(page->jump_lesson, sizeof page->jump_lesson, "%s", lesson->name);
    page->jump_beat = beat;
    app->wish.open = lesson->path;
}

void start_go(App *app, size_t number) {
    const StartLesson *lesson = &app->start.lessons.items[number];
    go(app, number, lesson->has_file ? learned_place(app, lesson->name, &lesson->file) : 0);
}

void start_go_to_beat(App *app, size_t number, uint32_t beat) {
    go(app, number, beat);
}

bool start_takes_beat(App *app, const char *name, uint32_t *beat) {
    StartPage *page = &app->start;
    bool asked = page->jump_lesson[0] && strcmp(page->jump_lesson, name) == 0 &&
                 page->jump_beat < app->guide.file.beat_count;
    if (asked) *beat = page->jump_beat;
    page->jump_lesson[0] = '\0';
    return asked;
}

bool start_can_continue(const App *app) {
    StartOffer offer = app->start.offer;
    return app->start.open &&
           (offer == START_FIRST || offer == START_CONTINUE || offer == START_NEXT);
}

void start_continue(App *app) {
    start_go(app, app->start.offered);
}

void start_sandbox(App *app) {
    if (!app_may_leave(app, _("Choose it once more to drop it."))) return;
    app->sandbox = true;
    app_open_script(app, APP_UNTITLED, (Text){"", 0});
    ui_set_focus(&app->ui, "prompt");
}

/* ---- what was learned ---- */

void start_toggle_guest(App *app) {
    learned_set_guest(app, !app->learned.guest);
    app->start.forgetting[0] = '\0';
    start_count(app);
}

bool start_is_forgetting(const App *app, const char *name) {
    const StartPage *page = &app->start;
    return app->now < page->forget_until && strcmp(page->forgetting, name) == 0;
}

void start_forget(App *app, const char *name) {
    StartPage *page = &app->start;
    if (!start_is_forgetting(app, name)) {
        snprintf(page->forgetting, sizeof page->forgetting, "%s", name);
        page->forget_until = app->now + FORGET_MS;
        return;
    }
    if (strcmp(name, FORGET_ALL) == 0) {
        learned_forget_all(app);
    } else {
        learned_forget(app, name);
    }
    page->forgetting[0] = '\0';
    start_count(app);
}

void start_forget_all(App *app) {
    start_forget(app, FORGET_ALL);
}

/* ---- in words ---- */

void start_append_progress(const StartLesson *lesson, TextBuffer *out) {
    static const char between[] = "  \xC2\xB7  ";
    if (!lesson->has_file) return;
    uint32_t cards = lesson->file.beat_count;
    if (!lesson->seen) {
        text_appendf(out, translate_many("%u card", "%u cards", cards), cards);
        text_append_string(out, between);
        text_appendf(out, translate_many("%u minute", "%u minutes", lesson->file.minutes),
                     lesson->file.minutes);
        return;
    }
    text_appendf(out, _("%u of %u cards"), lesson->seen, cards);
    if (lesson->asked) {
        text_append_string(out, between);
        text_appendf(out, _("%u of %u right at first"), lesson->right, lesson->asked);
    }
    if (lesson->tasks) {
        text_append_string(out, between);
        text_appendf(out, _("%u of %u tasks"), lesson->done, lesson->tasks);
    }
}

void start_append_offer(const StartPage *page, TextBuffer *out) {
    const StartLesson *lesson = &page->lessons.items[page->offered];
    if (!lesson->has_file) return;
    const LessonBeat *beat = &lesson->file.beats[page->beat];
    text_appendf(out, _("card %u of %u"), page->beat + 1, lesson->file.beat_count);
    if (beat->title.length) text_appendf(out, ": %.*s", (int)beat->title.length, beat->title.bytes);
}

void start_append_state(const App *app, TextBuffer *out) {
    static const char *const offers[] = {"nothing", "first", "continue", "next", "all done"};
    const StartPage *page = &app->start;
    if (!page->open) return;
    if (app->learned.guest) text_append_string(out, "guest\n");
    text_append_string(out, offers[page->offer]);
    if (start_can_continue(app)) {
        text_appendf(out, " %s | ", page->lessons.items[page->offered].title);
        start_append_offer(page, out);
    }
    text_append_char(out, '\n');
    for (size_t i = 0; i < page->lessons.count; i++) {
        const StartLesson *lesson = &page->lessons.items[i];
        text_appendf(out, "%s | ", lesson->title);
        text_append_string(out, lesson->mistake);
        if (!lesson->mistake[0]) start_append_progress(lesson, out);
        text_append_char(out, '\n');
    }
    for (size_t i = 0; i < page->recent.count; i++) {
        text_appendf(out, "recent %s\n", page->recent.items[i].title);
    }
}

#include "app/sheets/check_sheet.h"

#include "app/app_state.h"
#include "app/sheets/sheet.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float WIDTH = 620, HEAD = 64, PAD = 28, FOOT = 64, BUTTON = 34;

enum { SWEEP_MS = 1600 }; /* the bar that says "still at work" */

static void begin(App *app) {
    Checking *check = &app->checking;
    Error error;
    text_clear(&check->told);
    if (app->config.checker.start(app->config.checker.context, app->path, &error)) {
        check->state = CHECK_RUNNING;
        check->since = app->now;
    } else {
        check->state = CHECK_FAILED;
        text_append_string(&check->told, error.message);
    }
}

bool check_is_possible(const App *app) {
    /* a document's script has a name, but no file that python3 could be given */
    return app->config.checker.start && app->path && app->timeline && !app->editor.unsaved &&
           !app->file.document;
}

void check_open(App *app) {
    Checking *check = &app->checking;
    check->open = true;
    if (check->state == CHECK_RUNNING) return;
    check->state = CHECK_ASKING;
    if (app_is_lesson(app, app->path)) begin(app);
}

void check_abandon(App *app) {
    Checking *check = &app->checking;
    if (check->state == CHECK_RUNNING) {
        app->config.checker.cancel(app->config.checker.context);
        check->abandoned = true;
    }
    check->state = CHECK_NONE;
    check->open = false;
}

bool check_is_waiting(const App *app) {
    return app->checking.state == CHECK_RUNNING || app->checking.abandoned;
}

void check_tick(App *app) {
    Checking *check = &app->checking;
    if (!check_is_waiting(app)) return;
    TextBuffer told = {0};
    AppCheck answer = app->config.checker.poll(app->config.checker.context, &told);
    if (answer != APP_CHECK_RUNNING && check->abandoned) {
        check->abandoned = false;
    } else if (answer != APP_CHECK_RUNNING) {
        check->state = answer == APP_CHECK_IDENTICAL   ? CHECK_IDENTICAL
                       : answer == APP_CHECK_DIFFERENT ? CHECK_DIFFERENT
                                                       : CHECK_FAILED;
        bool identical = check->state == CHECK_IDENTICAL;
        Text words = {text_cstr(&told), told.length}, first;
        if (identical) text_next_line(&words, &first); /* "identical": the sheet says it itself */
        text_append(&check->told, words.bytes, words.length);
        if (!check->open && identical)
            app_say(app, false, _("python3 prints the same: identical."));
        if (!identical) check->open = true;
    }
    text_deinit(&told);
}

/* ---- the sheet ---- */

static float put_paragraph(App *app, Rect area, FontFace face, Color color, const char *text) {
    return ui_paragraph(&app->ui, area, face, 13.5f, color, text_of(text)) + 12;
}

/* From the right; the first is the one that Enter is for. */
static bool put_button(App *app, Rect sheet, float *right, const char *name, const char *label,
                       UiButtonLook look) {
    float width = ui_button_width(&app->ui, label);
    Rect rect = {*right - width, rect_bottom(sheet) - FOOT / 2 - BUTTON / 2 - 4, width, BUTTON};
    *right = rect.x - 8;
    return ui_button(&app->ui, name, rect, label, look, true, NULL);
}

static void draw_asking(App *app, Rect sheet, Rect inner) {
    TextBuffer text = {0};
    text_appendf(&text,
                 _("python3 will execute %s on this computer, with all that it does there. "
                   "Lastref itself only simulates it."),
                 app_base_name(app));
    put_paragraph(app, inner, FONT_UI, app->theme->text, text_cstr(&text));
    text_deinit(&text);
    float right = rect_right(sheet) - PAD;
    if (put_button(app, sheet, &right, "check.go", _("Execute and compare"), UI_PRIMARY))
        begin(app);
    if (put_button(app, sheet, &right, "check.close", _("Cancel"), UI_PLAIN)) {
        app->checking.open = false;
        app->checking.state = CHECK_NONE;
    }
}

static void draw_running(App *app, Rect sheet, Rect inner) {
    const Theme *theme = app->theme;
    inner.y +=
        put_paragraph(app, inner, FONT_UI, theme->text,
                      _("python3 runs the script twice, Lastref once. Then their output, errors "
                        "and exit status are compared."));
    Rect track = {inner.x, inner.y + 6, inner.w, 4};
    float part = (float)((app->now - app->checking.since) % SWEEP_MS) / SWEEP_MS;
    float width = track.w * 0.25f;
    draw_box(app->ui.list, track, (BoxStyle){.fill = theme->track, .radius = 2});
    draw_box(app->ui.list, (Rect){track.x + (track.w - width) * part, track.y, width, track.h},
             (BoxStyle){.fill = theme->accent, .radius = 2});
    float right = rect_right(sheet) - PAD;
    if (put_button(app, sheet, &right, "check.cancel", _("Cancel"), UI_PLAIN)) {
        app->config.checker.cancel(app->config.checker.context);
    }
}

static void draw_answer(App *app, Rect sheet, Rect inner) {
    const Theme *theme = app->theme;
    Checking *check = &app->checking;
    bool identical = check->state == CHECK_IDENTICAL, failed = check->state == CHECK_FAILED;
    const char *head = identical ? _("Identical") : failed ? _("No answer") : _("They differ");
    Color color = identical ? theme->ok : failed ? theme->warn : theme->danger;
    draw_circle(app->ui.list, (Point){inner.x + 11, inner.y + 11}, 11, color, (Stroke){0});
    draw_string(app->ui.list, (Point){inner.x + 11, inner.y + 11},
                (TextStyle){.face = FONT_UI_BOLD,
                            .size = 13,
                            .color = theme->on_state,
                            .align = TEXT_CENTER,
                            .line = TEXT_MIDDLE},
                identical ? "="
                : failed  ? "?"
                          : "\xE2\x89\xA0");
    ui_text(&app->ui, (Point){inner.x + 32, inner.y + 11}, FONT_UI_BOLD, 14, theme->text, head);
    inner.y += 32;
    if (identical) {
        inner.y += put_paragraph(app, inner, FONT_UI, theme->text,
                                 _("python3 prints the same bytes and ends with the same status."));
    }
    draw_clip_push(app->ui.list,
                   (Rect){inner.x, inner.y, inner.w, rect_bottom(sheet) - FOOT - inner.y});
    put_paragraph(app, inner, FONT_MONO, theme->text_muted, text_cstr(&check->told));
    draw_clip_pop(app->ui.list);
    float right = rect_right(sheet) - PAD;
    if (put_button(app, sheet, &right, "check.close", _("Close"), UI_PRIMARY)) check->open = false;
    if (put_button(app, sheet, &right, "check.again", _("Check again"), UI_PLAIN)) begin(app);
}

static float content_height(App *app) {
    float width = WIDTH - 2 * PAD;
    if (app->checking.state < CHECK_IDENTICAL) return 64;
    Rect area = {0, 0, width, 0};
    float told = put_paragraph(app, area, FONT_MONO, 0, text_cstr(&app->checking.told));
    return 32 + (app->checking.state == CHECK_IDENTICAL ? 30 : 0) + fminf(told, 360);
}

void check_sheet(App *app) {
    Checking *check = &app->checking;
    float height = HEAD + content_height(app) + FOOT;
    Rect sheet = sheet_panel(app, _("Check with python3"), (Point){WIDTH, height}, &check->open);
    Rect inner = {sheet.x + PAD, sheet.y + HEAD, sheet.w - 2 * PAD, 0};
    switch (check->state) {
    case CHECK_NONE: check->open = false; break;
    case CHECK_ASKING: draw_asking(app, sheet, inner); break;
    case CHECK_RUNNING: draw_running(app, sheet, inner); break;
    default: draw_answer(app, sheet, inner);
    }
}

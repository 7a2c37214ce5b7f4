#include "app/script/question.h"

#include "app/app_state.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float HEADING = 24, FIELD = 40, GAP = 10;
static const char NAME[] = "answer";

bool question_is_asked(const App *app) {
    return app->timeline && timeline_is_waiting(app->timeline);
}

void question_begin(App *app) {
    ui_text_field_set(&app->question.field, "");
    ui_set_focus(&app->ui, NAME);
}

bool question_takes(const App *app, InputKey key, unsigned modifiers) {
    return key == KEY_D && modifiers == MODIFIER_CTRL && question_is_asked(app) &&
           app->ui.focus == ui_id(NAME);
}

void question_append(const App *app, TextBuffer *out) {
    TextBuffer printed = {0};
    if (question_is_asked(app)) timeline_question(app->timeline, &printed);
    const char *text = text_cstr(&printed), *line_end = strrchr(text, '\n');
    text_append_string(out, line_end ? line_end + 1 : text);
    text_deinit(&printed);
}

void question_reply(App *app) {
    Question *question = &app->question;
    TextBuffer line = {0};
    Text typed = edit_text(&question->field.edit);
    text_append(&line, typed.bytes, typed.length);
    bool ended = question->ended;
    question->replied = question->ended = false;
    if (!question_is_asked(app)) {
        text_deinit(&line);
        return;
    }
    statements_reply(app, ended ? NULL : text_cstr(&line));
    text_deinit(&line);
    if (question_is_asked(app)) {
        question_begin(app);
    } else {
        ui_set_focus(&app->ui, app->sandbox ? "prompt" : "canvas");
        app->ui.focus_shown = false;
    }
}

/* ---- the field ---- */

float question_height(const App *app) {
    return question_is_asked(app) ? HEADING + FIELD + GAP : 0;
}

/* Who asks; a click goes where the script does. */
static void draw_heading(App *app, Rect rect) {
    Ui *ui = &app->ui;
    uint32_t last = timeline_count(app->timeline);
    bool here = app_step(app) == last || statements_wait(app);
    char text[128];
    snprintf(text, sizeof text, here ? _("The program asks") : _("The program asks, at step %u"),
             last);
    UiAnswer answer = ui_area(ui, "answer.go", rect, !here, false, NULL);
    if (!here && answer.hot) ui->cursor = CURSOR_HAND;
    if (!here && answer.clicked) app_wish_stop(app, last);
    ui_text(ui, (Point){rect.x, rect.y + 10}, FONT_UI_MEDIUM, 12.5f,
            here ? app->theme->text_muted : app->theme->accent, text);
}

/* The end of a long prompt is nearest to the answer. */
static void append_prefix(const App *app, TextBuffer *out) {
    enum { SHOWN = 24 }; /* code points */
    TextBuffer prompt = {0};
    question_append(app, &prompt);
    const char *from = text_cstr(&prompt), *end = from + prompt.length;
    size_t length = utf8_count((Text){from, prompt.length});
    for (size_t i = SHOWN; i < length; i++) utf8_next(&from, end);
    text_append(out, from, (size_t)(end - from));
    while (out->length && out->bytes[out->length - 1] == ' ') out->bytes[--out->length] = '\0';
    text_deinit(&prompt);
}

void question_field(App *app, Rect rect) {
    Ui *ui = &app->ui;
    Question *question = &app->question;
    TextBuffer prefix = {0};
    append_prefix(app, &prefix);
    draw_heading(app, (Rect){rect.x, rect.y, rect.w, HEADING});
    if (question_takes(app, KEY_D, MODIFIER_CTRL) && ui_take_key(ui, KEY_D, MODIFIER_CTRL)) {
        question->replied = question->ended = true;
    }
    Rect field = {rect.x, rect.y + HEADING, rect.w, FIELD};
    if (ui_text_field(ui, NAME, field, &question->field, text_cstr(&prefix),
                      _("Enter answers, Ctrl+D ends the input"))) {
        question->replied = true;
    }
    text_deinit(&prefix);
}

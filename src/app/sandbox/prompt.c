/* The prompt of the sandbox: one statement at a time, and what was typed before. */
#include "app/app_state.h"

#include "base/memory.h"

#include <string.h>

enum { KEPT = 500 };

void prompt_deinit(Prompt *prompt) {
    for (size_t i = 0; i < prompt->typed.count; i++) memory_free(prompt->typed.items[i]);
    array_deinit(&prompt->typed);
    ui_text_field_deinit(&prompt->field);
}

static void keep(Prompt *prompt, const char *text) {
    bool same = prompt->typed.count && strcmp(array_last(&prompt->typed), text) == 0;
    if (!same) {
        if (prompt->typed.count >= KEPT) {
            memory_free(prompt->typed.items[0]);
            memmove(&prompt->typed.items[0], &prompt->typed.items[1],
                    (prompt->typed.count - 1) * sizeof prompt->typed.items[0]);
            prompt->typed.count--;
        }
        char *copy = memory_alloc(strlen(text) + 1);
        memcpy(copy, text, strlen(text));
        array_push(&prompt->typed, copy);
    }
    prompt->back = 0;
}

/* Up and down through what was typed; below the last is an empty field. */
static void recall(Ui *ui, Prompt *prompt) {
    size_t back = prompt->back;
    if (ui_take_key(ui, KEY_UP, 0) && back < prompt->typed.count) back++;
    if (ui_take_key(ui, KEY_DOWN, 0) && back > 0) back--;
    if (back == prompt->back) return;
    prompt->back = back;
    ui_text_field_set(&prompt->field, back ? prompt->typed.items[prompt->typed.count - back] : "");
}

void prompt_field(App *app, Rect rect) {
    Prompt *prompt = &app->prompt;
    Ui *ui = &app->ui;
    bool here = app->now_shown.frames.count <= 1;
    if (ui->focus == ui_id("prompt")) recall(ui, prompt);
    if (!ui_text_field(ui, "prompt", rect, &prompt->field, ">>>",
                       here ? "Python, at module level" : "A call is under way here")) {
        return;
    }
    if (!prompt->field.edit.text.length) return;
    keep(prompt, ui_text_field_text(&prompt->field));
    app_wish_statement(app, ui_text_field_text(&prompt->field));
    ui_text_field_set(&prompt->field, "");
}

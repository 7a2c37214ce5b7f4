#include "app/sandbox/prompt.h"

#include "app/app_state.h"
#include "app/sandbox/completion_field.h"
#include "app/script/code_pane.h"
#include "base/memory.h"
#include "base/translate.h"

#include <math.h>
#include <string.h>

enum {
    KEPT = 500, /* of the history */
    LINES = 8   /* that the field grows to */
};

static const float SIZE = 13, LINE = 23, PAD = 17 /* above and below, together */;
static const char NAME[] = "prompt";

void prompt_deinit(Prompt *prompt) {
    for (size_t i = 0; i < prompt->history.count; i++) memory_free(prompt->history.items[i]);
    array_deinit(&prompt->history);
    ui_text_area_deinit(&prompt->area);
    code_lines_deinit(&prompt->code);
    text_deinit(&prompt->draft);
    typed_code_deinit(&prompt->typed);
    text_deinit(&prompt->refusal);
    completion_deinit(&prompt->completion);
}

static bool has_keyboard(const App *app) {
    return app->ui.focus == ui_id(NAME);
}

bool prompt_leaves(const App *app, InputKey key, unsigned modifiers) {
    if (!has_keyboard(app)) return false;
    bool page = key == KEY_PAGE_UP || key == KEY_PAGE_DOWN;
    bool empty = !app->prompt.area.edit.text.length;
    bool undo = (key == KEY_Z || key == KEY_Y) && modifiers & MODIFIER_CTRL;
    return page || (undo && empty);
}

/* ---- the text ---- */

static void set_text(Prompt *prompt, Text text) {
    edit_set(&prompt->area.edit, text);
    edit_place(&prompt->area.edit, prompt->area.edit.text.length, false);
    prompt->area.follow = true;
}

static void accept(Prompt *prompt) {
    text_clear(&prompt->refusal);
    prompt->wrong_from = prompt->wrong_to = 0;
}

static void refuse(Prompt *prompt, Text reason, size_t from, size_t to) {
    text_clear(&prompt->refusal);
    text_append(&prompt->refusal, reason.bytes, reason.length);
    prompt->wrong_from = from;
    prompt->wrong_to = to;
    prompt->refused = prompt->area.edit.version;
}

/* ---- what was typed before ---- */

static void keep(Prompt *prompt) {
    Text text = edit_text(&prompt->area.edit);
    while (text.length && strchr("\n ", text.bytes[text.length - 1])) text.length--;
    prompt->back = 0;
    bool same = prompt->history.count && text_is(text, array_last(&prompt->history));
    if (same) return;
    if (prompt->history.count >= KEPT) {
        memory_free(prompt->history.items[0]);
        memmove(&prompt->history.items[0], &prompt->history.items[1],
                (prompt->history.count - 1) * sizeof prompt->history.items[0]);
        prompt->history.count--;
    }
    array_push(&prompt->history, text_copy(text));
}

static void recall(Prompt *prompt, size_t back) {
    if (!prompt->back) {
        text_clear(&prompt->draft);
        Text text = edit_text(&prompt->area.edit);
        text_append(&prompt->draft, text.bytes, text.length);
    }
    prompt->back = back;
    set_text(prompt, back ? text_of(prompt->history.items[prompt->history.count - back])
                          : (Text){text_cstr(&prompt->draft), prompt->draft.length});
    prompt->recalled = prompt->area.edit.version;
    accept(prompt);
}

/* Up from the first line, Down from the last, and from a recalled text that was not touched; below
 * the last one is what stood there before. */
static void take_history_keys(Ui *ui, Prompt *prompt) {
    EditBuffer *edit = &prompt->area.edit;
    size_t line = edit_line_of(edit, edit->caret);
    bool untouched = prompt->back && prompt->recalled == edit->version &&
                     edit->caret == edit->text.length && edit->anchor == edit->caret;
    bool first = untouched || line == 0;
    bool last = untouched || line + 1 == edit_line_count(edit);
    if (first && ui_take_key(ui, KEY_UP, 0) && prompt->back < prompt->history.count) {
        recall(prompt, prompt->back + 1);
    } else if (last && prompt->back > 0 && ui_take_key(ui, KEY_DOWN, 0)) {
        recall(prompt, prompt->back - 1);
    }
}

/* ---- running ---- */

/* What ran goes; what failed and what follows it stays. What was typed meanwhile is left alone. */
static void answer(App *app, StatementsEnd end) {
    Prompt *prompt = &app->prompt;
    EditBuffer *edit = &prompt->area.edit;
    if (prompt->submitted != edit->version) { /* while a statement waited for input */
        if (!end.all) refuse(prompt, end.refusal, 0, 0);
        return;
    }
    if (end.all) {
        set_text(prompt, (Text){"", 0});
        accept(prompt);
        return;
    }
    const TypedStatement *failed = &prompt->typed.statements.items[end.done];
    if (end.done) {
        edit_place(edit, 0, false);
        edit_place(edit, failed->start, true);
        edit_delete(edit);
        edit_place(edit, edit->text.length, false);
    }
    size_t from = 0, to = 0;
    if (end.line) {
        from = typed_line_start(edit_text(edit), end.line);
        to = from + edit_line_length(edit, from);
        while (from < to && text_cstr(&edit->text)[from] == ' ') from++;
    }
    refuse(prompt, end.refusal, from, to);
}

static void submit(App *app) {
    Prompt *prompt = &app->prompt;
    Text text = edit_text(&prompt->area.edit);
    app_wish_nothing(app);
    for (size_t i = 0; i < prompt->typed.statements.count; i++) {
        TypedStatement statement = prompt->typed.statements.items[i];
        app_wish_further(app, (Text){text.bytes + statement.start, statement.length});
    }
    app->wish.answer = answer;
    prompt->submitted = prompt->area.edit.version;
}

static bool is_blank(Text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] != ' ' && text.bytes[i] != '\t') return false;
    }
    return true;
}

/* A session that was pasted loses its prompts and what was printed. */
static void clean_session(Prompt *prompt) {
    Text text = edit_text(&prompt->area.edit);
    if (!typed_is_session(text)) return;
    TextBuffer typed = {0};
    typed_append_session(text, &typed);
    edit_select_all(&prompt->area.edit);
    edit_insert(&prompt->area.edit, (Text){text_cstr(&typed), typed.length}, false);
    text_deinit(&typed);
}

/* Runs what is whole, or makes the new line that it needs. */
static void enter(App *app) {
    Prompt *prompt = &app->prompt;
    EditBuffer *edit = &prompt->area.edit;
    clean_session(prompt);
    size_t lines = edit_line_count(edit), start = edit_line_start(edit, lines - 1);
    Text text = edit_text(edit), last = {text.bytes + start, text.length - start};
    bool ended = lines > 1 && is_blank(last); /* by an empty line */
    if (edit_line_of(edit, edit->caret) + 1 < lines) {
        edit_newline(edit);
        return;
    }
    typed_code_read(text, &prompt->typed);
    const TypedCode *typed = &prompt->typed;
    switch (typed->state) {
    case TYPED_EMPTY: set_text(prompt, (Text){"", 0}); return;
    case TYPED_UNCLOSED: edit_newline(edit); return;
    case TYPED_OPEN:
        if (!ended) {
            edit_newline(edit);
            return;
        }
        break;
    case TYPED_WHOLE:
        if (typed->block && !ended && !(lines == 1 && typed->one_line_def)) {
            edit_newline(edit);
            return;
        }
        keep(prompt);
        submit(app);
        return;
    case TYPED_WRONG: break;
    }
    keep(prompt);
    Text message = {text_cstr(&typed->message), typed->message.length};
    refuse(prompt, message, typed->wrong_from, typed->wrong_to);
}

/* ---- completion ---- */

/* Whether the caret stands in a line's indentation: Tab belongs to it there. */
static bool in_indentation(const EditBuffer *edit) {
    size_t line = edit_line_of(edit, edit->caret), start = edit_line_start(edit, line);
    return line > 0 && is_blank((Text){text_cstr(&edit->text) + start, edit->caret - start});
}

static CompletionField completed(App *app) {
    Prompt *prompt = &app->prompt;
    return (CompletionField){NAME, &prompt->area, &prompt->completion, prompt->caret, false};
}

/* Where there is nothing to complete, Tab goes on to the next widget. */
static void complete(App *app) {
    CompletionField field = completed(app);
    bool possible = app->prompt.area.edit.text.length && completion_field_start(app, &field);
    if (!possible) app->ui.focus_next = true;
}

void prompt_over(App *app) {
    CompletionField field = completed(app);
    bool shown = has_keyboard(app) && app->sandbox && !app->editor.open && app->timeline;
    completion_field_over(app, &field, shown);
}

/* ---- the field ---- */

static void take_keys(App *app) {
    Ui *ui = &app->ui;
    EditBuffer *edit = &app->prompt.area.edit;
    ui_take_key(ui, KEY_PAGE_UP, 0);
    ui_take_key(ui, KEY_PAGE_DOWN, 0);
    if (!edit->text.length) {
        ui_take_key(ui, KEY_Z, MODIFIER_CTRL);
        ui_take_key(ui, KEY_Z, MODIFIER_CTRL | MODIFIER_SHIFT);
        ui_take_key(ui, KEY_Y, MODIFIER_CTRL);
    }
    CompletionField field = completed(app);
    completion_field_keys(app, &field);
    take_history_keys(ui, &app->prompt);
    if (ui_take_key(ui, KEY_ENTER, 0) || ui_take_key(ui, KEY_ENTER, MODIFIER_CTRL)) enter(app);
    if (!in_indentation(edit)) {
        if (ui_take_key(ui, KEY_TAB, 0)) complete(app);
        if (ui_take_key(ui, KEY_TAB, MODIFIER_SHIFT)) ui->focus_previous = true;
    }
}

static void draw_code(void *context, size_t line, float x, float y) {
    App *app = context;
    code_line_draw(app, &app->prompt.code, edit_text(&app->prompt.area.edit), line, x, y);
}

static void color(Prompt *prompt) {
    if (prompt->colored == prompt->area.edit.version) return;
    prompt->colored = prompt->area.edit.version;
    code_color(&prompt->code, edit_text(&prompt->area.edit));
}

static float field_height(const App *app) {
    size_t lines = edit_line_count(&app->prompt.area.edit);
    return (float)(lines < LINES ? lines : LINES) * LINE + PAD;
}

static float refusal_height(const App *app, float width) {
    const TextBuffer *refusal = &app->prompt.refusal;
    if (!refusal->length) return 0;
    Text text = {text_cstr(refusal), refusal->length};
    Ui *ui = (Ui *)&app->ui;
    return ui_paragraph(ui, (Rect){0, 0, width - 24, 0}, FONT_MONO, 12.5f, 0, text) + 10;
}

float prompt_height(const App *app, float width) {
    return field_height(app) + refusal_height(app, width);
}

static void draw_refusal(App *app, Rect rect) {
    const TextBuffer *refusal = &app->prompt.refusal;
    if (!refusal->length) return;
    ui_note(&app->ui, "prompt.refusal", rect);
    draw_fill(app->ui.list, (Rect){rect.x + 2, rect.y + 6, 4, rect.h - 8}, app->theme->danger);
    ui_paragraph(&app->ui, (Rect){rect.x + 16, rect.y + 6, rect.w - 24, 0}, FONT_MONO, 12.5f,
                 app->theme->text, (Text){text_cstr(refusal), refusal->length});
}

void prompt_field(App *app, Rect rect) {
    Prompt *prompt = &app->prompt;
    EditBuffer *edit = &prompt->area.edit;
    Ui *ui = &app->ui;
    if (has_keyboard(app)) take_keys(app);
    color(prompt);
    UiTextMark wrong = {prompt->wrong_from, prompt->wrong_to, app->theme->danger, true};
    bool marked = prompt->refusal.length && prompt->refused == edit->version &&
                  (prompt->wrong_to > 0 || prompt->wrong_from < prompt->wrong_to);
    UiTextPaint paint = {.context = app,
                         .size = SIZE,
                         .line = LINE,
                         .number = app->theme->accent,
                         .draw_line = draw_code,
                         .prompt = ">>>",
                         .prompt_on = "...",
                         .hint = _("Python, at module level"),
                         .marks = &wrong,
                         .mark_count = marked};
    Rect field = {rect.x, rect.y, rect.w, field_height(app)};
    if (ui_text_area(ui, NAME, field, &prompt->area, &paint)) {
        ui->animating = true; /* the colours follow in the next frame */
    }
    if (ui->editing == ui_id(NAME)) prompt->caret = ui->caret;
    if (prompt->refusal.length && prompt->refused != edit->version) accept(prompt);
    CompletionField completion = completed(app);
    completion_field_follow(app, &completion);
    draw_refusal(app, (Rect){rect.x, rect_bottom(field), rect.w, refusal_height(app, rect.w)});
}

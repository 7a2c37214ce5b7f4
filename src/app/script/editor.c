#include "app/script/editor.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "app/sandbox/completion_field.h"
#include "app/sandbox/typed_code.h"
#include "app/script/code_pane.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float CODE_SIZE = 13, LINE = 23, HEAD = 34;
static const float NAME_LEAST = 20; /* pixels: of a script's name something can be read */

/* ---- what it holds ---- */

static void fill(App *app) {
    if (app->editor.filled) return;
    UiTextArea *area = &app->editor.area;
    edit_set(&area->edit, (Text){text_cstr(&app->source), app->source.length});
    area->scroll = area->scroll_x = 0;
    app->editor.filled = true;
    uint32_t line =
        app->timeline ? timeline_script_line(app->timeline, timeline_position(app->timeline)) : 0;
    if (app->problem_line) line = app->problem_line;
    if (line) edit_place(&area->edit, edit_line_start(&area->edit, line - 1), false);
    area->follow = true;
}

bool editor_is_own_file(const App *app) {
    return app->path && strcmp(app->path, APP_UNTITLED) != 0 && !app_is_lesson(app, app->path) &&
           !app->file.document;
}

void editor_forget(App *app) {
    app->find.open = false;
    reload_forget(app);
    app->editor.filled = app->editor.open = app->editor.unsaved = app->editor.warned = false;
}

void editor_deinit(App *app) {
    find_deinit(&app->find);
    ui_text_area_deinit(&app->editor.area);
    code_lines_deinit(&app->editor.code);
    array_deinit(&app->editor.marks);
    completion_deinit(&app->editor.completion);
}

void editor_toggle(App *app) {
    app->editor.open = !app->editor.open;
    if (!app->editor.open) {
        app->ui.focus = 0;
        return;
    }
    app->sandbox = app->left_hidden = false;
    fill(app);
    ui_set_focus(&app->ui, "editor");
}

void editor_new(App *app) {
    app_open_script(app, APP_UNTITLED, (Text){"", 0});
    editor_toggle(app);
}

/* Opens what is edited as the script of this path; the editor keeps caret and history. */
static void open_edited(App *app, const char *path) {
    Editor kept = app->editor;
    bool finding = app->find.open;
    TextBuffer text = {0}, name = {0};
    Text edited = edit_text(&kept.area.edit);
    text_append(&text, edited.bytes, edited.length);
    text_append_string(&name, path);
    app->editor = (Editor){0};
    app_open_script(app, text_cstr(&name), (Text){text_cstr(&text), text.length});
    app->editor = kept;
    app->find.open = finding;
    text_deinit(&text);
    text_deinit(&name);
}

/* The whole text becomes another one, as one change; the caret stays in its line. */
static void replace_text(UiTextArea *area, Text text) {
    EditBuffer *edit = &area->edit;
    size_t line = edit_line_of(edit, edit->caret);
    size_t column = edit->caret - edit_line_start(edit, line);
    edit_select_all(edit);
    edit_insert(edit, text, false);
    size_t start = edit_line_start(edit, line), length = edit_line_length(edit, start);
    edit_place(edit, start + (column < length ? column : length), false);
}

void editor_reopen(App *app, Text text) {
    Editor *editor = &app->editor;
    fill(app);
    replace_text(&editor->area, text);
    editor->unsaved = editor->warned = false;
    open_edited(app, app->path);
}

/* ---- running and saving ---- */

/* Where the text is no Python; the caret stays where the hand is. */
static void mark_problem(App *app) {
    Editor *editor = &app->editor;
    TypedCode typed = {0};
    typed_code_read(edit_text(&editor->area.edit), &typed);
    editor->wrong = (UiTextMark){typed.wrong_from, typed.wrong_to, 0, true};
    editor->has_wrong = typed.message.length > 0;
    editor->wrong_version = editor->area.edit.version;
    editor->area.reveal = editor->has_wrong;
    editor->area.revealed = typed.wrong_from;
    typed_code_deinit(&typed);
}

bool editor_can_run(const App *app) {
    return app->editor.open && !loading_is_under_way(app);
}

void editor_run(App *app) {
    open_edited(app, app->path ? app->path : APP_UNTITLED);
    bool refused = app->timeline && timeline_outcome(app->timeline)->result == RUN_SYNTAX;
    if (refused) { /* there is nothing to see, but something to mend */
        mark_problem(app);
        return;
    }
    app->editor.open = false;
    app->ui.focus = 0;
}

bool editor_can_save(const App *app) {
    return app->config.write_file && app->editor.filled;
}

/* A document says what its script is called, not where a file may be written. */
void editor_save(App *app) {
    bool named = app->path && strcmp(app->path, APP_UNTITLED) != 0 && !app->file.document;
    if (!named || app_is_lesson(app, app->path)) {
        path_sheet_open(app, PATH_SAVE);
        return;
    }
    Error error;
    if (app->config.write_file(app->config.context, app->path, edit_text(&app->editor.area.edit),
                               &error)) {
        app->editor.unsaved = false;
        app_say(app, false, _("Saved: %s"), app->path);
    } else {
        app_say(app, true, "%s", error.message);
    }
}

void editor_saved_as(App *app, const char *path) {
    open_edited(app, path);
    app->editor.unsaved = false;
}

/* ---- the pane ---- */

static void draw_code(void *context, size_t line, float x, float y) {
    App *app = context;
    code_line_draw(app, &app->editor.code, edit_text(&app->editor.area.edit), line, x, y);
}

static Color ground(void *context, size_t line) {
    const App *app = context;
    return app->problem_line == line + 1 ? app->theme->code_error : 0;
}

static void color(Editor *editor) {
    if (editor->colored == editor->area.edit.version) return;
    editor->colored = editor->area.edit.version;
    code_color(&editor->code, edit_text(&editor->area.edit));
}

/* Right-aligned at `*right`, which moves to the place of the next. */
static void button(App *app, const char *name, const char *label, UiButtonLook look, float *right,
                   float y) {
    float width = ui_button_width(&app->ui, label);
    action_button(app, name, (Rect){*right - width, y, width, 28}, label, look, ACTION_TELLS_TITLE);
    *right -= width + 6;
}

void script_name(App *app, Point at, float room) {
    char name[200];
    if (room < NAME_LEAST) return;
    snprintf(name, sizeof name, "%s%s", app_base_name(app), app->editor.unsaved ? " *" : "");
    draw_string(app->ui.list, at,
                (TextStyle){.face = FONT_MONO,
                            .size = 12.5f,
                            .color = app->theme->text_muted,
                            .line = TEXT_MIDDLE,
                            .max_width = room},
                name);
}

static void head(App *app, Rect rect) {
    float right = rect_right(rect);
    button(app, "script.run", _("Run"), UI_PRIMARY, &right, rect.y - 6);
    button(app, "script.edit", _("Back"), UI_PLAIN, &right, rect.y - 6);
    button(app, "file.save", _("Save"), UI_PLAIN, &right, rect.y - 6);
    script_name(app, (Point){rect.x, rect.y + 8}, right - rect.x - 8);
}

/* The places that are found, and where the text is no Python. */
static void gather_marks(App *app) {
    Editor *editor = &app->editor;
    array_clear(&editor->marks);
    bool known = app->find.open && app->find.version == editor->area.edit.version;
    for (size_t i = 0; known && i < app->find.places.count; i++) {
        UiTextMark mark = app->find.places.items[i];
        mark.color = app->theme->code_line;
        array_push(&editor->marks, mark);
    }
    if (editor->has_wrong && editor->wrong_version == editor->area.edit.version) {
        editor->wrong.color = app->theme->danger;
        array_push(&editor->marks, editor->wrong);
    }
}

static CompletionField completed_field(App *app) {
    Editor *editor = &app->editor;
    return (CompletionField){"editor", &editor->area, &editor->completion, editor->caret, true};
}

void editor_over(App *app) {
    CompletionField completed = completed_field(app);
    completion_field_over(app, &completed, app->editor.open && app->panes.left.w > 0);
}

void editor_pane(App *app, Rect rect) {
    Editor *editor = &app->editor;
    head(app, rect);
    color(editor);
    gather_marks(app);
    UiTextPaint paint = {.context = app,
                         .size = CODE_SIZE,
                         .line = LINE,
                         .number = app->theme->code_gutter,
                         .draw_line = draw_code,
                         .ground = ground,
                         .marks = editor->marks.items,
                         .mark_count = editor->marks.count};
    CompletionField completed = completed_field(app);
    bool typing = app->ui.focus == ui_id("editor");
    completion_field_keys(app, &completed);
    if (typing && ui_take_key(&app->ui, KEY_SPACE, MODIFIER_CTRL)) {
        completion_field_start(app, &completed);
    }
    float found = find_height(app);
    if (found > 0) find_bar(app, (Rect){rect.x, rect.y + HEAD, rect.w, found});
    Rect area = {rect.x, rect.y + HEAD + found, rect.w, rect.h - HEAD - found};
    if (ui_text_area(&app->ui, "editor", area, &editor->area, &paint)) {
        editor->unsaved = true;
        editor->warned = false;
        app->problem_line = 0;
        app->ui.animating = true; /* the colours follow in the next frame */
    }
    if (app->ui.editing == ui_id("editor")) editor->caret = app->ui.caret;
    completion_field_follow(app, &completed);
}

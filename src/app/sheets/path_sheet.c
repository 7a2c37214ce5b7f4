#include "app/sheets/path_sheet.h"

#include "app/app_state.h"
#include "app/code_words.h"
#include "app/files/export_lesson.h"
#include "app/files/export_python.h"
#include "app/sheets/sheet.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float WIDTH = 640, HEAD = 60, PAD = 28, FIELD = 40, ROW = 46, LABEL = 34;

static const struct {
    const char *heading, *prefix, *hint, *ending;
} words[] = {
    [PATH_OPEN] = {N_("Open"), N_("file"), N_("a path, such as notes/cycle.lastref"), ""},
    [PATH_SCENE] = {N_("Start from a scene"), N_("file"), N_("or the path of a document"), ""},
    [PATH_SAVE] = {N_("Save the script as"), N_("to"), N_("a path, such as notes/cycle.py"), ""},
    [PATH_SAVE_DOCUMENT] = {N_("Save as"), N_("to"), N_("a path, such as notes/cycle.lastref"),
                            ".lastref"},
    [PATH_EXPORT] = {N_("Export as a Python script"), N_("to"),
                     N_("a path, such as notes/cycle.py"), ".py"},
    [PATH_LESSON] = {N_("Save as a lesson"), N_("to"), N_("a path, such as notes/cycle.lesson"),
                     ".lesson"},
};

/* The script's or document's name with another ending. */
static void offer_name(const App *app, const char *ending, TextBuffer *out) {
    TextBuffer stem = {0};
    files_picture_stem(app, &stem);
    const char *slash = strrchr(text_cstr(&stem), '/');
    text_appendf(out, "%s%s", slash ? slash + 1 : text_cstr(&stem), ending);
    text_deinit(&stem);
}

void path_sheet_open(App *app, PathWish wish) {
    PathSheet *self = &app->path_sheet;
    TextBuffer name = {0};
    self->wish = wish;
    self->refusal[0] = self->replaced[0] = '\0';
    self->scroll = 0;
    file_rows_clear(&self->rows);
    self->first_scene = 0;
    if (wish == PATH_OPEN || wish == PATH_SCENE) {
        if (wish == PATH_OPEN) recent_list(app, &self->rows);
        self->first_scene = self->rows.count;
        scene_list(app, &self->rows);
    } else if (wish == PATH_SAVE_DOCUMENT && app->file.path) {
        text_append_string(&name, app->file.path);
    } else if (wish == PATH_SAVE) {
        text_append_string(&name, app_base_name(app));
    } else if (app->path) {
        offer_name(app, words[wish].ending, &name);
    }
    ui_text_field_set(&self->field, text_cstr(&name));
    ui_set_focus(&app->ui, "path.field");
    text_deinit(&name);
}

void path_sheet_close(App *app) {
    app->path_sheet.wish = PATH_NONE;
    app->ui.focus = 0;
}

void path_sheet_deinit(PathSheet *sheet) {
    ui_text_field_deinit(&sheet->field);
    file_rows_clear(&sheet->rows);
}

static void refuse(App *app, const Error *error) {
    snprintf(app->path_sheet.refusal, sizeof app->path_sheet.refusal, "%s", error->message);
}

/* ---- what Enter does ---- */

static bool save_script(App *app, const char *path, Error *error) {
    Text text = edit_text(&app->editor.area.edit);
    if (!app->config.write_file(app->config.context, path, text, error)) return false;
    editor_saved_as(app, path);
    recent_add(app, path);
    return true;
}

/* A file that would be replaced; empty: none. Appends. */
static void find_in_the_way(const App *app, const char *path, TextBuffer *out) {
    PathWish wish = app->path_sheet.wish;
    bool own = wish == PATH_SAVE_DOCUMENT && app->file.path && strcmp(app->file.path, path) == 0;
    if (own || !app->config.has_file) return;
    if (wish == PATH_LESSON) {
        export_lesson_in_the_way(&app->config, path, out);
    } else if (app->config.has_file(app->config.context, path)) {
        text_append_string(out, path);
    }
}

/* A file is there, and this is not yet the second time that the person asks. */
static bool is_in_the_way(App *app, const char *path) {
    PathSheet *self = &app->path_sheet;
    TextBuffer there = {0};
    find_in_the_way(app, path, &there);
    bool asks = there.length && strcmp(self->replaced, path) != 0;
    if (asks) {
        snprintf(self->replaced, sizeof self->replaced, "%s", path);
        snprintf(self->refusal, sizeof self->refusal,
                 _("%.400s is there already. Enter once more replaces it."), text_cstr(&there));
    }
    text_deinit(&there);
    return asks;
}

static void tell_written(App *app, PathWish wish, const char *path) {
    if (wish == PATH_LESSON) {
        app_say(app, false,
                _("Saved: %s, and its script beside it. Any editor changes them; the format is in "
                  "src/lesson/README.md."),
                path);
    } else {
        app_say(app, false, wish == PATH_EXPORT ? _("Exported: %s") : _("Saved: %s"), path);
    }
}

static void write_to(App *app, const char *path) {
    PathSheet *self = &app->path_sheet;
    PathWish wish = self->wish;
    Error error;
    if (is_in_the_way(app, path)) return;
    bool ok = wish == PATH_SAVE            ? save_script(app, path, &error)
              : wish == PATH_SAVE_DOCUMENT ? files_save_document(app, path, &error)
              : wish == PATH_LESSON        ? export_lesson_to(app, path, &error)
                                           : export_python_to(app, path, &error);
    if (!ok) {
        refuse(app, &error);
        return;
    }
    path_sheet_close(app);
    tell_written(app, wish, path);
}

static void open_path(App *app, const char *path) {
    Error error;
    if (!app_open_file(app, path, &error)) {
        refuse(app, &error);
        return;
    }
    path_sheet_close(app);
}

static void enter(App *app) {
    PathSheet *self = &app->path_sheet;
    TextBuffer path = {0};
    const char *ending = words[self->wish].ending;
    text_append_string(&path, ui_text_field_text(&self->field));
    if (self->wish == PATH_OPEN || self->wish == PATH_SCENE) {
        open_path(app, text_cstr(&path));
    } else {
        bool has = text_ends_with((Text){text_cstr(&path), path.length}, ending);
        if (!has) text_append_string(&path, ending);
        write_to(app, text_cstr(&path));
    }
    text_deinit(&path);
}

/* ---- the sheet ---- */

static bool draw_row(App *app, Rect rect, size_t number, const FileRow *row) {
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    char name[40];
    snprintf(name, sizeof name, "path.row.%zu", number);
    UiAnswer answer = ui_area(ui, name, rect, true, true, NULL);
    if (answer.hot) ui->cursor = CURSOR_HAND;
    if (answer.hot) {
        draw_box(ui->list, rect,
                 (BoxStyle){.fill = theme->panel_inset, .radius = THEME_RADIUS_CONTROL});
    }
    draw_string(ui->list, (Point){rect.x + 12, rect.y + 15},
                (TextStyle){.face = FONT_UI_BOLD,
                            .size = 13.5f,
                            .color = theme->text,
                            .line = TEXT_MIDDLE,
                            .max_width = rect.w - 24},
                row->title);
    TextStyle about = {.face = FONT_UI,
                       .size = 12.5f,
                       .color = theme->text_muted,
                       .line = TEXT_MIDDLE,
                       .max_width = rect.w - 24};
    code_words_draw(ui, (Point){rect.x + 12, rect.y + 33}, about, row->about);
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect, THEME_RADIUS_CONTROL);
    return answer.clicked;
}

static float list_height(const PathSheet *self) {
    size_t recent = self->first_scene, scenes = self->rows.count - recent;
    return (float)self->rows.count * ROW + (recent ? LABEL : 0) + (scenes ? LABEL : 0);
}

/* The row that was clicked; null: none was. */
static const FileRow *draw_list(App *app, Rect list) {
    PathSheet *self = &app->path_sheet;
    Ui *ui = &app->ui;
    const FileRow *chosen = NULL;
    ui_scroll(ui, "path.scroll", list, list_height(self), &self->scroll);
    draw_clip_push(ui->list, list);
    float y = list.y - self->scroll;
    for (size_t i = 0; i < self->rows.count; i++) {
        bool begins = i == 0 || i == self->first_scene;
        if (begins) {
            ui_text(ui, (Point){list.x + 12, y + LABEL / 2 + 2}, FONT_UI_MEDIUM, 13,
                    app->theme->text_muted,
                    i < self->first_scene ? _("Opened last") : _("Scenes to start from"));
            y += LABEL;
        }
        Rect rect = {list.x, y, list.w - 10, ROW};
        y += ROW;
        if (rect_bottom(rect) < list.y || rect.y > rect_bottom(list)) continue;
        if (draw_row(app, rect, i, &self->rows.items[i])) chosen = &self->rows.items[i];
    }
    draw_clip_pop(ui->list);
    return chosen;
}

void path_sheet(App *app) {
    PathSheet *self = &app->path_sheet;
    bool open = true;
    float room = app->panes.window.h - 80, listed = list_height(self);
    float told = self->refusal[0] ? ui_paragraph(&app->ui, (Rect){0, 0, WIDTH - 2 * PAD, 0},
                                                 FONT_UI, 13, 0, text_of(self->refusal)) +
                                        4
                                  : 0;
    float fixed = HEAD + FIELD + 34 + told;
    float shown = fmaxf(fminf(listed, room - fixed), 0);
    Rect sheet =
        sheet_panel(app, _(words[self->wish].heading), (Point){WIDTH, fixed + shown}, &open);
    if (!open) {
        path_sheet_close(app);
        return;
    }
    Rect field = {sheet.x + PAD, sheet.y + HEAD, sheet.w - 2 * PAD, FIELD};
    bool entered = ui_text_field(&app->ui, "path.field", field, &self->field,
                                 _(words[self->wish].prefix), _(words[self->wish].hint));
    Rect below = {field.x, rect_bottom(field) + 12, field.w, 0};
    ui_paragraph(&app->ui, below, FONT_UI, 13, app->theme->danger, text_of(self->refusal));
    Rect list = {field.x, below.y + told, field.w, shown};
    const FileRow *chosen = shown > 0 ? draw_list(app, list) : NULL;
    if (chosen) {
        open_path(app, chosen->path);
    } else if (entered && self->field.edit.text.length) {
        enter(app);
    }
}

#include "app/sandbox/class_form.h"

#include "app/app_state.h"
#include "app/script/code_pane.h"
#include "app/sheets/sheet.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float WIDTH = 400, PAD = 18, LABEL = 84, FIELD = 36, ROW = 30, GAP = 8;

enum { BASES = 12 /* that are offered */ };

void class_form_deinit(ClassForm *form) {
    ui_text_field_deinit(&form->name);
    ui_text_field_deinit(&form->attributes);
    text_deinit(&form->base);
    text_deinit(&form->refusal);
}

void class_form_open(App *app, bool placed, Point at) {
    ClassForm *form = &app->class_form;
    char name[32];
    making_offer_name(app, NAME_CLASS, name, sizeof name);
    form->open = true;
    form->placed = placed;
    form->at = at;
    form->slots = form->del = false;
    form->init = true;
    ui_text_field_set(&form->name, name);
    ui_text_field_select(&form->name, 0, strlen(name));
    ui_text_field_set(&form->attributes, "");
    text_clear(&form->base);
    text_clear(&form->refusal);
    ui_set_focus(&app->ui, "class.name");
}

void class_form_close(App *app) {
    app->class_form.open = false;
    app_focus_canvas(app);
}

/* ---- the class as Python ---- */

/* The next attribute of a list with commas or blanks between; false at the end. */
static bool next_attribute(Text *rest, Text *attribute) {
    while (rest->length && strchr(", ", rest->bytes[0])) {
        rest->bytes++;
        rest->length--;
    }
    size_t length = 0;
    while (length < rest->length && !strchr(", ", rest->bytes[length])) length++;
    *attribute = (Text){rest->bytes, length};
    rest->bytes += length;
    rest->length -= length;
    return length > 0;
}

static Text attributes_of(const ClassForm *form) {
    return edit_text(&form->attributes.edit);
}

static bool has_attributes(const ClassForm *form) {
    Text rest = attributes_of(form), attribute;
    return next_attribute(&rest, &attribute);
}

static void append_slots(const ClassForm *form, TextBuffer *out) {
    Text rest = attributes_of(form), attribute;
    size_t count = 0;
    text_append_string(out, "\n    __slots__ = (");
    for (; next_attribute(&rest, &attribute); count++) {
        text_appendf(out, "%s'%.*s'", count ? ", " : "", (int)attribute.length, attribute.bytes);
    }
    text_append_string(out, count == 1 ? ",)" : ")");
}

static void append_init(const ClassForm *form, TextBuffer *out) {
    Text rest = attributes_of(form), attribute;
    text_append_string(out, "\n    def __init__(self");
    while (next_attribute(&rest, &attribute)) {
        text_appendf(out, ", %.*s=None", (int)attribute.length, attribute.bytes);
    }
    text_append_string(out, "):");
    rest = attributes_of(form);
    while (next_attribute(&rest, &attribute)) {
        text_appendf(out, "\n        self.%.*s = %.*s", (int)attribute.length, attribute.bytes,
                     (int)attribute.length, attribute.bytes);
    }
}

/* Attributes of the class itself, which its instances find. */
static void append_shared(const ClassForm *form, TextBuffer *out) {
    Text rest = attributes_of(form), attribute;
    while (next_attribute(&rest, &attribute)) {
        text_appendf(out, "\n    %.*s = None", (int)attribute.length, attribute.bytes);
    }
}

void class_form_append_source(const ClassForm *form, TextBuffer *out) {
    const char *name = ui_text_field_text(&form->name);
    bool attributes = has_attributes(form);
    text_appendf(out, "class %s", name);
    if (form->base.length) text_appendf(out, "(%s)", text_cstr(&form->base));
    text_append_char(out, ':');
    if (form->slots) append_slots(form, out);
    if (attributes && form->init) append_init(form, out);
    if (attributes && !form->init && !form->slots) append_shared(form, out);
    if (form->del) {
        text_appendf(out, "\n    def __del__(self):\n        print('__del__ of a %s')", name);
    }
    if (!form->slots && !attributes && !form->del) text_append_string(out, " pass");
}

/* ---- making it ---- */

static void answer(App *app, StatementsEnd end) {
    ClassForm *form = &app->class_form;
    text_clear(&form->refusal);
    if (end.all) {
        class_form_close(app);
    } else {
        text_append(&form->refusal, end.refusal.bytes, end.refusal.length);
    }
}

static void make(App *app) {
    ClassForm *form = &app->class_form;
    TextBuffer source = {0};
    class_form_append_source(form, &source);
    app_wish_statement(app, text_cstr(&source));
    app->wish.answer = answer;
    if (form->placed) arrange_expect(app, ui_text_field_text(&form->name), form->at);
    text_deinit(&source);
}

/* ---- the panel ---- */

typedef struct Rows {
    App *app;
    float x, y, width;
    bool drawn;
} Rows;

static void draw_label(const Rows *rows, float height, const char *label) {
    if (!rows->drawn) return;
    ui_text(&rows->app->ui, (Point){rows->x, rows->y + height / 2}, FONT_UI_MEDIUM, 13,
            rows->app->theme->text_muted, label);
}

/* True on Enter. */
static bool put_field(Rows *rows, const char *label, const char *name, UiTextField *field,
                      const char *hint) {
    bool entered = false;
    draw_label(rows, FIELD, label);
    Rect rect = {rows->x + LABEL, rows->y, rows->width - LABEL, FIELD};
    if (rows->drawn) {
        uint32_t version = field->edit.version;
        entered = ui_text_field(&rows->app->ui, name, rect, field, "", hint);
        if (version != field->edit.version) text_clear(&rows->app->class_form.refusal);
    }
    rows->y += FIELD + GAP;
    return entered;
}

static void put_base(Rows *rows, float *x, const char *name, bool is_object) {
    App *app = rows->app;
    ClassForm *form = &app->class_form;
    const char *base = is_object ? "" : name;
    float width = ui_button_width(&app->ui, name);
    if (*x + width > rows->x + rows->width && *x > rows->x + LABEL) {
        *x = rows->x + LABEL;
        rows->y += ROW + 4;
    }
    if (rows->drawn) {
        char id[80];
        bool on = strcmp(text_cstr(&form->base), base) == 0;
        snprintf(id, sizeof id, "class.base.%s", name);
        if (ui_button(&app->ui, id, (Rect){*x, rows->y, width, ROW}, name,
                      on ? UI_TAB_ON : UI_PLAIN, true, _("The class that it derives from"))) {
            text_clear(&form->base);
            text_append_string(&form->base, base);
            text_clear(&form->refusal);
        }
    }
    *x += width + 6;
}

/* object, and the classes that names of the module refer to. */
static void put_bases(Rows *rows) {
    const Snapshot *now = &rows->app->now_shown;
    const SnapFrame *module = &now->frames.items[0];
    draw_label(rows, ROW, _("Base"));
    float x = rows->x + LABEL;
    int shown = 0;
    put_base(rows, &x, "object", true);
    for (uint32_t i = 0; i < module->variable_count && shown < BASES; i++) {
        const SnapVariable *variable = &now->variables.items[module->first_variable + i];
        if (variable->object == SNAPSHOT_NONE || variable->name.length > 40) continue;
        if (now->objects.items[variable->object].class != OBJECT_CLASS) continue;
        char name[48];
        snprintf(name, sizeof name, "%.*s", (int)variable->name.length, variable->name.bytes);
        put_base(rows, &x, name, false);
        shown++;
    }
    rows->y += ROW + GAP;
}

static void put_choice(Rows *rows, const char *name, const char *label, UiChoice kind, bool on,
                       bool enabled, const char *tip, bool *value, bool to) {
    Rect row = {rows->x + LABEL, rows->y, rows->width - LABEL, ROW};
    if (rows->drawn && ui_choice(&rows->app->ui, name, row, label, kind, on, enabled, tip)) {
        *value = to;
        text_clear(&rows->app->class_form.refusal);
    }
    rows->y += ROW;
}

/* True where it is to be made. */
static bool put_questions(Rows *rows) {
    ClassForm *form = &rows->app->class_form;
    bool entered = put_field(rows, _("Name"), "class.name", &form->name, _("Name"));
    put_bases(rows);
    entered |=
        put_field(rows, _("Attributes"), "class.attributes", &form->attributes, "name, peer");
    put_choice(rows, "class.dict", _("in a dict of each instance"), UI_RADIO, !form->slots, true,
               _("Any attribute can be added later"), &form->slots, false);
    put_choice(rows, "class.slots", _("in __slots__"), UI_RADIO, form->slots, true,
               _("Room for these only, and no dict"), &form->slots, true);
    bool attributes = has_attributes(form);
    put_choice(rows, "class.init", _("__init__ that sets them"), UI_CHECK, attributes && form->init,
               attributes,
               attributes ? _("Each argument may be left out") : _("Name attributes first"),
               &form->init, !form->init);
    put_choice(rows, "class.del", _("__del__ that prints"), UI_CHECK, form->del, true,
               _("Tells in the output when an instance dies"), &form->del, !form->del);
    rows->y += 6;
    return entered;
}

static float put_source(Rows *rows) {
    App *app = rows->app;
    TextBuffer source = {0};
    class_form_append_source(&app->class_form, &source);
    Text text = {text_cstr(&source), source.length};
    float height = fminf(code_text_height(text), 210);
    if (rows->drawn) {
        Rect box = {rows->x, rows->y, rows->width, height + 14};
        draw_box(app->ui.list, box,
                 (BoxStyle){.fill = app->theme->panel_inset,
                            .radius = THEME_RADIUS_PANEL,
                            .stroke = {.color = app->theme->border, .width = 1}});
        code_text_draw(app, text, (Rect){box.x + 12, box.y + 7, box.w - 20, height});
    }
    rows->y += height + 14 + GAP;
    text_deinit(&source);
    return height;
}

static void put_refusal(Rows *rows) {
    App *app = rows->app;
    const TextBuffer *refusal = &app->class_form.refusal;
    if (!refusal->length) return;
    Text text = {text_cstr(refusal), refusal->length};
    Rect rect = {rows->x + 14, rows->y, rows->width - 14, 0};
    float height = ui_paragraph(&app->ui, rect, FONT_MONO, 12.5f, 0, text);
    if (rows->drawn) {
        draw_fill(app->ui.list, (Rect){rows->x, rows->y, 4, height}, app->theme->danger);
        ui_paragraph(&app->ui, rect, FONT_MONO, 12.5f, app->theme->text, text);
    }
    rows->y += height + GAP;
}

static bool put_buttons(Rows *rows) {
    Ui *ui = &rows->app->ui;
    bool entered = false;
    float make_width = ui_button_width(ui, _("Make it")), cancel = ui_button_width(ui, _("Cancel"));
    if (rows->drawn) {
        float right = rows->x + rows->width;
        if (ui_button(ui, "class.cancel",
                      (Rect){right - make_width - 8 - cancel, rows->y, cancel, ROW + 2},
                      _("Cancel"), UI_PLAIN, true, _("Esc"))) {
            class_form_close(rows->app);
        }
        entered =
            ui_button(ui, "class.make", (Rect){right - make_width, rows->y, make_width, ROW + 2},
                      _("Make it"), UI_PRIMARY, true, _("Enter in a field, or Ctrl+Enter"));
    }
    rows->y += ROW + 2;
    return entered;
}

/* All of it, or only how high it is. */
static bool put_all(Rows *rows) {
    bool entered = put_questions(rows);
    put_source(rows);
    put_refusal(rows);
    return put_buttons(rows) || entered;
}

void class_form(App *app) {
    ClassForm *form = &app->class_form;
    if (!form->open || !app->timeline) return;
    Rect area = app->panes.canvas, window = app->panes.window;
    Rows rows = {.app = app, .width = WIDTH - 2 * PAD};
    put_all(&rows);
    float height = rows.y + 2 * PAD;
    Point at = form->placed ? scene_to_window(app->view, form->at)
                            : (Point){area.x + area.w / 2 - WIDTH / 2, area.y + 30};
    Rect panel = {floorf(fmaxf(fminf(at.x, rect_right(window) - WIDTH - 8), 8)),
                  floorf(fmaxf(fminf(at.y, rect_bottom(window) - height - 8), 4)), WIDTH, height};
    bool stays = popover(app, panel, (Stroke){.color = app->theme->accent, .width = 1.5f});
    bool chord = ui_take_key(&app->ui, KEY_ENTER, MODIFIER_CTRL);
    rows = (Rows){app, panel.x + PAD, panel.y + PAD, WIDTH - 2 * PAD, true};
    bool entered = put_all(&rows);
    if (form->open && (entered || chord)) {
        make(app);
    } else if (!stays) {
        class_form_close(app);
    }
}

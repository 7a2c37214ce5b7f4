/* The inspector: one object, who holds it, what happened to it. */
#include "app/app_state.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float PAD = 19;
static const float LINE = 26;

typedef struct Sheet {
    App *app;
    Rect area; /* inside the pane's padding */
    float y;   /* where the next line goes */
} Sheet;

static void put_value(Sheet *sheet, const char *name, const char *value) {
    Ui *ui = &sheet->app->ui;
    float y = sheet->y + LINE / 2;
    ui_text(ui, (Point){sheet->area.x, y}, FONT_UI, 13, sheet->app->theme->text_muted, name);
    float room = sheet->area.w - ui_width(ui, FONT_UI, 13, name) - 12;
    draw_string(ui->list, (Point){rect_right(sheet->area), y},
                (TextStyle){.face = FONT_MONO,
                            .size = 12.5f,
                            .color = sheet->app->theme->text,
                            .align = TEXT_RIGHT,
                            .line = TEXT_MIDDLE,
                            .max_width = room},
                value);
    sheet->y += LINE;
}

static void put_number(Sheet *sheet, const char *name, uint32_t value, const char *unit) {
    char text[48];
    snprintf(text, sizeof text, "%u%s", value, unit);
    put_value(sheet, name, text);
}

static void put_heading(Sheet *sheet, const char *text) {
    Ui *ui = &sheet->app->ui;
    sheet->y += 9;
    draw_fill(ui->list, (Rect){sheet->area.x, sheet->y, sheet->area.w, 1},
              sheet->app->theme->border);
    sheet->y += 6;
    ui_text(ui, (Point){sheet->area.x, sheet->y + LINE / 2}, FONT_UI_MEDIUM, 13,
            sheet->app->theme->text_muted, text);
    sheet->y += LINE;
}

/* One holder: a dot, its words, how many references; a click goes to `jump` where that is set. */
static void put_holder(Sheet *sheet, uint32_t number, const char *text, uint32_t count, Handle jump,
                       bool hidden) {
    App *app = sheet->app;
    Ui *ui = &app->ui;
    char name[48];
    snprintf(name, sizeof name, "holder.%u", number);
    Rect line = {sheet->area.x - 6, sheet->y, sheet->area.w + 12, LINE};
    if (jump.serial) {
        UiAnswer answer = ui_area(ui, name, line, true, true, "Shows the holder");
        if (answer.hot) {
            draw_box(ui->list, line, (BoxStyle){.fill = app->theme->button_hover, .radius = 5});
            ui->cursor = CURSOR_HAND;
        }
        if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect_inset(line, 2), 5);
        if (answer.clicked) {
            app_select(app, jump, false);
            canvas_fly_to(app, jump);
            ui->animating = true;
        }
    }
    Point dot = {sheet->area.x + 6, sheet->y + LINE / 2};
    if (hidden) {
        draw_circle(ui->list, dot, 4, 0, (Stroke){.color = app->theme->stub_border, .width = 1.5f});
    } else {
        draw_circle(ui->list, dot, 4, app->theme->reference_frame, (Stroke){0});
    }
    draw_string(ui->list, (Point){sheet->area.x + 20, dot.y},
                (TextStyle){.face = hidden ? FONT_UI : FONT_MONO,
                            .size = 12.5f,
                            .color = app->theme->text,
                            .line = TEXT_MIDDLE,
                            .max_width = sheet->area.w - 54},
                text);
    char digits[16];
    snprintf(digits, sizeof digits, "%u", count);
    ui_text_right(ui, (Point){rect_right(sheet->area), dot.y}, FONT_MONO, 12.5f,
                  app->theme->text_muted, digits);
    sheet->y += LINE;
}

static void append_slot(const SnapReference *reference, bool key, TextBuffer *out) {
    Text label = reference->label;
    switch (reference->slot) {
    case SNAP_INDEX: text_appendf(out, " [%u]", reference->number); break;
    case SNAP_MEMBER: text_append_string(out, " member"); break;
    case SNAP_KEY:
        text_appendf(out, key ? " key %.*s" : " [%.*s]", (int)label.length, label.bytes);
        break;
    case SNAP_NAME: text_appendf(out, " .%.*s", (int)label.length, label.bytes); break;
    }
}

static void put_variables(Sheet *sheet, uint32_t object, uint32_t *number) {
    const Snapshot *now = &sheet->app->now_shown;
    for (size_t i = 0; i < now->frames.count; i++) {
        const SnapFrame *frame = &now->frames.items[i];
        for (uint32_t j = 0; j < frame->variable_count; j++) {
            const SnapVariable *variable = &now->variables.items[frame->first_variable + j];
            uint32_t held = variable->cell != SNAPSHOT_NONE ? variable->cell : variable->object;
            if (held != object) continue;
            char text[160];
            snprintf(text, sizeof text, "%.*s %.*s", (int)frame->name.length, frame->name.bytes,
                     (int)variable->name.length, variable->name.bytes);
            put_holder(sheet, (*number)++, text, 1, (Handle){0}, false);
        }
    }
}

static void put_objects(Sheet *sheet, uint32_t object, uint32_t *number) {
    enum { SHOWN = 60 };
    const Snapshot *now = &sheet->app->now_shown;
    uint32_t more = 0;
    for (uint32_t i = 0; i < now->objects.count; i++) {
        const SnapObject *holder = &now->objects.items[i];
        for (uint32_t j = 0; j < holder->reference_count; j++) {
            const SnapReference *reference = &now->references.items[holder->first_reference + j];
            for (int key = 0; key < 2; key++) {
                uint32_t held = key ? reference->key_object : reference->target;
                if (held != object || (key && reference->slot != SNAP_KEY)) continue;
                if (*number >= SHOWN) {
                    more++;
                    continue;
                }
                TextBuffer text = {0};
                app_object_label(sheet->app, now, i, &text);
                append_slot(reference, key, &text);
                put_holder(sheet, (*number)++, text_cstr(&text), 1, holder->handle, false);
                text_deinit(&text);
            }
        }
    }
    if (more) put_holder(sheet, *number, "more objects", more, (Handle){0}, true);
}

static void put_holders(Sheet *sheet, uint32_t object) {
    const Snapshot *now = &sheet->app->now_shown;
    const SnapObject *self = &now->objects.items[object];
    uint32_t number = 0;
    put_heading(sheet, "Who holds it");
    put_variables(sheet, object, &number);
    put_objects(sheet, object, &number);
    for (uint32_t i = 0; i < self->hidden_count && !self->shared; i++) {
        const SnapHidden *hidden = &now->hidden.items[self->first_hidden + i];
        char text[160];
        snprintf(text, sizeof text, "%.*s", (int)hidden->holder.length, hidden->holder.bytes);
        put_holder(sheet, number++, text, hidden->count, (Handle){0}, true);
    }
    if (self->shared) {
        put_holder(sheet, number, "shared by the interpreter", self->refcount, (Handle){0}, true);
    } else if (self->refcount == 0) {
        ui_text(&sheet->app->ui, (Point){sheet->area.x, sheet->y + LINE / 2}, FONT_UI, 13,
                sheet->app->theme->text_muted, "nobody");
        sheet->y += LINE;
    }
}

static void put_event(Sheet *sheet, Color color, const char *text) {
    Ui *ui = &sheet->app->ui;
    draw_box(ui->list, (Rect){sheet->area.x, sheet->y + 5, 3, LINE - 10},
             (BoxStyle){.fill = color, .radius = 1.5f});
    draw_string(ui->list, (Point){sheet->area.x + 13, sheet->y + LINE / 2},
                (TextStyle){.face = FONT_MONO,
                            .size = 12.5f,
                            .color = sheet->app->theme->text,
                            .line = TEXT_MIDDLE,
                            .max_width = sheet->area.w - 14},
                text);
    sheet->y += LINE;
}

/* What the step that led here did to it. */
static void put_events(Sheet *sheet, uint32_t object) {
    App *app = sheet->app;
    if (!app->has_before) return;
    const SnapObject *self = &app->now_shown.objects.items[object];
    uint32_t old = snapshot_find(&app->before_shown, self->handle);
    uint32_t was = old == SNAPSHOT_NONE ? 0 : app->before_shown.objects.items[old].refcount;
    if (self->shared || (old != SNAPSHOT_NONE && was == self->refcount)) return;
    /* the stop that the step leads to */
    uint32_t stop = timeline_position(app->timeline) + (app->inside.at ? 1 : 0);
    bool edit = timeline_is_edit(app->timeline, stop);
    uint32_t line = edit ? 0 : timeline_line(app->timeline, stop - 1);
    char text[120], place[40] = "statement";
    if (line) snprintf(place, sizeof place, "line %u", line);
    put_heading(sheet, "In this step");
    if (old == SNAPSHOT_NONE) {
        snprintf(text, sizeof text, "%s  born, 0 \xE2\x86\x92 %u", place, self->refcount);
    } else {
        snprintf(text, sizeof text, "%s  %u \xE2\x86\x92 %u", place, was, self->refcount);
    }
    put_event(sheet, self->refcount > was ? app->theme->birth : app->theme->death, text);
}

/* What the collection under way thinks of it. */
static void put_verdict(Sheet *sheet, const SnapObject *self) {
    static const char *const verdicts[] = {"not judged yet", "reached", "rescued", "suspected"};
    const Inside *look = &sheet->app->inside.look;
    char text[48];
    if (!step_inside_collecting(sheet->app)) return;
    for (size_t i = 0; i < look->objects.count; i++) {
        const InsideObject *object = &look->objects.items[i];
        if (object->handle.serial != self->handle.serial) continue;
        if (look->stop.kind != INSIDE_LISTED) {
            bool same = object->refcount == object->gc_refs;
            snprintf(text, sizeof text, same ? "%u" : "%u \xE2\x86\x92 %u", object->refcount,
                     object->gc_refs);
            put_value(sheet, "gc_refs", text);
        }
        put_value(sheet, "the collector", verdicts[object->verdict]);
        return;
    }
    put_value(sheet, "the collector", self->tracked ? "older: outside" : "not on its list");
}

static const char *length_name(const SnapObject *self) {
    switch (self->class) {
    case OBJECT_SEQUENCE:
    case OBJECT_MAPPING:
    case OBJECT_SET:
    case OBJECT_TEXT: return "len";
    default: return NULL;
    }
}

static void put_object(Sheet *sheet, uint32_t object) {
    App *app = sheet->app;
    const SnapObject *self = &app->now_shown.objects.items[object];
    char text[64];
    TextBuffer label = {0};
    app_object_label(app, &app->now_shown, object, &label);
    draw_string(app->ui.list, (Point){sheet->area.x, sheet->y + 14},
                (TextStyle){.face = FONT_UI_BOLD,
                            .size = 16,
                            .color = app->theme->text,
                            .line = TEXT_MIDDLE,
                            .max_width = sheet->area.w},
                text_cstr(&label));
    text_deinit(&label);
    sheet->y += 32;
    if (self->shared) {
        put_value(sheet, "refcount", "shared");
    } else {
        put_number(sheet, "refcount", self->refcount, "");
    }
    if (self->generation >= 0) {
        /* 3 is gc.freeze; beyond it stand the lists of a collection under way */
        snprintf(text, sizeof text,
                 self->generation > 3   ? "set aside as trash"
                 : self->generation > 2 ? "frozen"
                                        : "G%d",
                 self->generation);
        put_value(sheet, "generation", text);
    }
    put_value(sheet, "tracked", self->tracked ? "yes" : "no");
    if (length_name(self)) put_number(sheet, length_name(self), self->length, "");
    put_number(sheet, "sys.getsizeof", self->size, " bytes");
    if (app->options.level == SCENE_INTERNALS) {
        snprintf(text, sizeof text, "0x%llx", (unsigned long long)self->address);
        put_value(sheet, "address", text);
    }
    if (!self->reachable) put_value(sheet, "path from the stack", "none");
    put_verdict(sheet, self);
    put_holders(sheet, object);
    put_events(sheet, object);
}

/* A selected object that does not live at this stop. */
static void put_absent(Sheet *sheet, const char *text) {
    float height = ui_paragraph(&sheet->app->ui, (Rect){sheet->area.x, sheet->y, sheet->area.w, 0},
                                FONT_UI, 13, sheet->app->theme->text_muted, text_of(text));
    sheet->y += height + 8;
}

void inspector(App *app) {
    Rect pane = app->panes.inspector;
    if (pane.w <= 0) return;
    Ui *ui = &app->ui;
    UiAnswer answer = ui_area(ui, "inspector", pane, true, true, NULL);
    draw_fill(ui->list, pane, app->theme->panel);
    draw_fill(ui->list, (Rect){pane.x, pane.y, 1, pane.h}, app->theme->border);
    const float line = 36, least = 330;
    float gauges = app->timeline && pane.h > least ? collector_panel(app, (Rect){0}) : 0;
    float foot = line + gauges;
    Rect inner = {pane.x, pane.y, pane.w, pane.h - foot};
    draw_clip_push(ui->list, inner);
    Sheet sheet = {.app = app,
                   .area = {pane.x + PAD, pane.y, pane.w - 2 * PAD, inner.h},
                   .y = pane.y + 16 - app->inspector_scroll};
    ui_text(ui, (Point){sheet.area.x, sheet.y + 8}, FONT_UI_MEDIUM, 12.5f, app->theme->text_muted,
            "Inspector");
    sheet.y += 26;
    uint32_t object = app_selected(app);
    if (object != SNAPSHOT_NONE) {
        put_object(&sheet, object);
    } else if (app->selected.count) {
        put_absent(&sheet, "The selected object does not live at this step.");
    } else {
        put_absent(&sheet, "Click an object to see its refcount and who holds it.");
    }
    draw_clip_pop(ui->list);
    float content = sheet.y + app->inspector_scroll - pane.y + 12;
    ui_scroll(ui, "inspector.scroll", inner, content, &app->inspector_scroll);
    if (gauges > 0) {
        collector_panel(app, (Rect){pane.x, rect_bottom(pane) - foot, pane.w, gauges});
    }
    ui_text(ui, (Point){sheet.area.x, rect_bottom(pane) - 18}, FONT_UI, 12, app->theme->text_muted,
            "CPython 3.11");
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect_inset(pane, 5), 4);
}

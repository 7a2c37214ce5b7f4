#include "app/inspector/inspector.h"

#include "app/inspector/collector_panel.h"
#include "app/inspector/inspector_sheet.h"
#include "base/translate.h"

#include <stdio.h>

static const float PAD = 19;

/* What the collection under way thinks of it. */
static void put_verdict(Sheet *sheet, const SnapObject *self) {
    static const char *const verdicts[] = {N_("not judged yet"), N_("reached"), N_("rescued"),
                                           N_("suspected")};
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
            sheet_value(sheet, "gc_refs", text);
        }
        sheet_value(sheet, _("the collector"), _(verdicts[object->verdict]));
        return;
    }
    sheet_value(sheet, _("the collector"),
                self->tracked ? _("older: outside") : _("not on its list"));
}

static bool has_length(const SnapObject *self) {
    switch (self->class) {
    case OBJECT_SEQUENCE:
    case OBJECT_MAPPING:
    case OBJECT_SET:
    case OBJECT_TEXT: return true;
    default: return false;
    }
}

static void put_title(Sheet *sheet, uint32_t object) {
    App *app = sheet->app;
    TextBuffer label = {0};
    app_object_label(app, &app->now_shown, object, &label);
    sheet_title(sheet, text_cstr(&label));
    text_deinit(&label);
}

/* 3 is gc.freeze; beyond it stand the lists of a collection under way. */
static void put_generation(Sheet *sheet, const SnapObject *self) {
    char text[64];
    if (self->generation < 0) return;
    snprintf(text, sizeof text,
             self->generation > 3   ? _("set aside as trash")
             : self->generation > 2 ? _("frozen")
                                    : "G%d",
             self->generation);
    sheet_value(sheet, _("generation"), text);
}

/* The allocator's block of the object itself. */
static void put_block(Sheet *sheet) {
    const Inspected *seen = &sheet->app->inspection.seen[0];
    const ByteBlock *block = &seen->bytes.blocks[0];
    enum { POOLED = 512 }; /* bytes: larger blocks are not pymalloc's */
    if (!seen->alive) return;
    if (!block->allocated) {
        sheet_value(sheet, _("block"), _("static"));
    } else if (block->allocated > POOLED) {
        sheet_valuef(sheet, _("block"),
                     translate_many("%u bytes, large", "%u bytes, large", block->allocated),
                     block->allocated);
    } else {
        sheet_valuef(sheet, _("block"),
                     translate_many("%u-byte class", "%u-byte class", block->allocated),
                     block->allocated);
    }
}

static void put_dict(Sheet *sheet, const SnapObject *self) {
    const Inspected *seen = &sheet->app->inspection.seen[0];
    if (!seen->alive || self->class != OBJECT_INSTANCE) return;
    if (seen->dict_bytes) {
        sheet_bytes(sheet, "__dict__", seen->dict_bytes);
    } else {
        sheet_value(sheet, "__dict__", seen->can_have_dict ? _("not made yet") : _("none"));
    }
}

static void put_length(Sheet *sheet, const SnapObject *self) {
    const Inspected *seen = &sheet->app->inspection.seen[0];
    if (!has_length(self)) return;
    if (seen->alive && seen->allocated) {
        sheet_valuef(sheet, _("len / allocated"), "%u / %u", self->length, seen->allocated);
    } else {
        sheet_valuef(sheet, "len", "%u", self->length);
    }
}

static void put_facts(Sheet *sheet, const SnapObject *self) {
    App *app = sheet->app;
    if (self->small) {
        sheet_valuef(sheet, _("value"), "%.*s", (int)self->repr.length, self->repr.bytes);
    }
    if (self->shared) {
        sheet_value(sheet, _("refcount"), _("shared"));
    } else {
        sheet_valuef(sheet, _("refcount"), "%u", self->refcount);
    }
    put_verdict(sheet, self);
    put_generation(sheet, self);
    sheet_value(sheet, _("tracked"), self->tracked ? _("yes") : _("no"));
    put_length(sheet, self);
    sheet_bytes(sheet, "sys.getsizeof", self->size);
    put_block(sheet);
    put_dict(sheet, self);
    if (app->options.level == SCENE_INTERNALS) {
        sheet_valuef(sheet, _("address"), "0x%llx", (unsigned long long)self->address);
    }
    if (!self->reachable) sheet_value(sheet, _("path from the stack"), _("none"));
}

static void put_object(Sheet *sheet, uint32_t object) {
    put_title(sheet, object);
    put_facts(sheet, &sheet->app->now_shown.objects.items[object]);
    inspector_value(sheet, object);
    inspector_holders(sheet, object);
    inspector_why(sheet, object);
    inspector_events(sheet);
    inspector_refers(sheet, object);
    inspector_memory(sheet);
}

static void put_selection(Sheet *sheet) {
    App *app = sheet->app;
    uint32_t object = app_selected(app), frame = app_selected_frame(app);
    if (object != SNAPSHOT_NONE) {
        put_object(sheet, object);
    } else if (frame != SNAPSHOT_NONE) {
        inspector_frame(sheet, frame);
    } else if (app->selected.count) {
        sheet_words(sheet, _("The selected object does not live at this step."));
        inspector_events(sheet);
    } else if (app->inspection.frame.chosen) {
        sheet_words(sheet, _("The selected frame is not on the stack at this step."));
    } else {
        sheet_words(sheet,
                    _("Click an object to see its refcount and who holds it; click a frame to "
                      "see its names."));
    }
}

/* In a low pane the gauges give way to what is selected. */
static bool has_gauges(const App *app) {
    const float least = 330, roomy = 560;
    bool busy = app->selected.count || app->inspection.frame.chosen;
    return app->timeline && app->panes.inspector.h > (busy ? roomy : least);
}

void inspector(App *app) {
    Rect pane = app->panes.inspector;
    if (pane.w <= 0) return;
    Ui *ui = &app->ui;
    UiAnswer answer = ui_area(ui, "inspector", pane, true, true, NULL);
    draw_group_begin(ui->list, "inspector", "panel", NULL);
    draw_fill(ui->list, pane, app->theme->panel);
    draw_fill(ui->list, (Rect){pane.x, pane.y, 1, pane.h}, app->theme->border);
    float line = 36, gauges = has_gauges(app) ? collector_panel(app, (Rect){0}) : 0;
    float foot = line + gauges;
    Rect inner = {pane.x, pane.y, pane.w, pane.h - foot};
    draw_clip_push(ui->list, inner);
    Sheet sheet = {.app = app,
                   .area = {pane.x + PAD, pane.y, pane.w - 2 * PAD, inner.h},
                   .seen = inner,
                   .y = pane.y + 16 - app->inspector_scroll};
    ui_text(ui, (Point){sheet.area.x, sheet.y + 8}, FONT_UI_MEDIUM, 12.5f, app->theme->text_muted,
            _("Inspector"));
    if (app->selected.count > 1) {
        char text[64];
        snprintf(text, sizeof text,
                 translate_many("%zu selected", "%zu selected", app->selected.count),
                 app->selected.count);
        ui_text_right(ui, (Point){rect_right(sheet.area), sheet.y + 8}, FONT_UI, 12,
                      app->theme->text_muted, text);
    }
    sheet.y += 26;
    app->inspection.hover = (Lit){0};
    put_selection(&sheet);
    draw_clip_pop(ui->list);
    float content = sheet.y + app->inspector_scroll - pane.y + 12;
    ui_scroll(ui, "inspector.scroll", inner, content, &app->inspector_scroll);
    if (gauges > 0) {
        collector_panel(app, (Rect){pane.x, rect_bottom(pane) - foot, pane.w, gauges});
    }
    ui_text(ui, (Point){sheet.area.x, rect_bottom(pane) - 18}, FONT_UI, 12, app->theme->text_muted,
            "CPython 3.11");
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect_inset(pane, 5), 4);
    draw_group_end(ui->list);
}

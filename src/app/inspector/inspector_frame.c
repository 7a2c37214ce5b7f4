/* A selected frame: where it stands, and its names. */
#include "app/inspector/inspector_sheet.h"
#include "base/translate.h"

#include <stdio.h>

static void put_variable(Sheet *sheet, uint32_t number, uint32_t index) {
    App *app = sheet->app;
    const Snapshot *now = &app->now_shown;
    const SnapVariable *variable = &now->variables.items[index];
    uint32_t held = variable->cell != SNAPSHOT_NONE ? variable->cell : variable->object;
    TextBuffer name = {0}, label = {0};
    text_append(&name, variable->name.bytes, variable->name.length);
    SheetLink link = {.name = "variable",
                      .number = number,
                      .mark = held == SNAPSHOT_NONE ? LINK_RING : LINK_DOT,
                      .face = FONT_MONO,
                      .wide_right = true,
                      .tip = _("Shows the object")};
    if (held == SNAPSHOT_NONE) {
        link.text = text_cstr(&name);
        link.right = _("unbound");
        link.muted = true;
        sheet_link(sheet, link);
    } else {
        const SnapObject *target = &now->objects.items[held];
        Text text = target->small ? target->repr : target->title;
        text_append(&label, text.bytes, text.length);
        link.text = text_cstr(&name);
        link.right = text_cstr(&label);
        sheet_object_link(sheet, link, held, index, SNAPSHOT_NONE, false);
    }
    text_deinit(&name);
    text_deinit(&label);
}

void inspector_frame(Sheet *sheet, uint32_t index) {
    App *app = sheet->app;
    const Snapshot *now = &app->now_shown;
    const SnapFrame *frame = &now->frames.items[index];
    const Inspection *self = &app->inspection;
    char text[160];
    snprintf(text, sizeof text, frame->module ? "%.*s" : _("frame of %.*s"),
             (int)frame->qualname.length, frame->qualname.bytes);
    sheet_title(sheet, text);
    if (frame->line)
        sheet_valuef(sheet, frame->running ? _("line") : _("waits in line"), "%u", frame->line);
    sheet_value(sheet, _("state"),
                frame->running && frame->line ? _("running")
                : frame->line                 ? _("waits")
                                              : _("ended"));
    sheet_valuef(sheet, _("depth"), "%u", frame->depth);
    if (index > 0) {
        Text caller = now->frames.items[index - 1].name;
        sheet_valuef(sheet, _("called by"), "%.*s", (int)caller.length, caller.bytes);
    }
    sheet_valuef(sheet, frame->module ? _("names") : _("variables"), "%u", frame->variable_count);
    if (self->seen[0].alive) {
        sheet_value(sheet, _("live in"), _("a dict"));
        sheet_bytes(sheet, "sys.getsizeof", self->seen[0].bytes.counted);
    } else if (self->frame_slots) {
        sheet_valuef(sheet, _("places"), "%u", self->frame_slots);
    }
    if (self->seen[0].alive) {
        sheet_words(sheet,
                    frame->module
                        ? _("Module globals are drawn as a frame; they live in a dict on the "
                            "private heap, together with names like __name__.")
                        : _("The names of a class body live in a dict, which becomes the "
                            "class's."));
    } else if (self->frame_slots) {
        sheet_words(sheet,
                    _("Local variables have no dict: each has its place in the frame, on the "
                      "call stack. The frame goes with the call."));
    }
    if (sheet_section(sheet, SHEET_VARIABLES, _("Its names"), NULL)) {
        for (uint32_t i = 0; i < frame->variable_count; i++) {
            put_variable(sheet, i, frame->first_variable + i);
        }
    }
    if (self->seen[0].alive) inspector_memory(sheet);
}

/* Where the bytes of the selected object are, and its whole value. */
#include "app/actions.h"
#include "app/inspector/block_word.h"
#include "app/inspector/inspector_sheet.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* "56 bytes", "88 of 264 bytes": what getsizeof counts of what there is. */
static void put_block(Sheet *sheet, const ByteBlock *block) {
    char name[120];
    bool counted = block->counted > 0;
    snprintf(name, sizeof name, counted ? "%s" : _("%s, not in getsizeof"), block_word(block));
    if (!block->bytes) return;
    if (counted && block->counted != block->bytes) {
        sheet_valuef(sheet, name, _("%u, counted %u"), block->bytes, block->counted);
    } else {
        sheet_bytes(sheet, name, block->bytes);
    }
}

static bool is_instance(const App *app) {
    uint32_t object = app_selected(app);
    return object != SNAPSHOT_NONE && app->now_shown.objects.items[object].class == OBJECT_INSTANCE;
}

void inspector_memory(Sheet *sheet) {
    App *app = sheet->app;
    const Inspected *seen = &app->inspection.seen[0];
    const ObjectBytes *bytes = &seen->bytes;
    char note[64];
    if (!seen->alive) return;
    snprintf(note, sizeof note, translate_many("%u bytes", "%u bytes", bytes->bytes), bytes->bytes);
    if (!sheet_section(sheet, SHEET_MEMORY, _("Memory"), note)) return;
    for (uint32_t i = 0; i < bytes->block_count; i++) put_block(sheet, &bytes->blocks[i]);
    if (bytes->block_count > 1) sheet_bytes(sheet, _("together"), bytes->bytes);
    if (bytes->allocated) {
        TextBuffer text = {0};
        for (uint32_t i = 0; i < bytes->block_count; i++) {
            if (!bytes->blocks[i].allocated) continue;
            text_appendf(&text, "%s%u", text.length ? " + " : "", bytes->blocks[i].allocated);
        }
        sheet_value(sheet, _("allocator's blocks"), text_cstr(&text));
        text_deinit(&text);
    }
    if (bytes->has_values) {
        sheet_words(sheet,
                    _("The values of its attributes stand in a block of their own, the names "
                      "once in the class. It gets a dict when __dict__ is asked for."));
    } else if (bytes->shares_keys) {
        sheet_words(sheet, _("The names stand in the class, once for all instances."));
    } else if (is_instance(app) && !seen->can_have_dict) {
        sheet_words(sheet,
                    _("Its class has __slots__: the values stand in the object, and there is "
                      "no room for other names."));
    }
    LinkAnswer answer =
        sheet_link(sheet, (SheetLink){.name = "bytes.open",
                                      .mark = LINK_WORDS,
                                      .face = FONT_UI_MEDIUM,
                                      .text = app->inspection.bytes_open ? _("Hide the bytes")
                                                                         : _("Show the bytes"),
                                      .right = "B",
                                      .enabled = true,
                                      .tip = _("Its layout, byte by byte, and what "
                                               "many of them take")});
    if (answer.clicked) app->wish.action = action_get("view.bytes");
}

/* How many bytes of the text fit into a line of the sheet. */
static size_t fitting(const Sheet *sheet, Text text, float size) {
    enum {
        PIECE = 240
    }; /* bytes: more than a line has, so that a long text is not measured whole */
    const TextMeasure *measure = sheet->app->ui.measure;
    float ten = text_width(measure, FONT_MONO, size, text_of("0123456789"));
    size_t ascii = (size_t)fmaxf(10 * sheet->area.w / ten, 1); /* characters, where all are */
    bool plain = ascii <= text.length;
    for (size_t i = 0; plain && i < ascii; i++) plain = (unsigned char)text.bytes[i] < 0x80;
    if (plain) return ascii;
    text = text_cut(text, PIECE);
    if (text_width(measure, FONT_MONO, size, text) <= sheet->area.w) return text.length;
    size_t used = text_offset_at(measure, FONT_MONO, size, text, sheet->area.w - 4);
    return used ? used : 1;
}

/* The value, broken into lines wherever the sheet ends; the first ones until all are asked for. */
void inspector_value(Sheet *sheet, uint32_t object) {
    App *app = sheet->app;
    const TextBuffer *value = &app->inspection.text;
    const SnapObject *self = &app->now_shown.objects.items[object];
    const float size = 12.5f, line = 19;
    enum { FIRST = 5 };
    char note[80];
    Text rest = {text_cstr(value), value->length};
    if (rest.length <= self->repr.length && rest.length <= SNAPSHOT_INLINE_TEXT + 2) return;
    size_t characters = utf8_count(rest);
    snprintf(note, sizeof note, translate_many("%zu characters", "%zu characters", characters),
             characters);
    if (!sheet_section(sheet, SHEET_VALUE, _("Value"), note)) return;
    for (int i = 0; rest.length && (i < FIRST || app->inspection.whole_text); i++) {
        size_t used = fitting(sheet, rest, size);
        if (sheet_is_seen(sheet, line)) {
            draw_text(app->ui.list, (Point){sheet->area.x, sheet->y + line / 2},
                      (TextStyle){.face = FONT_MONO,
                                  .size = size,
                                  .color = app->theme->text,
                                  .line = TEXT_MIDDLE},
                      (Text){rest.bytes, used});
        }
        sheet->y += line;
        rest.bytes += used;
        rest.length -= used;
    }
    sheet->y += 4;
    if (!rest.length && !app->inspection.whole_text) return;
    LinkAnswer answer = sheet_link(
        sheet, (SheetLink){.name = "value.all",
                           .mark = LINK_WORDS,
                           .face = FONT_UI_MEDIUM,
                           .text = app->inspection.whole_text ? _("Show less") : _("Show all"),
                           .enabled = true});
    if (answer.clicked) app->inspection.whole_text = !app->inspection.whole_text;
}

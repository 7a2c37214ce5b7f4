#include "export/dot.h"

#include "base/translate.h"

/* Text in a quoted string; in a record's field what parts fields and ports is escaped, too. Dot
 * knows entities, and drops all but the first of several blanks. */
static void put_escaped(Text text, bool field, TextBuffer *out) {
    const char *at = text.bytes, *end = text.bytes + text.length;
    bool blank = true;
    while (at < end) {
        const char *from = at;
        int32_t c = utf8_next(&at, end);
        if (c < 0 || c == 0x7F) {
            text_append_code_point(out, 0xFFFD);
        } else if (c <= ' ') {
            text_append_string(out, field && blank ? "\\ " : " ");
        } else if (c == '&') {
            text_append_string(out, "&amp;");
        } else {
            bool special = c == '"' || c == '\\';
            if (field)
                special = special || c == '{' || c == '}' || c == '|' || c == '<' || c == '>';
            if (special) text_append_char(out, '\\');
            text_append(out, from, (size_t)(at - from));
        }
        blank = c >= 0 && c <= ' ';
    }
}

static void put_field(Text text, TextBuffer *out) {
    put_escaped(text, true, out);
}

/* ": 'x'": a small value beside its place. */
static void put_value(const Snapshot *now, uint32_t object, TextBuffer *out) {
    if (object == SNAPSHOT_NONE || !now->objects.items[object].small) return;
    text_append_string(out, ": ");
    put_field(now->objects.items[object].repr, out);
}

static bool is_drawn(const Snapshot *now, uint32_t object) {
    return object != SNAPSHOT_NONE && !now->objects.items[object].small;
}

static uint32_t serial_of(const Snapshot *now, uint32_t object) {
    return now->objects.items[object].handle.serial;
}

/* ---- frames ---- */

/* What the variable refers to: the cell that it lives in, if any. */
static uint32_t held_by(const SnapVariable *variable) {
    return variable->cell != SNAPSHOT_NONE ? variable->cell : variable->object;
}

static void put_frame(const Snapshot *now, uint32_t number, TextBuffer *out) {
    const SnapFrame *frame = &now->frames.items[number];
    TextBuffer line = {0};
    text_appendf(&line, _("line %u"), frame->line);
    text_appendf(out, "  subgraph cluster_frame_%u {\n    label=\"", number);
    put_escaped(frame->name, false, out);
    if (frame->line) {
        text_append_string(out, ", ");
        put_escaped(text_view(&line), false, out);
    }
    text_appendf(out, "\";\n    frame_%u [label=\"", number);
    for (uint32_t i = 0; i < frame->variable_count; i++) {
        const SnapVariable *variable = &now->variables.items[frame->first_variable + i];
        text_appendf(out, "%s<r%u> ", i ? "|" : "", i);
        put_field(variable->name, out);
        put_value(now, held_by(variable), out);
    }
    text_append_string(out, "\"];\n  }\n");
    text_deinit(&line);
}

static void put_frame_edges(const Snapshot *now, uint32_t number, TextBuffer *out) {
    const SnapFrame *frame = &now->frames.items[number];
    for (uint32_t i = 0; i < frame->variable_count; i++) {
        uint32_t held = held_by(&now->variables.items[frame->first_variable + i]);
        if (!is_drawn(now, held)) continue;
        text_appendf(out, "  frame_%u:r%u -> object_%u;\n", number, i, serial_of(now, held));
    }
}

/* ---- objects ---- */

static uint32_t hidden_of(const Snapshot *now, const SnapObject *object) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < object->hidden_count; i++) {
        count += now->hidden.items[object->first_hidden + i].count;
    }
    return count;
}

static void put_header(const Snapshot *now, const SnapObject *object, TextBuffer *out) {
    TextBuffer count = {0};
    uint32_t hidden = hidden_of(now, object);
    if (object->shared)
        text_append_string(&count, _("shared"));
    else if (hidden)
        text_appendf(&count, _("refcount %u, %u not drawn"), object->refcount, hidden);
    else
        text_appendf(&count, _("refcount %u"), object->refcount);
    put_field(object->title, out);
    text_append_string(out, "\\n");
    put_field(text_view(&count), out);
    text_deinit(&count);
}

static bool has_key_edge(const Snapshot *now, const SnapReference *reference) {
    return reference->slot == SNAP_KEY && is_drawn(now, reference->key_object);
}

static void put_reference(const Snapshot *now, uint32_t number, const SnapReference *reference,
                          TextBuffer *out) {
    TextBuffer slot = {0};
    snapshot_append_slot(reference, false, &slot);
    text_appendf(out, "|<r%u> ", number);
    put_field(text_view(&slot), out);
    put_value(now, reference->target, out);
    text_deinit(&slot);
}

static void put_object(const Snapshot *now, const SnapObject *object, const char *indent,
                       TextBuffer *out) {
    text_appendf(out, "%sobject_%u [label=\"", indent, object->handle.serial);
    put_header(now, object, out);
    for (uint32_t i = 0; i < object->reference_count; i++) {
        put_reference(now, i, &now->references.items[object->first_reference + i], out);
    }
    if (object->more) {
        TextBuffer more = {0};
        text_appendf(&more, translate_many("+ %u more", "+ %u more", object->more), object->more);
        text_append_char(out, '|');
        put_field(text_view(&more), out);
        text_deinit(&more);
    }
    if (object->class == OBJECT_TEXT) {
        text_append_char(out, '|');
        put_field(object->repr, out);
    }
    text_append_string(out, object->dying ? "\", style=dotted];\n" : "\"];\n");
}

static void put_object_edges(const Snapshot *now, const SnapObject *object, TextBuffer *out) {
    for (uint32_t i = 0; i < object->reference_count; i++) {
        const SnapReference *reference = &now->references.items[object->first_reference + i];
        if (is_drawn(now, reference->target)) {
            text_appendf(out, "  object_%u:r%u -> object_%u%s;\n", object->handle.serial, i,
                         serial_of(now, reference->target),
                         reference->weak ? " [style=dashed]" : "");
        }
        if (has_key_edge(now, reference)) {
            text_appendf(out, "  object_%u:r%u -> object_%u [label=\"", object->handle.serial, i,
                         serial_of(now, reference->key_object));
            put_escaped(text_of(_("key")), false, out);
            text_append_string(out, "\"];\n");
        }
    }
}

/* Those that a path from the stack leads to, or the others. */
static void put_objects(const Snapshot *now, bool reachable, TextBuffer *out) {
    bool any = false;
    for (uint32_t i = 0; i < now->objects.count; i++) {
        const SnapObject *object = &now->objects.items[i];
        if (object->small || (object->reachable || object->apart) != reachable) continue;
        if (!reachable && !any) {
            text_append_string(out, "  subgraph cluster_unreachable {\n    style=dashed;\n"
                                    "    label=\"");
            put_escaped(text_of(_("no path from the stack")), false, out);
            text_append_string(out, "\";\n");
        }
        any = true;
        put_object(now, object, reachable ? "  " : "    ", out);
    }
    if (!reachable && any) text_append_string(out, "  }\n");
}

void dot_write(const Snapshot *now, Text title, TextBuffer *out) {
    text_append_string(out, "digraph lastref {\n  graph [rankdir=LR, fontname=\"DejaVu Sans\", "
                            "labelloc=t, label=\"");
    put_escaped(title, false, out);
    text_append_string(out, "\"];\n  node [shape=record, fontname=\"DejaVu Sans\", fontsize=11];\n"
                            "  edge [fontname=\"DejaVu Sans\", fontsize=10];\n");
    for (uint32_t i = 0; i < now->frames.count; i++) put_frame(now, i, out);
    put_objects(now, true, out);
    put_objects(now, false, out);
    for (uint32_t i = 0; i < now->frames.count; i++) put_frame_edges(now, i, out);
    for (uint32_t i = 0; i < now->objects.count; i++) {
        if (!now->objects.items[i].small) put_object_edges(now, &now->objects.items[i], out);
    }
    text_append_string(out, "}\n");
}

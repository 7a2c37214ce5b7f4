#include "export/svg.h"

#include "base/hash.h"
#include "export/svg_parts.h"
#include "export/vector.h"
#include "export/xml_text.h"

static const char UI_FONTS[] = "Inter, 'DejaVu Sans', sans-serif";
static const char MONO_FONTS[] = "'JetBrains Mono', 'DejaVu Sans Mono', monospace";

/* ---- text ---- */

/* Blanks that XML would take for one. */
static bool needs_blanks(Text text) {
    for (size_t i = 0; i < text.length; i++) {
        bool blank = (unsigned char)text.bytes[i] <= ' ';
        bool end = i == 0 || i + 1 == text.length;
        if (blank && (end || (unsigned char)text.bytes[i + 1] <= ' ')) return true;
    }
    return false;
}

static void write_text(SvgWriter *writer, const DrawCommand *command) {
    static const char *const weights[FONT_FACE_COUNT] = {
        [FONT_UI_MEDIUM] = "500", [FONT_UI_BOLD] = "600", [FONT_MONO_BOLD] = "700"};
    const TextStyle *style = &command->text.style;
    if (!(style->color >> 24) || !(style->size > 0)) return;
    VectorText run = vector_text(command, writer->picture->measure, &writer->cut);
    svg_put(writer, "<text");
    svg_put_attribute(writer, "x", run.at.x);
    svg_put_attribute(writer, "y", run.at.y);
    svg_put_attribute(writer, "font-size", style->size);
    svg_put_color(writer, "fill", style->color);
    if (style->align == TEXT_CENTER) svg_put(writer, " text-anchor=\"middle\"");
    if (style->align == TEXT_RIGHT) svg_put(writer, " text-anchor=\"end\"");
    if (weights[style->face])
        text_appendf(writer->out, " font-weight=\"%s\"", weights[style->face]);
    if (style->face >= FONT_MONO) text_appendf(writer->out, " font-family=\"%s\"", MONO_FONTS);
    if (run.tight) {
        svg_put_attribute(writer, "textLength", run.width);
        svg_put(writer, " lengthAdjust=\"spacingAndGlyphs\"");
    }
    if (needs_blanks(run.text)) svg_put(writer, " xml:space=\"preserve\"");
    svg_put(writer, ">");
    xml_append(writer->out, run.text, XML_CONTENT);
    svg_put(writer, "</text>\n");
}

/* ---- groups ---- */

/* As an XML name that CSS can select: other signs become "-". */
static void make_name(Text id, TextBuffer *name) {
    text_clear(name);
    for (size_t i = 0; i < id.length; i++) {
        char c = id.bytes[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        bool other = (c >= '0' && c <= '9') || c == '-';
        if (i == 0 && !letter) text_append_char(name, '_');
        text_append_char(name, letter || other ? c : '-');
    }
}

static SvgName *slot_of(SvgName *names, size_t slots, uint64_t hash) {
    size_t at = (size_t)hash & (slots - 1);
    while (names[at].hash && names[at].hash != hash) at = (at + 1) & (slots - 1);
    return &names[at];
}

/* How often the name was used before. */
static uint32_t note_name(SvgWriter *writer) {
    if (2 * writer->name_count >= writer->name_slots) {
        size_t slots = writer->name_slots ? 2 * writer->name_slots : 256;
        SvgName *names = memory_alloc(slots * sizeof *names);
        for (size_t i = 0; i < writer->name_slots; i++) {
            const SvgName *old = &writer->names[i];
            if (old->hash) *slot_of(names, slots, old->hash) = *old;
        }
        memory_free(writer->names);
        writer->names = names;
        writer->name_slots = slots;
    }
    uint64_t hash = hash_bytes(text_cstr(&writer->name), writer->name.length) | 1;
    SvgName *used = slot_of(writer->names, writer->name_slots, hash);
    if (!used->hash) writer->name_count++;
    used->hash = hash;
    return used->count++;
}

/* A second one of the same name gets a number; the point before it is in no name. */
static void put_id(SvgWriter *writer, Text id) {
    make_name(id, &writer->name);
    uint32_t before = note_name(writer);
    svg_put(writer, " id=\"");
    svg_put_prefix(writer);
    svg_put(writer, text_cstr(&writer->name));
    if (before) text_appendf(writer->out, ".%u", before + 1);
    text_append_char(writer->out, '"');
}

/* Whether a group with a title lies in the commands from `at` to the end of the group there. */
static bool has_titles(const DrawList *list, size_t at) {
    int depth = 0;
    for (; at < list->commands.count; at++) {
        const DrawCommand *command = &list->commands.items[at];
        if (command->kind == DRAW_GROUP_END && --depth < 0) return false;
        if (command->kind != DRAW_GROUP_BEGIN) continue;
        if (command->group.title.length) return true;
        depth++;
    }
    return false;
}

static void begin_group(SvgWriter *writer, size_t at) {
    const DrawCommand *command = &writer->picture->list->commands.items[at];
    svg_put(writer, "<g");
    if (command->group.id.length) put_id(writer, command->group.id);
    if (command->group.class.length) {
        svg_put(writer, " class=\"");
        xml_append(writer->out, command->group.class, XML_ATTRIBUTE);
        text_append_char(writer->out, '"');
    }
    if (!command->group.title.length) {
        svg_put(writer, ">\n");
        return;
    }
    bool holds = has_titles(writer->picture->list, at + 1);
    text_appendf(writer->out, " role=\"%s\" aria-label=\"", holds ? "group" : "img");
    xml_append(writer->out, command->group.title, XML_ATTRIBUTE);
    svg_put(writer, "\"><title>");
    xml_append(writer->out, command->group.title, XML_CONTENT);
    svg_put(writer, "</title>\n");
}

static void begin_clip(SvgWriter *writer, Rect rect) {
    uint32_t number = ++writer->clips;
    svg_put(writer, "<clipPath id=\"");
    svg_put_prefix(writer);
    text_appendf(writer->out, "clip-%u\"><rect", number);
    svg_put_rect(writer, rect);
    svg_put(writer, "/></clipPath>\n<g clip-path=\"url(#");
    svg_put_prefix(writer);
    text_appendf(writer->out, "clip-%u)\">\n", number);
}

static void write_command(SvgWriter *writer, size_t at) {
    const DrawCommand *command = &writer->picture->list->commands.items[at];
    switch (command->kind) {
    case DRAW_TEXT: write_text(writer, command); break;
    case DRAW_CLIP_PUSH: begin_clip(writer, command->clip.rect); break;
    case DRAW_GROUP_BEGIN: begin_group(writer, at); break;
    /* clips and groups are balanced, each for itself: both are closed alike */
    case DRAW_CLIP_POP:
    case DRAW_GROUP_END: svg_put(writer, "</g>\n"); break;
    default: svg_write_shape(writer, command); break;
    }
}

/* ---- the whole ---- */

static void write_head_of_file(SvgWriter *writer) {
    const SvgPicture *picture = writer->picture;
    bool parts = has_titles(picture->list, 0);
    if (!picture->inside) svg_put(writer, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    svg_put(writer, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
    svg_put_attribute(writer, "width", picture->size.x);
    svg_put_attribute(writer, "height", picture->size.y);
    svg_put(writer, " viewBox=\"0 0 ");
    svg_put_point(writer, picture->size);
    text_appendf(writer->out, "\" role=\"%s\" aria-labelledby=\"", parts ? "group" : "img");
    svg_put_prefix(writer);
    svg_put(writer, "title\"");
    if (picture->description.length) {
        svg_put(writer, " aria-describedby=\"");
        svg_put_prefix(writer);
        svg_put(writer, "desc\"");
    }
    text_appendf(writer->out, " font-family=\"%s\">\n<title id=\"", UI_FONTS);
    svg_put_prefix(writer);
    svg_put(writer, "title\">");
    xml_append(writer->out, picture->title, XML_CONTENT);
    svg_put(writer, "</title>\n");
    if (picture->description.length) {
        svg_put(writer, "<desc id=\"");
        svg_put_prefix(writer);
        svg_put(writer, "desc\">");
        xml_append(writer->out, picture->description, XML_LINES);
        svg_put(writer, "</desc>\n");
    }
    if (picture->document.length) {
        svg_put(writer, "<metadata><lastref:document xmlns:lastref=\"urn:lastref:document\">");
        xml_append(writer->out, picture->document, XML_LINES);
        svg_put(writer, "</lastref:document></metadata>\n");
    }
}

void svg_write(const SvgPicture *picture, TextBuffer *out) {
    SvgWriter writer = {.picture = picture, .out = out};
    write_head_of_file(&writer);
    if (picture->background >> 24) {
        svg_put(&writer, "<rect width=\"100%\" height=\"100%\"");
        svg_put_color(&writer, "fill", picture->background);
        svg_put(&writer, "/>\n");
    }
    for (size_t i = 0; i < picture->list->commands.count; i++) write_command(&writer, i);
    svg_put(&writer, "</svg>\n");
    text_deinit(&writer.cut);
    array_deinit(&writer.patterns);
    memory_free(writer.names);
    text_deinit(&writer.name);
}

#include "export/picture_file.h"

#include "base/translate.h"
#include "export/pdf.h"
#include "export/picture_png.h"
#include "export/png.h"
#include "export/svg.h"

#include <stdlib.h>
#include <string.h>

static const char SCENE_BEGIN[] = "<lastref:document", SCENE_END[] = "</lastref:document>";

/* ---- writing ---- */

static bool write_png(const PictureFile *file, const Figure *figure, const TextMeasure *measure,
                      TextBuffer *out, Error *error) {
    PicturePng *png = picture_png_begin(file, figure, measure, error);
    bool ok = png != NULL;
    while (ok && !picture_png_is_whole(png)) ok = picture_png_band(png, error);
    if (ok) return picture_png_finish(png, out, error);
    picture_png_destroy(png);
    return false;
}

static bool write_pdf(const Figure *figure, const TextMeasure *measure, TextBuffer *out,
                      Error *error) {
    Pdf *pdf = pdf_create(text_view(&figure->title), text_view(&figure->description), measure);
    pdf_add(pdf, &(PdfPage){&figure->list, figure->size, figure->background, {"", 0}});
    return pdf_finish(pdf, out, error);
}

bool picture_file_write(const PictureFile *file, const Figure *figure, const TextMeasure *measure,
                        TextBuffer *out, Error *error) {
    if (file->format == PICTURE_PNG) return write_png(file, figure, measure, out, error);
    if (file->format == PICTURE_PDF) return write_pdf(figure, measure, out, error);
    SvgPicture picture = {.list = &figure->list,
                          .measure = measure,
                          .size = figure->size,
                          .background = figure->background,
                          .title = text_view(&figure->title),
                          .description = text_view(&figure->description),
                          .document = file->document};
    svg_write(&picture, out);
    return true;
}

/* ---- reading ---- */

static const char PNG_BEGIN[] = "\x89PNG\r\n\x1a\n";

static bool begins(Text bytes, const char *with, size_t length) {
    return bytes.length >= length && memcmp(bytes.bytes, with, length) == 0;
}

static const char *find(Text in, const char *what) {
    size_t length = strlen(what);
    for (const char *at = in.bytes; at + length <= in.bytes + in.length; at++) {
        at = memchr(at, what[0], (size_t)(in.bytes + in.length - at) - length + 1);
        if (!at) return NULL;
        if (memcmp(at, what, length) == 0) return at;
    }
    return NULL;
}

/* An SVG file begins with markup, and its root comes early. */
static bool is_svg(Text bytes) {
    while (bytes.length && (unsigned char)bytes.bytes[0] <= ' ') bytes.bytes++, bytes.length--;
    if (begins(bytes, "\xEF\xBB\xBF", 3)) bytes.bytes += 3, bytes.length -= 3;
    if (!begins(bytes, "<", 1)) return false;
    Text head = {bytes.bytes, bytes.length < 4096 ? bytes.length : 4096};
    return find(head, "<svg") != NULL;
}

bool picture_file_is(Text bytes) {
    return begins(bytes, PNG_BEGIN, 8) || is_svg(bytes);
}

/* One "&...;" at the start of `rest`; -1: it is none that may stand there. */
static int32_t entity(Text rest, size_t *length) {
    static const struct {
        const char *name;
        int32_t code;
    } names[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        *length = strlen(names[i].name);
        if (begins(rest, names[i].name, *length)) return names[i].code;
    }
    char digits[16] = "";
    size_t end = 2;
    if (!begins(rest, "&#", 2)) return -1;
    while (end < rest.length && end < sizeof digits && rest.bytes[end] != ';') end++;
    if (end >= rest.length || rest.bytes[end] != ';') return -1;
    memcpy(digits, rest.bytes + 2, end - 2);
    bool hex = digits[0] == 'x';
    char *after;
    long code = strtol(digits + hex, &after, hex ? 16 : 10);
    *length = end + 1;
    return *after == '\0' && code > 0 && code <= 0x10FFFF && (code & ~0x7FFL) != 0xD800
               ? (int32_t)code
               : -1;
}

static bool unescape(Text text, TextBuffer *out) {
    while (text.length) {
        const char *next = memchr(text.bytes, '&', text.length);
        size_t plain = next ? (size_t)(next - text.bytes) : text.length, length = 0;
        text_append(out, text.bytes, plain);
        text.bytes += plain, text.length -= plain;
        if (!text.length) break;
        int32_t code = entity(text, &length);
        if (code < 0) return false;
        text_append_code_point(out, (uint32_t)code);
        text.bytes += length, text.length -= length;
    }
    return true;
}

static bool find_in_svg(Text bytes, size_t most, TextBuffer *out, Error *error) {
    const char *begin = find(bytes, SCENE_BEGIN), *end = find(bytes, SCENE_END);
    const char *limit = bytes.bytes + bytes.length;
    const char *from = begin ? memchr(begin, '>', (size_t)(limit - begin)) : NULL;
    if (!from || !end) return error_set(error, _("the picture carries no scene"));
    Text text = {from + 1, end > from ? (size_t)(end - from - 1) : 0};
    size_t before = out->length;
    bool ok = text.length <= 6 * most && unescape(text, out) && out->length - before <= most;
    if (ok) return true;
    out->length = before;
    if (out->bytes) out->bytes[before] = '\0';
    return error_set(error, _("the scene that the picture carries is damaged"));
}

bool picture_file_find_scene(Text bytes, size_t most, TextBuffer *out, Error *error) {
    if (!begins(bytes, PNG_BEGIN, 8)) return find_in_svg(bytes, most, out, error);
    return png_find_text(bytes, PICTURE_PNG_KEYWORD, most, out, error);
}

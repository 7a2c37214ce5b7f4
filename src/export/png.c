#include "export/png.h"

#include "base/memory.h"
#include "base/translate.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* libpng reports by longjmp; this is where it puts its words. */
typedef struct Failure {
    char message[256];
} Failure;

static void on_error(png_structp png, png_const_charp message) {
    Failure *failure = png_get_error_ptr(png);
    snprintf(failure->message, sizeof failure->message, "%s", message);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
    (void)png, (void)message;
}

static void write_bytes(png_structp png, png_bytep bytes, size_t length) {
    text_append(png_get_io_ptr(png), (const char *)bytes, length);
}

static void flush_bytes(png_structp png) {
    (void)png;
}

/* PNG wants colours that are not premultiplied, bytes in the order RGBA. */
static void to_rgba(const uint32_t *pixels, int count, uint8_t *out) {
    for (int i = 0; i < count; i++) {
        uint32_t pixel = pixels[i], alpha = pixel >> 24;
        for (int channel = 0; channel < 3; channel++) {
            uint32_t value = pixel >> (16 - 8 * channel) & 255;
            if (alpha && alpha < 255) value = (value * 255 + alpha / 2) / alpha;
            out[4 * i + channel] = (uint8_t)(value > 255 ? 255 : value);
        }
        out[4 * i + 3] = (uint8_t)alpha;
    }
}

static bool is_ascii(const char *text) {
    while (*text && (unsigned char)*text < 0x80) text++;
    return !*text;
}

struct PngWriter {
    png_structp png;
    png_infop info;
    TextBuffer out;
    Failure failure;
    int width;
    uint8_t *row;
};

static void set_texts(PngWriter *writer, const PngText *texts, size_t count, png_text *chunks) {
    for (size_t i = 0; i < count; i++) {
        /* more programs read the plain kind, which is Latin-1 */
        bool plain = is_ascii(texts[i].text);
        chunks[i].compression =
            texts[i].compressed ? (plain ? PNG_TEXT_COMPRESSION_zTXt : PNG_ITXT_COMPRESSION_zTXt)
                                : (plain ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE);
        chunks[i].key = (char *)(uintptr_t)texts[i].keyword;
        chunks[i].text = (char *)(uintptr_t)texts[i].text;
        size_t length = strlen(texts[i].text);
        if (plain) chunks[i].text_length = length;
        if (!plain) chunks[i].itxt_length = length;
    }
    if (count) png_set_text(writer->png, writer->info, chunks, (int)count);
}

/* What stands before the pixels. */
static bool begin(PngWriter *writer, int height, float scale, const PngText *texts, size_t count,
                  png_text *chunks) {
    png_structp png = writer->png;
    png_infop info = writer->info;
    if (setjmp(png_jmpbuf(png))) return false;
    png_set_write_fn(png, &writer->out, write_bytes, flush_bytes);
    png_set_IHDR(png, info, (png_uint_32)writer->width, (png_uint_32)height, 8,
                 PNG_COLOR_TYPE_RGB_ALPHA, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB_gAMA_and_cHRM(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    if (scale > 0) {
        png_uint_32 per_meter = (png_uint_32)(scale * 96 / 0.0254f + 0.5f);
        png_set_pHYs(png, info, per_meter, per_meter, PNG_RESOLUTION_METER);
    }
    /* Flat pictures gain little from higher levels, and those cost several times the time. */
    png_set_compression_level(png, 4);
    png_set_filter(png, 0, PNG_FILTER_SUB | PNG_FILTER_UP);
    set_texts(writer, texts, count, chunks);
    png_write_info(png, info);
    return true;
}

static bool tell_failure(const PngWriter *writer, Error *error) {
    return error_set(error, _("the picture cannot be made: %s"), writer->failure.message);
}

PngWriter *png_writer_create(int width, int height, float scale, const PngText *texts,
                             size_t text_count, Error *error) {
    PngWriter *writer = memory_alloc(sizeof *writer);
    writer->width = width;
    writer->png =
        png_create_write_struct(PNG_LIBPNG_VER_STRING, &writer->failure, on_error, on_warning);
    writer->info = writer->png ? png_create_info_struct(writer->png) : NULL;
    writer->row = memory_alloc((size_t)width * 4);
    png_text *chunks = memory_alloc((text_count + 1) * sizeof *chunks);
    if (!writer->info) {
        snprintf(writer->failure.message, sizeof writer->failure.message, _("not enough memory"));
    }
    bool ok = writer->info && begin(writer, height, scale, texts, text_count, chunks);
    memory_free(chunks);
    if (ok) return writer;
    tell_failure(writer, error);
    png_writer_destroy(writer);
    return NULL;
}

bool png_writer_rows(PngWriter *writer, const uint32_t *pixels, int count, Error *error) {
    if (setjmp(png_jmpbuf(writer->png))) return tell_failure(writer, error);
    for (int y = 0; y < count; y++) {
        to_rgba(pixels + (size_t)y * (size_t)writer->width, writer->width, writer->row);
        png_write_row(writer->png, writer->row);
    }
    return true;
}

static bool end(PngWriter *writer) {
    if (setjmp(png_jmpbuf(writer->png))) return false;
    png_write_end(writer->png, writer->info);
    return true;
}

bool png_writer_finish(PngWriter *writer, TextBuffer *out, Error *error) {
    bool ok = end(writer);
    if (ok) text_append(out, text_cstr(&writer->out), writer->out.length);
    if (!ok) tell_failure(writer, error);
    png_writer_destroy(writer);
    return ok;
}

void png_writer_destroy(PngWriter *writer) {
    if (!writer) return;
    png_destroy_write_struct(&writer->png, &writer->info);
    text_deinit(&writer->out);
    memory_free(writer->row);
    memory_free(writer);
}

bool png_encode(const PixelBuffer *buffer, float scale, const PngText *texts, size_t text_count,
                TextBuffer *out, Error *error) {
    if (!buffer->pixels) return error_set(error, _("there is no picture to write"));
    PngWriter *writer =
        png_writer_create(buffer->width, buffer->height, scale, texts, text_count, error);
    if (!writer) return false;
    if (png_writer_rows(writer, buffer->pixels, buffer->height, error)) {
        return png_writer_finish(writer, out, error);
    }
    png_writer_destroy(writer);
    return false;
}

/* ---- reading ---- */

typedef struct Source {
    Text rest;
} Source;

static void read_bytes(png_structp png, png_bytep bytes, size_t length) {
    Source *source = png_get_io_ptr(png);
    if (length > source->rest.length) png_error(png, "it ends too early");
    memcpy(bytes, source->rest.bytes, length);
    source->rest.bytes += length;
    source->rest.length -= length;
}

/* Appends what is found; false with `failure` when the file is no good. */
static bool find_text(Source *source, const char *keyword, size_t most, TextBuffer *out,
                      Failure *failure, bool *found) {
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, failure, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info) {
        png_destroy_read_struct(&png, NULL, NULL);
        snprintf(failure->message, sizeof failure->message, _("not enough memory"));
        return false;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, NULL);
        return false;
    }
    png_set_read_fn(png, source, read_bytes);
    /* a compressed text may be larger than the file by far */
    png_set_chunk_malloc_max(png, most + 4096);
    png_set_chunk_cache_max(png, 64);
    png_read_info(png, info);
    png_textp texts = NULL;
    int count = png_get_text(png, info, &texts, NULL);
    for (int i = 0; i < count && !*found; i++) {
        if (strcmp(texts[i].key, keyword) != 0) continue;
        bool international = texts[i].compression >= PNG_ITXT_COMPRESSION_NONE;
        size_t length = international ? texts[i].itxt_length : texts[i].text_length;
        if (length > most) png_error(png, "its text is too large");
        text_append(out, texts[i].text, length);
        *found = true;
    }
    png_destroy_read_struct(&png, &info, NULL);
    return true;
}

bool png_find_text(Text file, const char *keyword, size_t most, TextBuffer *out, Error *error) {
    Failure failure = {""};
    Source source = {file};
    size_t before = out->length;
    bool found = false;
    if (!find_text(&source, keyword, most, out, &failure, &found)) {
        out->length = before;
        if (out->bytes) out->bytes[before] = '\0';
        return error_set(error, _("the PNG file cannot be read: %s"), failure.message);
    }
    return found || error_set(error, _("the picture carries no scene"));
}

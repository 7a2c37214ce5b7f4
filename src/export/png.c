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

static bool encode(TextBuffer *out, const PixelBuffer *buffer, const PngText *texts,
                   size_t text_count, uint8_t *row, png_text *chunks, Failure *failure) {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, failure, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info) {
        png_destroy_write_struct(&png, NULL);
        snprintf(failure->message, sizeof failure->message, _("not enough memory"));
        return false;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return false;
    }
    png_set_write_fn(png, out, write_bytes, flush_bytes);
    png_set_IHDR(png, info, (png_uint_32)buffer->width, (png_uint_32)buffer->height, 8,
                 PNG_COLOR_TYPE_RGB_ALPHA, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    /* Flat pictures gain little from higher levels, and those cost several times the time. */
    png_set_compression_level(png, 4);
    png_set_filter(png, 0, PNG_FILTER_SUB | PNG_FILTER_UP);
    for (size_t i = 0; i < text_count; i++) {
        chunks[i].compression = PNG_ITXT_COMPRESSION_NONE;
        chunks[i].key = (char *)(uintptr_t)texts[i].keyword;
        chunks[i].text = (char *)(uintptr_t)texts[i].text;
        chunks[i].itxt_length = strlen(texts[i].text);
    }
    if (text_count) png_set_text(png, info, chunks, (int)text_count);
    png_write_info(png, info);
    for (int y = 0; y < buffer->height; y++) {
        to_rgba(buffer->pixels + (size_t)y * (size_t)buffer->width, buffer->width, row);
        png_write_row(png, row);
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return true;
}

bool png_encode(const PixelBuffer *buffer, const PngText *texts, size_t text_count, TextBuffer *out,
                Error *error) {
    if (!buffer->pixels) return error_set(error, _("there is no picture to write"));
    Failure failure = {""};
    size_t before = out->length;
    uint8_t *row = memory_alloc((size_t)buffer->width * 4);
    png_text *chunks = memory_alloc((text_count + 1) * sizeof *chunks);
    bool ok = encode(out, buffer, texts, text_count, row, chunks, &failure);
    memory_free(chunks);
    memory_free(row);
    if (ok) return true;
    out->length = before;
    return error_set(error, _("the picture cannot be made: %s"), failure.message);
}

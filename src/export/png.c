#include "export/png.h"

#include "base/memory.h"

#include <errno.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
    if (fwrite(bytes, 1, length, png_get_io_ptr(png)) != length) png_error(png, strerror(errno));
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

static bool encode(FILE *file, const PixelBuffer *buffer, const PngText *texts, size_t text_count,
                   uint8_t *row, png_text *chunks, Failure *failure) {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, failure, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info) {
        png_destroy_write_struct(&png, NULL);
        snprintf(failure->message, sizeof failure->message, "not enough memory");
        return false;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return false;
    }
    png_set_write_fn(png, file, write_bytes, flush_bytes);
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

bool png_write(const char *path, const PixelBuffer *buffer, const PngText *texts, size_t text_count,
               Error *error) {
    if (!buffer->pixels) return error_set(error, "%s: there is no picture to write", path);
    struct stat there;
    if (stat(path, &there) == 0 && !S_ISREG(there.st_mode)) {
        /* Renaming onto it would replace a device or pipe itself. */
        return error_set(error, "%s: cannot be written: it is no regular file", path);
    }
    size_t length = strlen(path);
    char *temporary = memory_alloc(length + 16);
    snprintf(temporary, length + 16, "%s.XXXXXX", path);
    int descriptor = mkstemp(temporary);
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "wb") : NULL;
    if (!file) {
        error_set(error, "%s: cannot be written: %s", path, strerror(errno));
        if (descriptor >= 0) {
            close(descriptor);
            unlink(temporary);
        }
        memory_free(temporary);
        return false;
    }
    Failure failure = {""};
    uint8_t *row = memory_alloc((size_t)buffer->width * 4);
    png_text *chunks = memory_alloc((text_count + 1) * sizeof *chunks);
    bool ok = encode(file, buffer, texts, text_count, row, chunks, &failure);
    memory_free(chunks);
    memory_free(row);
    if (ok && (fflush(file) != 0 || fsync(descriptor) != 0)) {
        snprintf(failure.message, sizeof failure.message, "%s", strerror(errno));
        ok = false;
    }
    if (ok) { /* mkstemp makes files private; the picture gets the permissions of any new file */
        mode_t mask = umask(0);
        umask(mask);
        (void)fchmod(descriptor, 0666 & ~mask);
    }
    if (fclose(file) != 0 && ok) {
        snprintf(failure.message, sizeof failure.message, "%s", strerror(errno));
        ok = false;
    }
    if (ok && rename(temporary, path) != 0) {
        snprintf(failure.message, sizeof failure.message, "%s", strerror(errno));
        ok = false;
    }
    if (!ok) {
        unlink(temporary);
        error_set(error, "%s: cannot be written: %s", path, failure.message);
    }
    memory_free(temporary);
    return ok;
}

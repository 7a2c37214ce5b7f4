/* Pictures that a test compares with a stored PNG. With LASTREF_UPDATE_GOLDENS set in the
 * environment the stored picture is written anew instead, to be looked at and committed.
 *
 * Font libraries of other versions may shade a glyph's edge differently, so the comparison has a
 * tolerance: at most one pixel in 200 may differ by more than 40 levels in a channel, and the mean
 * difference may be at most one level. */
#ifndef LASTREF_TESTS_PLATFORM_GOLDEN_PNG_H
#define LASTREF_TESTS_PLATFORM_GOLDEN_PNG_H

#include "draw/raster.h"
#include "export/png.h"
#include "platform/files.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* RGBA, row after row; null if the file cannot be read. The caller frees it. */
static inline uint8_t *golden_png_read(const char *path, int *width, int *height) {
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_file(&image, path)) return NULL;
    image.format = PNG_FORMAT_RGBA;
    uint8_t *bytes = malloc(PNG_IMAGE_SIZE(image));
    if (!bytes || !png_image_finish_read(&image, NULL, bytes, 0, NULL)) {
        png_image_free(&image);
        free(bytes);
        return NULL;
    }
    *width = (int)image.width;
    *height = (int)image.height;
    return bytes;
}

/* As the program does it: the bytes, then the file. */
static inline bool golden_png_write(const char *to, const PixelBuffer *buffer, const PngText *texts,
                                    size_t count, Error *error) {
    TextBuffer bytes = {0};
    bool ok = png_encode(buffer, 0, texts, count, &bytes, error) &&
              platform_file_write(to, text_view(&bytes), error);
    text_deinit(&bytes);
    return ok;
}

/* Says on stderr what differs. On a mismatch the picture at hand is written to `failed_path`. */
static inline bool golden_png_matches(const char *path, const PixelBuffer *buffer,
                                      const char *failed_path) {
    Error error = {""};
    if (getenv("LASTREF_UPDATE_GOLDENS")) {
        bool ok = golden_png_write(path, buffer, NULL, 0, &error);
        if (!ok) fprintf(stderr, "%s\n", error.message);
        return ok;
    }
    int width = 0, height = 0;
    uint8_t *golden = golden_png_read(path, &width, &height);
    if (!golden) {
        fprintf(stderr, "%s: cannot be read as a PNG\n", path);
        return false;
    }
    bool same_size = width == buffer->width && height == buffer->height;
    size_t count = same_size ? (size_t)width * (size_t)height : 0, far_off = 0;
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        int most = 0;
        for (int channel = 0; channel < 3; channel++) {
            int value = (int)(buffer->pixels[i] >> (16 - 8 * channel) & 255);
            int difference = abs(value - golden[4 * i + (size_t)channel]);
            if (difference > most) most = difference;
            sum += difference;
        }
        if (most > 40) far_off++;
    }
    free(golden);
    double mean = count ? sum / (3 * (double)count) : 255;
    bool matches = same_size && far_off * 200 <= count && mean <= 1;
    if (!matches) {
        fprintf(stderr,
                "%s: %dx%d against %dx%d, %zu pixels far off, mean difference %.3f; see %s\n", path,
                width, height, buffer->width, buffer->height, far_off, mean, failed_path);
        golden_png_write(failed_path, buffer, NULL, 0, &error);
    }
    return matches;
}

#endif

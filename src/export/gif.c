#include "export/gif.h"

#include "base/memory.h"
#include "base/translate.h"
#include "export/gif_palette.h"

#include <assert.h>
#include <gif_lib.h>
#include <string.h>

enum {
    UNCHANGED = GIF_COLORS, /* the place of the palette that shows what was there before */
    PALETTE_PLACES = 256,
    COMMENT_BLOCK = 255, /* bytes */
    /* Reading takes so long a character: about 200 words a minute. */
    READING_MS = 55
};

struct Gif {
    int width, height;
    uint32_t plays;
    TextBuffer *out;
    size_t start;
    GifFileType *file; /* null: it could not be begun */
    int failure;       /* of giflib: the first; 0: none */
    uint32_t frames;
    uint8_t *shown, *next; /* places of the palette, a byte a pixel */
    uint8_t *line;
    GifPalette palette;
};

static int write_bytes(GifFileType *file, const GifByteType *bytes, int length) {
    Gif *gif = file->UserData;
    text_append(gif->out, (const char *)bytes, (size_t)length);
    return length;
}

/* Notes the first failure. */
static bool did(Gif *gif, int result) {
    if (result == GIF_OK) return true;
    if (!gif->failure) gif->failure = gif->file->Error ? gif->file->Error : E_GIF_ERR_WRITE_FAILED;
    return false;
}

/* ---- the head of the file ---- */

static bool put_screen(Gif *gif) {
    GifColorType colors[PALETTE_PLACES] = {0};
    for (int i = 0; i < gif->palette.count; i++) {
        Color color = gif->palette.colors[i];
        colors[i] = (GifColorType){
            .Red = color >> 16 & 255, .Green = color >> 8 & 255, .Blue = color & 255};
    }
    ColorMapObject *map = GifMakeMapObject(PALETTE_PLACES, colors);
    if (!map) {
        gif->failure = E_GIF_ERR_NOT_ENOUGH_MEM;
        return false;
    }
    EGifSetGifVersion(gif->file, true);
    bool ok = did(gif, EGifPutScreenDesc(gif->file, gif->width, gif->height, 8, 0, map));
    GifFreeMapObject(map);
    return ok;
}

/* How often it is played; a file that says nothing is played once. */
static bool put_plays(Gif *gif) {
    if (gif->plays == 1) return true;
    unsigned again = gif->plays ? (gif->plays - 1 < 65535 ? gif->plays - 1 : 65535) : 0;
    const uint8_t block[] = {1, again & 255, again >> 8};
    return did(gif, EGifPutExtensionLeader(gif->file, APPLICATION_EXT_FUNC_CODE)) &&
           did(gif, EGifPutExtensionBlock(gif->file, 11, "NETSCAPE2.0")) &&
           did(gif, EGifPutExtensionBlock(gif->file, sizeof block, block)) &&
           did(gif, EGifPutExtensionTrailer(gif->file));
}

static bool put_comment(Gif *gif, const char *comment) {
    size_t left = comment ? strlen(comment) : 0;
    if (!left) return true;
    bool ok = did(gif, EGifPutExtensionLeader(gif->file, COMMENT_EXT_FUNC_CODE));
    while (ok && left) {
        size_t length = left < COMMENT_BLOCK ? left : COMMENT_BLOCK;
        ok = did(gif, EGifPutExtensionBlock(gif->file, (int)length, comment));
        comment += length;
        left -= length;
    }
    return ok && did(gif, EGifPutExtensionTrailer(gif->file));
}

Gif *gif_create(const GifOptions *options, TextBuffer *out) {
    assert(options->width >= 1 && options->width <= PIXEL_BUFFER_LIMIT);
    assert(options->height >= 1 && options->height <= PIXEL_BUFFER_LIMIT);
    size_t pixels = (size_t)options->width * (size_t)options->height;
    Gif *gif = memory_alloc(sizeof *gif);
    gif->width = options->width;
    gif->height = options->height;
    gif->plays = options->plays;
    gif->out = out;
    gif->start = out->length;
    gif->shown = memory_alloc(pixels);
    gif->next = memory_alloc(pixels);
    gif->line = memory_alloc((size_t)options->width);
    gif_palette_init(&gif->palette, options->theme);
    gif->file = EGifOpen(gif, write_bytes, &gif->failure);
    if (gif->file) {
        (void)(put_screen(gif) && put_plays(gif) && put_comment(gif, options->comment));
    }
    return gif;
}

/* ---- frames ---- */

static void find_places(Gif *gif, const PixelBuffer *picture) {
    size_t count = (size_t)gif->width * (size_t)gif->height;
    uint32_t before = 0;
    uint8_t place = gif_palette_find(&gif->palette, before);
    for (size_t i = 0; i < count; i++) {
        if (picture->pixels[i] != before) {
            before = picture->pixels[i];
            place = gif_palette_find(&gif->palette, before);
        }
        gif->next[i] = place;
    }
}

static bool row_changed(const Gif *gif, int y) {
    size_t at = (size_t)y * (size_t)gif->width;
    return memcmp(gif->shown + at, gif->next + at, (size_t)gif->width) != 0;
}

/* Around all that differs from the frame before; at least a pixel, since a frame has one. */
static PixelRect changed(const Gif *gif) {
    if (!gif->frames) return (PixelRect){0, 0, gif->width, gif->height};
    PixelRect rect = {gif->width, 0, 0, gif->height};
    while (rect.y0 < rect.y1 && !row_changed(gif, rect.y0)) rect.y0++;
    if (rect.y0 == rect.y1) return (PixelRect){0, 0, 1, 1};
    while (!row_changed(gif, rect.y1 - 1)) rect.y1--;
    for (int y = rect.y0; y < rect.y1; y++) {
        const uint8_t *shown = gif->shown + (size_t)y * (size_t)gif->width;
        const uint8_t *next = gif->next + (size_t)y * (size_t)gif->width;
        int x = 0, end = gif->width;
        while (x < rect.x0 && shown[x] == next[x]) x++;
        rect.x0 = x;
        while (end > rect.x1 && shown[end - 1] == next[end - 1]) end--;
        rect.x1 = end;
    }
    return rect;
}

/* The frame's delay, and which place of the palette lets the frame before through. */
static bool put_control(Gif *gif, uint32_t delay_ms) {
    uint32_t hundredths = (delay_ms + 5) / 10;
    GraphicsControlBlock control = {.DisposalMode = DISPOSE_DO_NOT,
                                    .DelayTime = (int)(hundredths < 65535 ? hundredths : 65535),
                                    .TransparentColor =
                                        gif->frames ? UNCHANGED : NO_TRANSPARENT_COLOR};
    GifByteType block[4];
    size_t length = EGifGCBToExtension(&control, block);
    return did(gif, EGifPutExtension(gif->file, GRAPHICS_EXT_FUNC_CODE, (int)length, block));
}

static bool put_rows(Gif *gif, PixelRect rect) {
    int width = rect.x1 - rect.x0;
    for (int y = rect.y0; y < rect.y1; y++) {
        const uint8_t *shown = gif->shown + (size_t)y * (size_t)gif->width + rect.x0;
        const uint8_t *next = gif->next + (size_t)y * (size_t)gif->width + rect.x0;
        for (int x = 0; x < width; x++) {
            gif->line[x] = gif->frames && shown[x] == next[x] ? UNCHANGED : next[x];
        }
        if (!did(gif, EGifPutLine(gif->file, gif->line, width))) return false;
    }
    return true;
}

static bool tell_failure(const Gif *gif, Error *error) {
    const char *why = GifErrorString(gif->failure);
    return error_set(error, _("The animation cannot be made: %s"), why ? why : "giflib");
}

bool gif_add(Gif *gif, const PixelBuffer *picture, uint32_t delay_ms, Error *error) {
    assert(picture->width == gif->width && picture->height == gif->height);
    if (gif->failure) return tell_failure(gif, error);
    find_places(gif, picture);
    PixelRect rect = changed(gif);
    bool ok = put_control(gif, delay_ms) &&
              did(gif, EGifPutImageDesc(gif->file, rect.x0, rect.y0, rect.x1 - rect.x0,
                                        rect.y1 - rect.y0, false, NULL)) &&
              put_rows(gif, rect);
    uint8_t *swap = gif->shown;
    gif->shown = gif->next;
    gif->next = swap;
    gif->frames++;
    return ok || tell_failure(gif, error);
}

bool gif_finish(Gif *gif, Error *error) {
    int failure = 0;
    if (gif->file && EGifCloseFile(gif->file, &failure) != GIF_OK && !gif->failure) {
        gif->failure = failure ? failure : E_GIF_ERR_CLOSE_FAILED;
    }
    bool ok = !gif->failure && gif->frames;
    if (!ok) {
        gif->out->length = gif->start;
        if (gif->out->bytes) gif->out->bytes[gif->start] = '\0';
        if (gif->failure)
            tell_failure(gif, error);
        else
            error_set(error, _("There is no picture to write."));
    }
    memory_free(gif->shown);
    memory_free(gif->next);
    memory_free(gif->line);
    memory_free(gif);
    return ok;
}

uint32_t gif_delay_ms(Text caption) {
    size_t ms = GIF_DELAY_LEAST + utf8_count(caption) * READING_MS;
    return ms < GIF_DELAY_MOST ? (uint32_t)ms : GIF_DELAY_MOST;
}

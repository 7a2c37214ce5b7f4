/* The palette, and animations as giflib reads them back; tests/cli reads them by ImageMagick. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "draw/draw_list.h"
#include "export/gif.h"
#include "export/gif_palette.h"

#include <gif_lib.h>
#include <string.h>

enum { WIDTH = 40, HEIGHT = 30 };

/* ---- the palette ---- */

static void check_exact(GifPalette *palette, Color color, const char *name) {
    if (color >> 24 < 255) return;
    Color found = palette->colors[gif_palette_find(palette, color)];
    if (found != color) fail_msg("%s: %08x becomes %08x", name, color, found);
}

static int difference(Color a, Color b) {
    int most = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        int channel = (int)(a >> shift & 255) - (int)(b >> shift & 255);
        if (channel < 0) channel = -channel;
        if (channel > most) most = channel;
    }
    return most;
}

/* The edges of what is drawn, over each ground that it is drawn on. */
static void check_blends(GifPalette *palette, const Theme *theme) {
    enum { WORST = 26 };
    size_t count;
    const ThemePair *pairs = theme_pairs(&count);
    for (size_t i = 0; i < count; i++) {
        Color ground = theme_at(theme, pairs[i].ground), front = theme_at(theme, pairs[i].front);
        if (ground >> 24 < 255 || front >> 24 < 255) continue;
        for (int part = 1; part < 16; part++) {
            Color color = color_mix(ground, front, (float)part / 16);
            Color found = palette->colors[gif_palette_find(palette, color)];
            if (difference(color, found) > WORST) {
                fail_msg("%s on %s: %08x becomes %08x", pairs[i].front_name, pairs[i].ground_name,
                         color, found);
            }
        }
    }
}

static void test_palette(void **state) {
    (void)state;
    GifPalette *palette = memory_alloc(sizeof *palette);
    const Theme *const themes[] = {theme_light(), theme_dark(), theme_contrasting(), theme_grey()};
    for (size_t i = 0; i < sizeof themes / sizeof *themes; i++) {
        const Theme *theme = themes[i];
        gif_palette_init(palette, theme);
        assert_in_range(palette->count, 100, GIF_COLORS);
#define CHECK_COLOR(name) check_exact(palette, theme->name, #name);
        THEME_COLORS(CHECK_COLOR)
#undef CHECK_COLOR
        check_blends(palette, theme);
    }
    memory_free(palette);
}

/* ---- files ---- */

typedef struct Source {
    Text bytes;
    size_t at;
} Source;

static int read_bytes(GifFileType *file, GifByteType *out, int length) {
    Source *source = file->UserData;
    size_t left = source->bytes.length - source->at;
    size_t got = (size_t)length < left ? (size_t)length : left;
    memcpy(out, source->bytes.bytes + source->at, got);
    source->at += got;
    return (int)got;
}

static GifFileType *read_back(Source *source) {
    int why = 0;
    GifFileType *file = DGifOpen(source, read_bytes, &why);
    assert_non_null(file);
    assert_int_equal(DGifSlurp(file), GIF_OK);
    assert_int_equal(source->at, source->bytes.length);
    return file;
}

static PixelBuffer filled(Color color) {
    PixelBuffer picture = {0};
    pixel_buffer_resize(&picture, WIDTH, HEIGHT);
    for (int i = 0; i < WIDTH * HEIGHT; i++) picture.pixels[i] = color;
    return picture;
}

static void check_frame(GifFileType *file, int number, PixelRect rect, int delay) {
    GifImageDesc frame = file->SavedImages[number].ImageDesc;
    GraphicsControlBlock control;
    assert_int_equal(frame.Left, rect.x0);
    assert_int_equal(frame.Top, rect.y0);
    assert_int_equal(frame.Width, rect.x1 - rect.x0);
    assert_int_equal(frame.Height, rect.y1 - rect.y0);
    assert_int_equal(DGifSavedExtensionToGCB(file, number, &control), GIF_OK);
    assert_int_equal(control.DelayTime, delay);
}

static Color color_at(GifFileType *file, int number, int at) {
    int place = file->SavedImages[number].RasterBits[at];
    GifColorType color = file->SColorMap->Colors[place];
    return 0xFF000000u | (Color)(color.Red << 16 | color.Green << 8 | color.Blue);
}

static void test_file(void **state) {
    (void)state;
    Error error = {""};
    const Theme *theme = theme_dark();
    TextBuffer bytes = {0};
    text_append_string(&bytes, "before");
    PixelBuffer picture = filled(theme->canvas);
    GifOptions options = {
        .theme = theme, .width = WIDTH, .height = HEIGHT, .comment = "what it shows"};
    Gif *gif = gif_create(&options, &bytes);
    assert_true(gif_add(gif, &picture, 1000, &error));
    picture.pixels[7 * WIDTH + 5] = theme->birth;
    picture.pixels[9 * WIDTH + 3] = theme->death;
    assert_true(gif_add(gif, &picture, 1234, &error));
    assert_true(gif_add(gif, &picture, 2000, &error));
    assert_true(gif_finish(gif, &error));

    Source source = {{bytes.bytes + 6, bytes.length - 6}, 0};
    GifFileType *file = read_back(&source);
    assert_int_equal(file->ImageCount, 3);
    assert_int_equal(file->SWidth, WIDTH);
    assert_int_equal(file->SHeight, HEIGHT);
    check_frame(file, 0, (PixelRect){0, 0, WIDTH, HEIGHT}, 100);
    check_frame(file, 1, (PixelRect){3, 7, 6, 10}, 123);
    check_frame(file, 2, (PixelRect){0, 0, 1, 1}, 200);
    assert_int_equal(color_at(file, 0, 0), theme->canvas);
    assert_int_equal(color_at(file, 1, 2), theme->birth);
    assert_int_equal(color_at(file, 1, 2 * 3), theme->death);
    assert_int_equal(file->SavedImages[1].RasterBits[0], GIF_COLORS);
    assert_int_equal(file->SavedImages[2].RasterBits[0], GIF_COLORS);
    DGifCloseFile(file, NULL);
    assert_non_null(memmem(bytes.bytes, bytes.length, "NETSCAPE2.0\3\1\0\0", 15));
    assert_non_null(memmem(bytes.bytes, bytes.length, "\15what it shows", 14));
    pixel_buffer_deinit(&picture);
    text_deinit(&bytes);
}

static void test_plays(void **state) {
    (void)state;
    Error error = {""};
    PixelBuffer picture = filled(theme_light()->canvas);
    for (uint32_t plays = 1; plays <= 3; plays += 2) {
        TextBuffer bytes = {0};
        GifOptions options = {
            .theme = theme_light(), .width = WIDTH, .height = HEIGHT, .plays = plays};
        Gif *gif = gif_create(&options, &bytes);
        assert_true(gif_add(gif, &picture, 1000, &error));
        assert_true(gif_finish(gif, &error));
        const char *block = memmem(bytes.bytes, bytes.length, "NETSCAPE2.0\3\1", 13);
        if (plays == 1)
            assert_null(block);
        else
            assert_memory_equal(block + 13, "\2\0", 2);
        text_deinit(&bytes);
    }
    pixel_buffer_deinit(&picture);
}

static void test_nothing(void **state) {
    (void)state;
    Error error = {""};
    TextBuffer bytes = {0};
    text_append_string(&bytes, "before");
    GifOptions options = {.theme = theme_light(), .width = WIDTH, .height = HEIGHT};
    assert_false(gif_finish(gif_create(&options, &bytes), &error));
    assert_string_equal(error.message, "There is no picture to write.");
    assert_string_equal(text_cstr(&bytes), "before");
    text_deinit(&bytes);
}

static void test_delay(void **state) {
    (void)state;
    char words[1000];
    memset(words, 'a', sizeof words);
    assert_int_equal(gif_delay_ms((Text){words, 0}), GIF_DELAY_LEAST);
    assert_in_range(gif_delay_ms((Text){words, 60}), 3000, 5000);
    assert_int_equal(gif_delay_ms((Text){words, sizeof words}), GIF_DELAY_MOST);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_palette), cmocka_unit_test(test_file),  cmocka_unit_test(test_plays),
        cmocka_unit_test(test_nothing), cmocka_unit_test(test_delay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

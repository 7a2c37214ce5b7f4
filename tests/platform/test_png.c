#include "export/png.h"

#include "platform/golden_png.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64], path[128];

static int make_folder(void **state) {
    (void)state;
    strcpy(folder, P_tmpdir "/lastref-test-XXXXXX");
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/picture.png", folder);
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    unlink(path);
    return rmdir(folder); /* fails if something half written was left */
}

static void pixels_come_back(void **state) {
    (void)state;
    Error error = {""};
    PixelBuffer buffer = {0};
    pixel_buffer_resize(&buffer, 3, 2);
    const uint32_t pixels[6] = {0xFF102030, 0xFFFFFFFF, 0x80400080, 0, 0xFF0072B2, 0xFF000000};
    memcpy(buffer.pixels, pixels, sizeof pixels);
    PngText texts[] = {{"Title", "caf\xC3\xA9", false}, {"Software", "Lastref", true}};
    assert_true(golden_png_write(path, &buffer, texts, 2, &error));
    int width, height;
    uint8_t *read = golden_png_read(path, &width, &height);
    assert_non_null(read);
    assert_int_equal(width, 3);
    assert_int_equal(height, 2);
    static const uint8_t expected[24] = {0x10, 0x20, 0x30, 255, 255, 255, 255, 255,
                                         0x80, 0,    255,  128, 0,   0,   0,   0,
                                         0,    0x72, 0xB2, 255, 0,   0,   0,   255};
    assert_memory_equal(read, expected, sizeof expected);
    free(read);
    pixel_buffer_deinit(&buffer);
}

static void failures_are_told_and_leave_nothing(void **state) {
    (void)state;
    Error error = {""};
    PixelBuffer buffer = {0};
    assert_false(golden_png_write(path, &buffer, NULL, 0, &error));
    assert_non_null(strstr(error.message, "no picture"));
    pixel_buffer_resize(&buffer, 4, 4);
    char bad[256];
    snprintf(bad, sizeof bad, "%s/no/such/folder.png", folder);
    assert_false(golden_png_write(bad, &buffer, NULL, 0, &error));
    assert_non_null(strstr(error.message, bad));
    snprintf(bad, sizeof bad, "%s/sub", folder);
    assert_int_equal(mkdir(bad, 0700), 0);
    assert_false(golden_png_write(bad, &buffer, NULL, 0, &error));
    rmdir(bad);
    pixel_buffer_deinit(&buffer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pixels_come_back),
        cmocka_unit_test(failures_are_told_and_leave_nothing),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

/* What the desktop says of its colours, by a client of D-Bus that the test puts on PATH. */
#include "platform/system_theme.h"

#include "platform/clock.h"
#include "platform/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/lastref-theme-XXXXXX";

static int start(void **state) {
    (void)state;
    if (!mkdtemp(folder)) return -1;
    setenv("PATH", folder, 1); /* the script names its shell by its place */
    setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere", 1);
    return 0;
}

static int stop(void **state) {
    (void)state;
    char path[200];
    snprintf(path, sizeof path, "%s/dbus-send", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/gdbus", folder);
    unlink(path);
    return rmdir(folder);
}

static void put_client(const char *name, const char *body) {
    char path[200];
    Error error;
    TextBuffer text = {0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    text_appendf(&text, "#!/bin/sh\n%s\n", body);
    assert_true(platform_file_write(path, text_view(&text), &error));
    assert_int_equal(chmod(path, 0700), 0);
    text_deinit(&text);
}

static const char *answer(void) {
    const char *name = "nothing";
    SystemTheme *theme = system_theme_ask();
    uint64_t end = platform_clock_ms() + 10000;
    while (!system_theme_answer(theme, &name)) {
        assert_true(platform_clock_ms() < end);
        usleep(2000);
    }
    system_theme_destroy(theme);
    return name;
}

static void words_of_both_clients(void **state) {
    (void)state;
    const char *sent = "method return time=1 sender=:1.5\n   array [\n      dict entry(\n"
                       "         string \"org.freedesktop.appearance\"\n         array [\n"
                       "            dict entry(\n               string \"contrast\"\n"
                       "               variant                   uint32 %d\n            )\n"
                       "            dict entry(\n               string \"color-scheme\"\n"
                       "               variant                   uint32 %d\n            )\n";
    static const struct {
        int contrast, scheme;
        const char *name;
    } cases[] = {{0, 0, "light"}, {0, 1, "dark"}, {0, 2, "light"}, {1, 1, "contrast"}};
    for (size_t i = 0; i < 4; i++) {
        char words[800];
        snprintf(words, sizeof words, sent, cases[i].contrast, cases[i].scheme);
        assert_string_equal(system_theme_read(words), cases[i].name);
    }
    assert_string_equal(system_theme_read("({'org.freedesktop.appearance': {'color-scheme': "
                                          "<uint32 1>, 'contrast': <uint32 0>}},)"),
                        "dark");
    assert_null(system_theme_read(""));
    assert_null(system_theme_read("({'org.freedesktop.appearance': {}},)"));
    assert_null(system_theme_read("color-scheme uint32 7"));
}

static void it_is_asked_for(void **state) {
    (void)state;
    assert_null(answer()); /* there is no client */
    put_client("gdbus", "echo \"{'color-scheme': <uint32 1>}\"");
    assert_string_equal(answer(), "dark");
    put_client("dbus-send", "echo 'string \"color-scheme\" variant uint32 2'");
    assert_string_equal(answer(), "light");
    put_client("dbus-send", "echo 'string \"color-scheme\" variant uint32 1'; exit 1");
    assert_null(answer()); /* no portal */
    unsetenv("DBUS_SESSION_BUS_ADDRESS");
    setenv("XDG_RUNTIME_DIR", folder, 1);
    put_client("dbus-send", "echo 'string \"color-scheme\" variant uint32 1'");
    assert_null(answer()); /* no bus: nobody is asked */
    setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere", 1);
}

/* Neither the start nor the end waits for a service that does not answer. */
static void a_slow_one_is_left(void **state) {
    (void)state;
    const char *name;
    put_client("dbus-send", "exec /bin/sleep 60");
    uint64_t begin = platform_clock_ms();
    SystemTheme *theme = system_theme_ask();
    assert_false(system_theme_answer(theme, &name));
    assert_true(platform_clock_ms() - begin < 500);
    system_theme_destroy(theme);
    assert_true(platform_clock_ms() - begin < 1500);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_of_both_clients),
                                       cmocka_unit_test(it_is_asked_for),
                                       cmocka_unit_test(a_slow_one_is_left)};
    return cmocka_run_group_tests_name("system theme", tests, start, stop);
}

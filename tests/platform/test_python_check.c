/* The same script by both: the answers, where python3 is not, and a check that is called off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "platform/clock.h"
#include "platform/python_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *const debian[] = {"/usr/bin/python3", NULL};

/* A file in a folder of its own; the name lives until the next. */
static const char *make_file(const char *name, const char *text, bool program) {
    static char folder[64], path[128];
    snprintf(folder, sizeof folder, "/tmp/lastref-check-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    if (program) chmod(path, 0755);
    return path;
}

static void drop_file(const char *path) {
    char folder[128];
    snprintf(folder, sizeof folder, "%s", path);
    *strrchr(folder, '/') = '\0';
    unlink(path);
    rmdir(folder);
}

static int check(const char *source, const char *const *places, TextBuffer *told) {
    char path[128];
    snprintf(path, sizeof path, "%s", make_file("script.py", source, false));
    PythonCheck spec = {.file = path, .run = {.script = path, .argument = path}, .places = places};
    int status = python_check(&spec, text_of(source), NULL, told);
    drop_file(path);
    return status;
}

static void assert_told(TextBuffer *told, const char *part) {
    if (!strstr(text_cstr(told), part)) fail_msg("\"%s\" is not in: %s", part, text_cstr(told));
    text_clear(told);
}

static void the_same(void **state) {
    (void)state;
    TextBuffer told = {0};
    assert_int_equal(check("import sys\nprint(sys.getrefcount([]))\nsys.exit(3)\n", debian, &told),
                     0);
    assert_told(&told, "identical");
    text_deinit(&told);
}

/* A program that says it is 3.11 and prints something else. */
static void the_first_difference(void **state) {
    (void)state;
    TextBuffer told = {0};
    char fake[128];
    snprintf(fake, sizeof fake, "%s",
             make_file("python3", "#!/bin/sh\n[ \"$1\" = -c ] && echo 3.11 || echo other\n", true));
    const char *places[] = {fake, NULL};
    assert_int_equal(check("print('ours')\n", places, &told), 1);
    assert_told(&told, "stdout differs at line 1\n  python3: other\n  lastref: ours");
    drop_file(fake);
    text_deinit(&told);
}

static void no_python3_of_that_version(void **state) {
    (void)state;
    TextBuffer told = {0};
    const char *nowhere[] = {"/nowhere/python3", NULL};
    assert_int_equal(check("pass\n", nowhere, &told), WHOLE_RUN_IMPOSSIBLE);
    assert_told(&told, "3.11; found: none");
    char fake[128];
    snprintf(fake, sizeof fake, "%s", make_file("python3", "#!/bin/sh\necho 3.9\n", true));
    const char *places[] = {fake, NULL};
    assert_int_equal(check("pass\n", places, &told), WHOLE_RUN_IMPOSSIBLE);
    assert_told(&told, "3.11; found: 3.9");
    drop_file(fake);
    text_deinit(&told);
}

static void what_is_not_supported(void **state) {
    (void)state;
    TextBuffer told = {0};
    assert_int_equal(check("import socket\n", debian, &told), WHOLE_RUN_HALTED);
    assert_told(&told, "socket");
    text_deinit(&told);
}

/* ---- in the background ---- */

static AppCheck wait_for(const AppChecker *checker, TextBuffer *told) {
    for (uint64_t end = platform_clock_ms() + 30000; platform_clock_ms() < end;) {
        AppCheck answer = checker->poll(checker->context, told);
        if (answer != APP_CHECK_RUNNING) return answer;
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
    fail_msg("no answer");
    return APP_CHECK_RUNNING;
}

static void a_check_in_the_background(void **state) {
    (void)state;
    TextBuffer told = {0};
    Error error = {""};
    PythonCheck model = {.places = debian};
    PythonChecker *checker = python_checker_create(&model);
    AppChecker face = python_checker_interface(checker);
    char path[128];
    snprintf(path, sizeof path, "%s", make_file("script.py", "print('a')\n", false));
    assert_true(face.start(face.context, path, &error));
    assert_false(face.start(face.context, path, &error)); /* one at a time */
    assert_int_equal(wait_for(&face, &told), APP_CHECK_IDENTICAL);
    assert_told(&told, "identical");
    assert_false(face.start(face.context, "/nowhere/script.py", &error));
    drop_file(path);

    /* python3 would wait for an hour */
    snprintf(path, sizeof path, "%s",
             make_file("script.py", "import time\ntime.sleep(3600)\n", false));
    uint64_t began = platform_clock_ms();
    assert_true(face.start(face.context, path, &error));
    face.cancel(face.context);
    assert_int_equal(wait_for(&face, &told), APP_CHECK_FAILED);
    assert_told(&told, "cancelled");
    assert_true(platform_clock_ms() - began < 20000);

    /* and one that is under way at the end */
    assert_true(face.start(face.context, path, &error));
    python_checker_destroy(checker);
    drop_file(path);
    text_deinit(&told);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same),
        cmocka_unit_test(the_first_difference),
        cmocka_unit_test(no_python3_of_that_version),
        cmocka_unit_test(what_is_not_supported),
        cmocka_unit_test(a_check_in_the_background),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

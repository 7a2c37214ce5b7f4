/* The state folder: whose journal is whose. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "platform/state_folder.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64];

static int set_up(void **state) {
    (void)state;
    char data[128];
    snprintf(folder, sizeof folder, "/tmp/lastref-state-XXXXXX");
    if (!mkdtemp(folder)) return -1;
    snprintf(data, sizeof data, "%s/data", folder);
    return setenv("XDG_STATE_HOME", folder, 1) || setenv("XDG_DATA_HOME", data, 1) ? -1 : 0;
}

static int tear_down(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command) == 0 ? 0 : -1;
}

static void write_file(const char *path, const char *text) {
    Error error;
    assert_true(platform_file_write(path, text_of(text), &error));
}

/* Another window opens, writes its journal and ends without leaving. */
static pid_t begin_to_die(const char *text) {
    pid_t child = fork();
    if (child == 0) {
        StateFolder state = {0};
        Error error;
        platform_state_open(&state);
        platform_file_write(text_cstr(&state.journal), text_of(text), &error);
        _exit(0);
    }
    return child;
}

static void die_with_journal(const char *text) {
    int status;
    waitpid(begin_to_die(text), &status, 0);
}

static void expect_orphan(const StateFolder *state, size_t number, const char *text) {
    TextBuffer bytes = {0};
    Error error;
    assert_true(platform_file_read(state->orphans.paths.items[number], 1000, &bytes, &error));
    assert_string_equal(text_cstr(&bytes), text);
    text_deinit(&bytes);
}

static void test_orphans_are_claimed_once(void **unused) {
    (void)unused;
    StateFolder first = {0}, second = {0};
    die_with_journal("one");
    platform_state_open(&first);
    assert_int_equal(first.orphans.paths.count, 1);
    expect_orphan(&first, 0, "one");
    /* this process runs: neither its journal nor what it claimed is anybody else's */
    write_file(text_cstr(&first.journal), "mine");
    platform_state_open(&second);
    assert_int_equal(second.orphans.paths.count, 0);
    assert_string_equal(text_cstr(&first.journal), text_cstr(&second.journal));
    platform_state_deinit(&first);
    platform_state_deinit(&second);
}

/* A window that has ended is gone, whether its parent has asked about it or not. */
static void test_unasked_death(void **unused) {
    (void)unused;
    StateFolder state = {0};
    siginfo_t told;
    int status;
    pid_t child = begin_to_die("one");
    waitid(P_PID, (id_t)child, &told, WEXITED | WNOWAIT);
    platform_state_open(&state);
    assert_int_equal(state.orphans.paths.count, 1);
    platform_state_deinit(&state);
    waitpid(child, &status, 0);
}

/* What a window claimed and did not decide on is an orphan again when that window is gone. */
static void test_claimed_and_left(void **unused) {
    (void)unused;
    StateFolder state = {0};
    die_with_journal("one");
    die_with_journal("two");
    platform_state_open(&state);
    assert_int_equal(state.orphans.paths.count, 2);
    platform_state_deinit(&state);
}

static void test_few_and_young(void **unused) {
    (void)unused;
    char path[256];
    StateFolder state = {0};
    platform_state_open(&state); /* makes the folder */
    platform_state_deinit(&state);
    for (int i = 0; i < STATE_ORPHANS_MAX + 4; i++) {
        snprintf(path, sizeof path, "%s/lastref/open-99999999-%d.lastref", folder, i + 1);
        write_file(path, "x");
    }
    struct timeval old[2] = {{1000, 0}, {1000, 0}};
    assert_int_equal(utimes(path, old), 0);
    snprintf(path, sizeof path, "%s/lastref/notes.lastref", folder);
    write_file(path, "of somebody else");
    platform_state_open(&state);
    assert_int_equal(state.orphans.paths.count, STATE_ORPHANS_MAX);
    assert_true(platform_file_exists(path));
    FileNames left = {0};
    snprintf(path, sizeof path, "%s/lastref", folder);
    platform_folder_list(path, ".lastref", &left);
    assert_int_equal(left.paths.count, STATE_ORPHANS_MAX + 1);
    platform_names_deinit(&left);
    platform_state_deinit(&state);
}

static void test_no_folder(void **unused) {
    (void)unused;
    StateFolder state = {0};
    char path[128];
    snprintf(path, sizeof path, "%s/file", folder);
    write_file(path, "no folder");
    setenv("XDG_STATE_HOME", path, 1);
    platform_state_open(&state);
    assert_int_equal(state.journal.length, 0);
    assert_int_equal(state.orphans.paths.count, 0);
    platform_state_deinit(&state);
}

static void test_own_lessons(void **unused) {
    (void)unused;
    char lessons[128], path[256];
    StateFolder state = {0};
    platform_state_open(&state); /* makes the folder */
    snprintf(lessons, sizeof lessons, "%s/data/lastref/lessons", folder);
    assert_string_equal(text_cstr(&state.lesson_folder), lessons);
    assert_int_equal(state.lessons.paths.count, 0);
    platform_state_deinit(&state);
    static const char *const names[] = {"b.py", "c.lesson", "a.py", "notes.txt", "b.lesson"};
    for (int i = 0; i < 5; i++) {
        snprintf(path, sizeof path, "%s/%s", lessons, names[i]);
        write_file(path, "x");
    }
    static const char *const wanted[] = {"a.py", "b.lesson", "b.py", "c.lesson"};
    StateFolder again = {0};
    platform_state_open(&again);
    assert_int_equal(again.lessons.paths.count, 4);
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s/%s", lessons, wanted[i]);
        assert_string_equal(again.lessons.paths.items[i], path);
    }
    platform_state_deinit(&again);
}

/* All below a folder of one's own; the one of settings is made with the file. */
static void test_a_root(void **unused) {
    (void)unused;
    char root[128], path[256];
    snprintf(root, sizeof root, "%s/root", folder);
    StateFolder state = {.root = root};
    platform_state_open(&state);
    snprintf(path, sizeof path, "%s/data/progress", root);
    assert_string_equal(text_cstr(&state.progress), path);
    snprintf(path, sizeof path, "%s/state/recent", root);
    assert_string_equal(text_cstr(&state.recent), path);
    platform_state_deinit(&state);
    TextBuffer settings = {0}, read = {0};
    Error error;
    platform_settings_path(root, &settings);
    snprintf(path, sizeof path, "%s/config/settings", root);
    assert_string_equal(text_cstr(&settings), path);
    snprintf(path, sizeof path, "%s/config", root);
    assert_false(platform_file_exists(path));
    assert_true(platform_settings_write(text_cstr(&settings), text_of("x"), &error));
    assert_true(platform_file_read(text_cstr(&settings), 10, &read, &error));
    assert_string_equal(text_cstr(&read), "x");
    /* a file stands where the folder should be */
    text_appendf(&settings, "/config/settings");
    assert_false(platform_settings_write(text_cstr(&settings), text_of("y"), &error));
    assert_non_null(strstr(error.message, "the folder cannot be made"));
    text_deinit(&settings);
    text_deinit(&read);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_orphans_are_claimed_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_unasked_death, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_claimed_and_left, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_few_and_young, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_own_lessons, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_root, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_folder, set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

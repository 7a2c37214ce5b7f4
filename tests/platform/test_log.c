/* The log, and the last words of a program that a signal ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "platform/crash.h"
#include "platform/files.h"
#include "platform/log.h"
#include "platform/state_folder.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64], log_path[128], before_path[128];

static int set_up(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/lastref-log-XXXXXX");
    bool ok = mkdtemp(folder) != NULL;
    snprintf(log_path, sizeof log_path, "%s/log", folder);
    snprintf(before_path, sizeof before_path, "%s/log.1", folder);
    return ok && setenv("XDG_STATE_HOME", folder, 1) == 0 ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command) == 0 ? 0 : -1;
}

static void read_file(const char *path, TextBuffer *out) {
    Error error;
    text_clear(out);
    if (!platform_file_read(path, 1 << 20, out, &error)) fail_msg("%s", error.message);
}

static void expect_stamp(int64_t seconds, const char *expected) {
    char stamp[LOG_STAMP_SIZE];
    log_stamp(seconds, stamp);
    assert_string_equal(stamp, expected);
}

static void test_stamps(void **state) {
    (void)state;
    expect_stamp(0, "1970-01-01T00:00:00Z");
    expect_stamp(951782399, "2000-02-28T23:59:59Z");
    expect_stamp(951782400, "2000-02-29T00:00:00Z");
    expect_stamp(1709251199, "2024-02-29T23:59:59Z");
    expect_stamp(1709251200, "2024-03-01T00:00:00Z");
    expect_stamp(1798761599, "2026-12-31T23:59:59Z");
    expect_stamp(4107542400, "2100-03-01T00:00:00Z"); /* 2100 has no leap day */
}

static void test_lines(void **state) {
    (void)state;
    TextBuffer text = {0};
    char process[24];
    struct stat status;
    log_write(log_path, "opens %s", "a\nb\x01.py");
    log_write(log_path, "%s", "ends");
    read_file(log_path, &text);
    snprintf(process, sizeof process, " %ld ", (long)getpid());
    const char *second = strchr(text_cstr(&text), '\n') + 1;
    assert_memory_equal(text_cstr(&text) + LOG_STAMP_SIZE - 1, process, strlen(process));
    assert_non_null(strstr(text_cstr(&text), "opens a b .py\n"));
    assert_non_null(strstr(second, " ends\n"));
    assert_int_equal(stat(log_path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    log_write("", "nowhere");
    log_write("/nowhere/log", "nowhere");
    text_deinit(&text);
}

static void test_bound(void **state) {
    (void)state;
    enum { LINES = 1500 };
    TextBuffer text = {0};
    char *word = malloc(LOG_LINE_MAX + 1);
    struct stat status;
    memset(word, 'x', LOG_LINE_MAX);
    word[LOG_LINE_MAX] = '\0';
    for (int i = 0; i < LINES; i++) {
        log_write(log_path, "%d %s", i, word);
        assert_int_equal(stat(log_path, &status), 0);
        if (status.st_size > LOG_BYTES_MAX) fail_msg("%lld bytes", (long long)status.st_size);
    }
    free(word);
    assert_int_equal(stat(before_path, &status), 0);
    assert_true(status.st_size <= LOG_BYTES_MAX && status.st_size > LOG_BYTES_MAX / 2);
    read_file(log_path, &text);
    assert_non_null(strstr(text_cstr(&text), " 1499 x"));
    text_deinit(&text);
}

/* ---- the last words ---- */

/* A call within a call, without end for people. */
static int overflow(uint64_t depth) {
    volatile char room[4096];
    room[0] = (char)depth;
    return depth ? overflow(depth - 1) + room[0] : 0;
}

static void die(int number) {
    volatile char *closed = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (number == SIGABRT) abort();
    if (number == SIGSEGV) closed[0] = 1;
    if (number == 0) _exit(overflow(UINT64_MAX)); /* no stack is left for a handler */
    raise(number);
}

static void expect_last_words(int number, const char *name) {
    pid_t child = fork();
    if (child == 0) {
        StateFolder state = {0};
        struct rlimit small = {1 << 20, 1 << 20}, none = {0, 0};
        setrlimit(RLIMIT_STACK, &small);
        setrlimit(RLIMIT_CORE, &none);
        /* those of cmocka go on with the next test */
        const int fatal[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};
        for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++) signal(fatal[i], SIG_DFL);
        platform_state_open(&state);
        crash_watch(text_cstr(&state.log), text_cstr(&state.marker));
        die(number);
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status)); /* as without the watch */
    assert_int_equal(WTERMSIG(status), number ? number : SIGSEGV);
    StateFolder state = {0};
    TextBuffer text = {0};
    char line[64];
    platform_state_open(&state);
    assert_string_equal(text_cstr(&state.crash), name);
    read_file(text_cstr(&state.log), &text);
    snprintf(line, sizeof line, " %ld ended by %s;", (long)child, name);
    assert_non_null(strstr(text_cstr(&text), line));
    platform_state_deinit(&state);
    state = (StateFolder){0};
    platform_state_open(&state); /* told once */
    assert_string_equal(text_cstr(&state.crash), "");
    platform_state_deinit(&state);
    text_deinit(&text);
}

static void test_last_words(void **state) {
    (void)state;
    expect_last_words(SIGSEGV, "SIGSEGV");
    expect_last_words(SIGABRT, "SIGABRT");
    expect_last_words(SIGBUS, "SIGBUS");
    expect_last_words(SIGFPE, "SIGFPE");
    expect_last_words(SIGILL, "SIGILL");
    expect_last_words(0, "SIGSEGV");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stamps),
        cmocka_unit_test_setup_teardown(test_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bound, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_last_words, set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

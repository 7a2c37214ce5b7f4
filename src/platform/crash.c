#include "platform/crash.h"

#include "platform/log.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { STACK_BYTES = 64 * 1024 /* for a handler whose thread has run out of stack */ };

static const struct {
    int number;
    const char *name;
    bool sent; /* by who wants it to end, and no fault: the log tells, the next start does not */
} signals[] = {{SIGSEGV, "SIGSEGV", false}, {SIGABRT, "SIGABRT", false}, {SIGBUS, "SIGBUS", false},
               {SIGFPE, "SIGFPE", false},   {SIGILL, "SIGILL", false},   {SIGTERM, "SIGTERM", true},
               {SIGHUP, "SIGHUP", true},    {SIGINT, "SIGINT", true}};

enum { SIGNALS = sizeof signals / sizeof signals[0] };

/* A signal handler is told nothing but its signal: this is where it finds the rest. Written before
 * the first handler is there, and never again. */
static struct Watch {
    char log[PATH_MAX], marker[PATH_MAX];
    char process[24];                 /* " 1234 " */
    bool left;                        /* crash_leave was called */
    struct sigaction before[SIGNALS]; /* a sanitizer's, or the system's */
    char stack[STACK_BYTES];          /* of the main thread's handler */
} crash_watched;

/* Only what POSIX allows in a handler is called from here on. */

static void say(int file, const char *text) {
    ssize_t written = write(file, text, strlen(text));
    (void)written; /* there is nobody left to be told */
}

static void leave_marker(const char *name) {
    int file = open(crash_watched.marker, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return;
    say(file, name);
    close(file);
}

static void leave_line(const char *name) {
    struct timespec now = {0};
    char line[160], stamp[LOG_STAMP_SIZE];
    clock_gettime(CLOCK_REALTIME, &now);
    log_stamp((int64_t)now.tv_sec, stamp);
    char *end = stpcpy(stpcpy(line, stamp), crash_watched.process);
    end = stpcpy(stpcpy(end, "ended by "), name);
    stpcpy(end, "; what was not saved is kept\n");
    int file =
        open(crash_watched.log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
    if (file < 0) return;
    say(file, line);
    close(file);
}

static void at_exit(void) {
    if (!crash_watched.left && crash_watched.log[0]) leave_line("the loss of its display");
}

static void handle(int number, siginfo_t *info, void *context) {
    (void)context;
    for (int i = 0; i < SIGNALS; i++) {
        sigaction(signals[i].number, &crash_watched.before[i], NULL);
    }
    for (int i = 0; i < SIGNALS; i++) {
        if (signals[i].number != number) continue;
        if (crash_watched.marker[0] && !signals[i].sent) leave_marker(signals[i].name);
        if (crash_watched.log[0]) leave_line(signals[i].name);
    }
    /* A fault happens again on return, where it did; what was sent does not. */
    bool is_fault = info->si_code > 0 && number != SIGABRT;
    if (!is_fault) raise(number);
}

static void copy_path(char *to, const char *path) {
    if (strlen(path) < PATH_MAX) strcpy(to, path);
}

void crash_watch(const char *log, const char *marker) {
    copy_path(crash_watched.log, log);
    copy_path(crash_watched.marker, marker);
    snprintf(crash_watched.process, sizeof crash_watched.process, " %ld ", (long)getpid());
    atexit(at_exit);
    stack_t there = {0}, stack = {.ss_sp = crash_watched.stack, .ss_size = STACK_BYTES};
    /* a sanitizer has put one there already */
    if (sigaltstack(NULL, &there) == 0 && there.ss_flags & SS_DISABLE) sigaltstack(&stack, NULL);
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigfillset(&action.sa_mask);
    for (int i = 0; i < SIGNALS; i++) sigaction(signals[i].number, NULL, &crash_watched.before[i]);
    for (int i = 0; i < SIGNALS; i++) {
        /* `nohup` stays what it is */
        if (crash_watched.before[i].sa_handler == SIG_IGN) continue;
        sigaction(signals[i].number, &action, NULL);
    }
}

void crash_leave(void) {
    crash_watched.left = true;
}

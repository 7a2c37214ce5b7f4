#include "platform/process.h"

#include "base/translate.h"
#include "platform/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CANNOT_START = 127 };

/* In the new process; does not return. */
static void become(const char *const *arguments, const char *const *settings, const int *out,
                   const int *err) {
    int nothing = open("/dev/null", O_RDONLY);
    if (nothing >= 0) dup2(nothing, STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    dup2(err[1], STDERR_FILENO);
    for (; settings && *settings; settings++) putenv((char *)(uintptr_t)*settings);
    execvp(arguments[0], (char *const *)(uintptr_t)arguments);
    _exit(CANNOT_START);
}

/* Reads what is there; false at the end of the stream. */
static bool take(int fd, TextBuffer *text) {
    char block[16384];
    ssize_t got = read(fd, block, sizeof block);
    if (got > 0) text_append(text, block, (size_t)got);
    return got > 0 || (got < 0 && errno == EINTR);
}

/* Reads both streams to their ends. */
static bool gather(const char *program, const int *fds, ProcessLimits limits, ProcessOutput *output,
                   Error *error) {
    uint64_t end = platform_clock_ms() + (uint64_t)limits.seconds * 1000;
    TextBuffer *texts[2] = {&output->out, &output->err};
    struct pollfd wanted[2] = {{.fd = fds[0], .events = POLLIN}, {.fd = fds[1], .events = POLLIN}};
    while (wanted[0].fd >= 0 || wanted[1].fd >= 0) {
        enum { SLICE_MS = 50 }; /* between two looks at `cancel` */
        uint64_t now = platform_clock_ms();
        int wait = now >= end ? 0 : limits.cancel ? SLICE_MS : (int)(end - now);
        if (limits.cancel && *limits.cancel) return error_set(error, _("cancelled"));
        int ready = now < end ? poll(wanted, 2, wait) : 0;
        if (ready == 0 && now < end && limits.cancel) continue;
        if (ready == 0) {
            return error_set(error, _("%s: still running after %d seconds"), program,
                             limits.seconds);
        }
        if (ready < 0) continue; /* a signal */
        for (int i = 0; i < 2; i++) {
            if (wanted[i].fd < 0 || !wanted[i].revents) continue;
            if (!take(wanted[i].fd, texts[i])) wanted[i].fd = -1;
            if (texts[i]->length > limits.bytes) {
                return error_set(error, _("%s: prints more than %zu bytes"), program, limits.bytes);
            }
        }
    }
    return true;
}

static void wait_for_end(pid_t child, int *told) {
    while (waitpid(child, told, 0) < 0 && errno == EINTR) {
    }
}

/* As a shell has it: of a signal 128 and its number. */
static int status_of(int told) {
    return WIFEXITED(told) ? WEXITSTATUS(told) : 128 + WTERMSIG(told);
}

/* Closed in the new process. */
static bool open_pipe(int *ends) {
    if (pipe(ends) != 0) return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return true;
}

bool platform_process_run(const char *const *arguments, const char *const *settings,
                          ProcessLimits limits, ProcessOutput *output, Error *error) {
    int out[2], err[2], told;
    const char *program = arguments[0];
    if (!open_pipe(out)) return error_set(error, "%s: %s", program, strerror(errno));
    if (!open_pipe(err)) {
        close(out[0]);
        close(out[1]);
        return error_set(error, "%s: %s", program, strerror(errno));
    }
    pid_t child = fork();
    if (child == 0) become(arguments, settings, out, err);
    int failure = errno;
    close(out[1]);
    close(err[1]);
    bool good = child > 0;
    if (good) {
        good = gather(program, (int[]){out[0], err[0]}, limits, output, error);
        if (!good) kill(child, SIGKILL);
        wait_for_end(child, &told);
        output->status = status_of(told);
        if (good && output->status == CANNOT_START) {
            good = error_set(error, _("%s: cannot be started"), program);
        }
    } else {
        error_set(error, _("%s: cannot be started: %s"), program, strerror(failure));
    }
    close(out[0]);
    close(err[0]);
    return good;
}

/* The bytes as a file without a name, to be read from its start; -1: it cannot be made. */
static int hold(Text bytes) {
    char name[] = "/tmp/lastref-XXXXXX";
    int fd = mkstemp(name);
    if (fd < 0) return -1;
    unlink(name);
    for (size_t done = 0; done < bytes.length;) {
        ssize_t written = write(fd, bytes.bytes + done, bytes.length - done);
        if (written > 0) done += (size_t)written;
        if (written > 0 || (written < 0 && errno == EINTR)) continue;
        close(fd);
        return -1;
    }
    lseek(fd, 0, SEEK_SET);
    return fd;
}

/* In the new process; does not return. */
static void become_fed(const char *const *arguments, int input) {
    int nothing = open("/dev/null", O_WRONLY);
    dup2(input, STDIN_FILENO);
    if (nothing >= 0) dup2(nothing, STDOUT_FILENO);
    if (nothing >= 0) dup2(nothing, STDERR_FILENO);
    execvp(arguments[0], (char *const *)(uintptr_t)arguments);
    _exit(CANNOT_START);
}

/* False: it runs for too long, and was ended. */
static bool wait_for(pid_t child, int seconds, int *told) {
    uint64_t end = platform_clock_ms() + (uint64_t)seconds * 1000;
    for (;;) {
        pid_t ended = waitpid(child, told, WNOHANG);
        if (ended == child) return true;
        if (ended < 0 && errno != EINTR) return false;
        if (platform_clock_ms() >= end) break;
        poll(NULL, 0, 5);
    }
    kill(child, SIGKILL);
    wait_for_end(child, told);
    return false;
}

bool platform_process_feed(const char *const *arguments, Text bytes, int seconds, Error *error) {
    const char *program = arguments[0];
    int told = 0, input = hold(bytes);
    if (input < 0) return error_set(error, "%s: %s", program, strerror(errno));
    pid_t child = fork();
    if (child == 0) become_fed(arguments, input);
    int failure = errno;
    close(input);
    if (child < 0) {
        return error_set(error, _("%s: cannot be started: %s"), program, strerror(failure));
    }
    if (!wait_for(child, seconds, &told)) {
        return error_set(error, _("%s: still running after %d seconds"), program, seconds);
    }
    int status = status_of(told);
    if (status == 0) return true;
    if (status == CANNOT_START) return error_set(error, _("%s: cannot be started"), program);
    return error_set(error, _("%s: ended with status %d"), program, status);
}

void platform_process_deinit(ProcessOutput *output) {
    text_deinit(&output->out);
    text_deinit(&output->err);
}

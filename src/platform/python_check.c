#include "platform/python_check.h"

#include "app/verify.h"
#include "base/translate.h"
#include "base/worker.h"
#include "platform/files.h"
#include "platform/process.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    SECONDS_MAX = 60,           /* for each run of python3 */
    PRINTED_MAX = 64 << 20,     /* bytes */
    SCRIPT_BYTES_MAX = 4 << 20, /* no script for people is longer */
    TOLD_MAX = 4000,            /* bytes of what python3 says of a failed assert */
};

/* ---- one check ---- */

/* Debian's own is the reference; another build may stand first on PATH. */
static const char *const usual_places[] = {"/usr/bin/python3", "python3.11", "python3", NULL};
/* The order of sets that Lastref has, and no settings of the caller's: empty ones are none. */
static const char *const settings[] = {"PYTHONHASHSEED=0", "PYTHONUNBUFFERED=", "PYTHONPATH=",
                                       "PYTHONSTARTUP=",   "PYTHONWARNINGS=",   NULL};

/* The first python3 of version 3.11, null with a message when there is none. */
static const char *find_python(const char *const *places, ProcessLimits limits, Error *error) {
    static const char ask[] = "import sys; print('%d.%d' % sys.version_info[:2])";
    char found[64] = "";
    for (size_t i = 0; places[i]; i++) {
        const char *arguments[] = {places[i], "-c", ask, NULL};
        ProcessOutput answer = {0};
        bool good = platform_process_run(arguments, NULL, limits, &answer, error);
        Text version = text_view(&answer.out);
        if (version.length && version.bytes[version.length - 1] == '\n') version.length--;
        bool right = good && text_is(version, "3.11");
        if (good) snprintf(found, sizeof found, "%.*s", (int)version.length, version.bytes);
        platform_process_deinit(&answer);
        if (right) return places[i];
        if (limits.cancel && *limits.cancel) return NULL;
    }
    error_set(error, _("verify needs python3 of version 3.11; found: %s"),
              found[0] ? found : _("none"));
    return NULL;
}

static void keep_output(void *context, int fd, const char *bytes, size_t length) {
    ProcessOutput *kept = context;
    text_append(fd == 2 ? &kept->err : &kept->out, bytes, length);
}

static VerifyRun run_of(const ProcessOutput *kept) {
    return (VerifyRun){.out = {text_cstr(&kept->out), kept->out.length},
                       .err = {text_cstr(&kept->err), kept->err.length},
                       .status = kept->status};
}

/* By python3 twice, then by Lastref; 0, or the status with a message. */
static int run_all(const PythonCheck *check, Text source, ProcessLimits limits,
                   ProcessOutput runs[3], Error *error) {
    const char *python = find_python(check->places ? check->places : usual_places, limits, error);
    const char *arguments[] = {python, check->file, NULL};
    if (!python || !platform_process_run(arguments, settings, limits, &runs[1], error) ||
        !platform_process_run(arguments, settings, limits, &runs[2], error)) {
        return WHOLE_RUN_IMPOSSIBLE;
    }
    WholeRun run = check->run;
    run.stream = STREAM_BLOCKS;
    run.write = keep_output;
    run.context = &runs[0];
    runs[0].status = whole_run(&run, source, error);
    return error->message[0] ? runs[0].status : 0;
}

int python_check(const PythonCheck *check, Text source, const atomic_int *cancel,
                 TextBuffer *told) {
    const ProcessLimits limits = {.seconds = SECONDS_MAX, .bytes = PRINTED_MAX, .cancel = cancel};
    Error error = {""};
    ProcessOutput runs[3] = {0}; /* lastref, python3, python3 */
    int status = run_all(check, source, limits, runs, &error);
    if (status) {
        text_append_string(told, error.message);
    } else {
        status = verify_compare(run_of(&runs[0]), run_of(&runs[1]), run_of(&runs[2]), told) ? 0 : 1;
    }
    for (int i = 0; i < 3; i++) platform_process_deinit(&runs[i]);
    return status;
}

/* ---- a script with asserts ---- */

/* In a file of its own, since it has to be a script: what it counts depends on that. The caller
 * removes it. */
static bool write_script(Text script, TextBuffer *path, Error *error) {
    const char *folder = getenv("TMPDIR");
    text_appendf(path, "%s/lastref-XXXXXX.py", folder && folder[0] ? folder : "/tmp");
    int file = mkstemps(path->bytes, 3);
    if (file < 0)
        return error_set(error, _("%s: cannot be made: %s"), path->bytes, strerror(errno));
    close(file);
    if (platform_file_write(path->bytes, script, error)) return true;
    platform_file_remove(path->bytes);
    return false;
}

int python_check_asserts(Text script, bool raises, TextBuffer *told) {
    const ProcessLimits limits = {.seconds = SECONDS_MAX, .bytes = PRINTED_MAX};
    Error error = {""};
    ProcessOutput output = {0};
    TextBuffer path = {0};
    const char *python = find_python(usual_places, limits, &error);
    bool written = python && write_script(script, &path, &error);
    const char *arguments[] = {python, text_cstr(&path), NULL};
    bool ran = written && platform_process_run(arguments, settings, limits, &output, &error);
    if (written) platform_file_remove(text_cstr(&path));
    bool agrees = raises ? output.status == 1 && !strstr(text_cstr(&output.err), "\nAssertionError")
                         : output.status == 0;
    int status = !ran ? WHOLE_RUN_IMPOSSIBLE : !agrees;
    if (!ran) text_append_string(told, error.message);
    if (status == 1) {
        size_t from = output.err.length > TOLD_MAX ? output.err.length - TOLD_MAX : 0;
        text_append_string(told, text_cstr(&output.err) + from);
    }
    platform_process_deinit(&output);
    text_deinit(&path);
    return status;
}

/* ---- in the background ---- */

struct PythonChecker {
    PythonCheck model;
    Worker *worker; /* null: no check is under way */
    atomic_int cancel;
    /* the worker's while it is under way */
    TextBuffer file, source, told;
    int status;
};

static void work(void *context) {
    PythonChecker *checker = context;
    PythonCheck check = checker->model;
    check.file = check.run.script = check.run.argument = text_cstr(&checker->file);
    checker->status =
        python_check(&check, text_view(&checker->source), &checker->cancel, &checker->told);
}

static void finish(PythonChecker *checker) {
    worker_join(checker->worker);
    checker->worker = NULL;
}

static void cancel(void *context) {
    ((PythonChecker *)context)->cancel = 1;
}

/* The file is read again: it is what python3 will see. */
static bool start(void *context, const char *path, Error *error) {
    PythonChecker *checker = context;
    if (checker->worker) return error_set(error, _("a check is under way"));
    text_clear(&checker->file);
    text_clear(&checker->source);
    text_clear(&checker->told);
    if (!platform_file_read_text(path, SCRIPT_BYTES_MAX, &checker->source, error)) return false;
    text_append_string(&checker->file, path);
    checker->cancel = 0;
    checker->worker = worker_start(work, checker);
    return true;
}

static AppCheck poll(void *context, TextBuffer *told) {
    PythonChecker *checker = context;
    if (!checker->worker || !worker_is_done(checker->worker)) return APP_CHECK_RUNNING;
    finish(checker);
    text_append(told, text_cstr(&checker->told), checker->told.length);
    switch (checker->status) {
    case 0: return APP_CHECK_IDENTICAL;
    case 1: return APP_CHECK_DIFFERENT;
    default: return APP_CHECK_FAILED;
    }
}

PythonChecker *python_checker_create(const PythonCheck *model) {
    PythonChecker *checker = memory_alloc(sizeof *checker);
    checker->model = *model;
    return checker;
}

void python_checker_destroy(PythonChecker *checker) {
    if (!checker) return;
    checker->cancel = 1;
    finish(checker);
    text_deinit(&checker->file);
    text_deinit(&checker->source);
    text_deinit(&checker->told);
    memory_free(checker);
}

AppChecker python_checker_interface(PythonChecker *checker) {
    return (AppChecker){.context = checker, .start = start, .poll = poll, .cancel = cancel};
}

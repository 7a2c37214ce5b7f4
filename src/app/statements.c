/* Statements that are wished by panels, one after the other up to the first that fails, and how
 * that is told. */
#include "app/app_state.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { ERRORS_KEPT = 1 << 16 /* bytes of stderr: a traceback's end is in it */ };

/* ---- wishes ---- */

static void forget(StatementList *statements) {
    for (size_t i = 0; i < statements->count; i++) memory_free(statements->items[i]);
    array_clear(statements);
}

void statements_deinit(App *app) {
    forget(&app->wish.statements);
    array_deinit(&app->wish.statements);
}

void app_wish_further(App *app, Text text) {
    char *copy = memory_alloc(text.length + 1);
    memcpy(copy, text.bytes, text.length);
    array_push(&app->wish.statements, copy);
}

void app_wish_nothing(App *app) {
    forget(&app->wish.statements);
    app->wish.answer = NULL;
}

void app_wish_statement(App *app, const char *text) {
    app_wish_nothing(app);
    app_wish_further(app, text_of(text));
}

/* ---- executing ---- */

Text statements_last_line(Text text) {
    while (text.length && text.bytes[text.length - 1] == '\n') text.length--;
    size_t start = text.length;
    while (start > 0 && text.bytes[start - 1] != '\n') start--;
    return (Text){text.bytes + start, text.length - start};
}

/* Keeps what goes to stderr: how a statement ended is told there. */
static void take_stderr(void *context, int fd, const char *bytes, size_t length) {
    App *app = context;
    if (fd == 2 && app->errors.length < ERRORS_KEPT) text_append(&app->errors, bytes, length);
}

/* The line of the statement in which the traceback begins, or of a syntax error; 0: it tells none.
 */
static uint32_t statement_line(const char *traceback) {
    static const char place[] = "File \"<stdin>\", line ";
    const char *found = strstr(traceback, place);
    return found ? (uint32_t)strtoul(found + strlen(place), NULL, 10) : 0;
}

/* Whether a statement can be executed at what is shown; else `end` is told why not. */
static bool can_execute(const App *app, StatementsEnd *end) {
    const char *why = app->inside.at ? "A line is under way here. Step to its end first."
                      : !timeline_at_module_level(app->timeline)
                          ? "A call is under way here: gestures act at module level."
                          : "";
    end->refusal = text_of(why);
    return !why[0];
}

/* False where it failed, and then `end` is told why. */
static bool execute(App *app, const char *statement, StatementsEnd *end) {
    text_clear(&app->errors);
    timeline_set_writer(app->timeline, take_stderr, app);
    TimelineOutcome outcome = timeline_execute(app->timeline, text_of(statement));
    timeline_set_writer(app->timeline, NULL, NULL);
    if (outcome.result == RUN_OK) {
        arrange_statement_done(app);
        return true;
    }
    if (outcome.result == RUN_HALTED) {
        text_clear(&app->errors);
        text_append_string(&app->errors, outcome.message);
    } else if (outcome.result != RUN_SYNTAX) {
        timeline_discard(app->timeline);
    }
    end->line = statement_line(text_cstr(&app->errors));
    end->refusal = statements_last_line((Text){text_cstr(&app->errors), app->errors.length});
    return false;
}

/* Where the statement executed at a stop first runs a line in a call, if it does. */
static void show_first_call(App *app, uint32_t from) {
    uint32_t last = timeline_position(app->timeline);
    for (uint32_t stop = from + 1; stop < last; stop++) {
        timeline_seek(app->timeline, stop);
        if (!timeline_at_module_level(app->timeline)) break;
    }
    if (timeline_at_module_level(app->timeline)) timeline_seek(app->timeline, last);
    app_refresh(app);
}

/* A note of how the statements ended: the last one, or why the first that failed did. */
static void tell_end(App *app, const StatementList *statements, StatementsEnd end) {
    if (end.all) {
        const char *last = array_last(statements), *line_end = strchr(last, '\n');
        int length = (int)(line_end ? (size_t)(line_end - last) : strlen(last));
        app_say(app, false, "%.*s%s", length, last, line_end ? " ..." : "");
    } else {
        app_say(app, true, "%.*s", (int)end.refusal.length, end.refusal.bytes);
    }
}

void statements_execute(App *app) {
    StatementList statements = app->wish.statements;
    StatementsAnswer answer = app->wish.answer;
    StatementsEnd end = {0};
    app->wish.statements = (StatementList){0};
    app->wish.answer = NULL;
    bool walk = app->wish.walk;
    uint32_t from = timeline_position(app->timeline);
    app->wish.walk = false;
    if (can_execute(app, &end)) {
        while (end.done < statements.count && execute(app, statements.items[end.done], &end)) {
            end.done++;
        }
        app_refresh_history(app);
    }
    end.all = end.done == statements.count;
    if (answer) {
        answer(app, end);
    } else {
        tell_end(app, &statements, end);
    }
    arrange_arrived(app, end.all);
    if (end.all && walk) show_first_call(app, from);
    forget(&statements);
    array_deinit(&statements);
}

#include "app/statements.h"

#include "app/app_state.h"
#include "base/translate.h"

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
    statements_forget(app);
}

void app_wish_further(App *app, Text text) {
    array_push(&app->wish.statements, text_copy(text));
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

bool statements_possible(const App *app) {
    return app->timeline && !app->inside.at &&
           !timeline_is_collecting(app->timeline, timeline_position(app->timeline));
}

/* Else `end` is told why not. */
static bool can_execute(const App *app, StatementsEnd *end) {
    if (statements_possible(app)) return true;
    end->refusal =
        text_of(app->inside.at ? _("A line is under way here. Step to its end first.")
                               : _("A collection is under way here. Step to its end first."));
    return false;
}

typedef enum Ended { RAN, FAILED, WAITS } Ended;

/* How a statement ended; where it failed `end` is told why. */
static Ended take_outcome(App *app, TimelineOutcome outcome, StatementsEnd *end) {
    timeline_set_writer(app->timeline, NULL, NULL);
    if (outcome.waiting) return WAITS;
    if (outcome.result == RUN_OK) {
        arrange_statement_done(app);
        return RAN;
    }
    if (outcome.result == RUN_HALTED) {
        text_clear(&app->errors);
        text_append_string(&app->errors, outcome.message);
    } else if (outcome.result != RUN_SYNTAX) {
        timeline_discard(app->timeline);
    }
    end->line = statement_line(text_cstr(&app->errors));
    end->refusal = text_last_line((Text){text_cstr(&app->errors), app->errors.length});
    return FAILED;
}

static Ended execute(App *app, const char *statement, StatementsEnd *end) {
    text_clear(&app->errors);
    timeline_set_writer(app->timeline, take_stderr, app);
    return take_outcome(app, timeline_execute(app->timeline, text_of(statement)), end);
}

/* Where the statement executed at a stop first runs a line in a call, if it does. */
static void show_first_call(App *app, uint32_t from) {
    uint32_t last = timeline_position(app->timeline), outside = timeline_depth(app->timeline, from);
    for (uint32_t stop = from + 1; stop < last; stop++) {
        if (timeline_depth(app->timeline, stop) <= outside + 1) continue; /* the statement itself */
        timeline_seek(app->timeline, stop);
        app_refresh(app);
        return;
    }
}

/* The first time that the future was cut, it is said how to have it back. */
static void tell_cut(App *app, uint32_t cut) {
    if (!cut || app->cut_told || app->present.on) return;
    app->cut_told = true;
    app_say(app, false,
            translate_many(
                "This goes on from here: the %u later step is cut. Undo brings it back.",
                "This goes on from here: the %u later steps are cut. Undo brings them back.", cut),
            cut);
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

/* ---- a run of them ---- */

static void finish(App *app, StatementsEnd end) {
    StatementRun run = app->run;
    app->run = (StatementRun){0};
    end.done = run.done;
    end.all = run.done == run.statements.count;
    if (run.answer) {
        run.answer(app, end);
    } else {
        tell_end(app, &run.statements, end);
    }
    arrange_arrived(app, end.all);
    if (end.all && run.walk) show_first_call(app, run.from);
    if (end.all) tell_cut(app, run.later);
    forget(&run.statements);
    array_deinit(&run.statements);
}

/* The last one ended so; the others follow, up to one that fails or waits. */
static void go_on(App *app, Ended ended, StatementsEnd end) {
    StatementRun *run = &app->run;
    while (ended == RAN && ++run->done < run->statements.count) {
        ended = execute(app, run->statements.items[run->done], &end);
    }
    app_refresh_history(app);
    if (ended == WAITS) {
        question_begin(app);
    } else {
        finish(app, end);
    }
}

void statements_execute(App *app) {
    StatementsEnd end = {0};
    app->run.answer = NULL; /* what is wished now is no answer to one that waits */
    statements_give_up(app);
    app->run =
        (StatementRun){.statements = app->wish.statements,
                       .answer = app->wish.answer,
                       .walk = app->wish.walk,
                       .from = timeline_position(app->timeline),
                       .later = timeline_count(app->timeline) - timeline_position(app->timeline)};
    app->wish.statements = (StatementList){0};
    app->wish.answer = NULL;
    app->wish.walk = false;
    if (can_execute(app, &end)) {
        go_on(app, execute(app, app->run.statements.items[0], &end), end);
    } else {
        finish(app, end);
    }
}

/* ---- while one waits for input ---- */

bool statements_wait(const App *app) {
    return app->run.statements.count > 0;
}

void statements_give_up(App *app) {
    if (!statements_wait(app)) return;
    timeline_give_up(app->timeline);
    app_refresh(app);
    finish(app, (StatementsEnd){.refusal = text_of("KeyboardInterrupt")});
}

void statements_check(App *app) {
    if (statements_wait(app) && !timeline_is_waiting(app->timeline)) statements_give_up(app);
}

void statements_forget(App *app) {
    forget(&app->run.statements);
    array_deinit(&app->run.statements);
    app->run = (StatementRun){0};
}

/* The script goes on; where its last stop was shown, the next one is. */
static void reply_to_script(App *app, const char *line) {
    uint32_t shown = timeline_position(app->timeline);
    bool last = shown == timeline_count(app->timeline);
    timeline_answer(app->timeline, line);
    if (last && shown < timeline_count(app->timeline)) timeline_seek(app->timeline, shown + 1);
    app_refresh_history(app);
}

void statements_reply(App *app, const char *line) {
    StatementsEnd end = {0};
    if (!statements_wait(app)) {
        reply_to_script(app, line);
        return;
    }
    text_clear(&app->errors);
    timeline_set_writer(app->timeline, take_stderr, app);
    TimelineOutcome outcome = timeline_answer(app->timeline, line);
    go_on(app, take_outcome(app, outcome, &end), end);
}

/* What must be seen. */
#include "session/session_state.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The words after a state's name; `""` is the empty text. */
static bool compare_state(Session *session, char *rest, bool within) {
    const char *state = session_word(&rest);
    const char *wanted = strcmp(rest, "\"\"") == 0 ? "" : rest;
    TextBuffer value = {0};
    if (!app_state(session->app, state, &value)) {
        return session_fail(session, "there is no state %s", state);
    }
    bool same =
        within ? strstr(text_cstr(&value), wanted) != NULL : strcmp(text_cstr(&value), wanted) == 0;
    char is[300];
    snprintf(is, sizeof is, "%s", text_cstr(&value));
    text_deinit(&value);
    return same || session_fail(session, "%s is \"%s\", not \"%s\"", state, is, wanted);
}

static bool expect(Session *session, char *rest) {
    return compare_state(session, rest, false);
}

static bool expect_in(Session *session, char *rest) {
    return compare_state(session, rest, true);
}

/* The lines up to "end", as the value of a state of several lines. */
static bool expect_lines(Session *session, char *rest) {
    TextBuffer wanted = {0}, value = {0}, line = {0};
    const char *state = session_word(&rest);
    while (session_next_line(session, &line) && strcmp(text_cstr(&line), "end") != 0) {
        text_appendf(&wanted, "%s\n", text_cstr(&line));
    }
    bool known = app_state(session->app, state, &value);
    if (value.length && value.bytes[value.length - 1] != '\n') text_append_char(&value, '\n');
    bool same = known && text_equal(text_view(&value), text_view(&wanted));
    char is[400];
    snprintf(is, sizeof is, "%s", text_cstr(&value));
    text_deinit(&wanted);
    text_deinit(&value);
    text_deinit(&line);
    if (!known) return session_fail(session, "there is no state %s", state);
    return same || session_fail(session, "%s is\n%s", state, is);
}

static bool expect_place(Session *session, char *rest) {
    Rect rect;
    return session_place(session, session_word(&rest), &rect);
}

static bool expect_no_place(Session *session, char *rest) {
    Rect rect;
    const char *name = session_word(&rest);
    if (!app_find_place(session->app, name, &rect)) return true;
    return session_fail(session, "the place %s is there", name);
}

static bool note(Session *session, char *rest) {
    return session_place(session, session_word(&rest), &session->noted);
}

/* Whether the place is where it was noted, to half a pixel. */
static bool compare_place(Session *session, char *rest, bool same) {
    const char *name = session_word(&rest);
    Rect now, then = session->noted;
    if (!session_place(session, name, &now)) return false;
    bool is = fabsf(now.x - then.x) < 0.5f && fabsf(now.y - then.y) < 0.5f;
    if (is == same) return true;
    return session_fail(session, "%s is at %g,%g and was at %g,%g", name, (double)now.x,
                        (double)now.y, (double)then.x, (double)then.y);
}

static bool expect_same(Session *session, char *rest) {
    return compare_place(session, rest, true);
}

static bool expect_moved(Session *session, char *rest) {
    return compare_place(session, rest, false);
}

const SessionCommand session_expect_commands[] = {{"expect", expect},
                                                  {"expect-in", expect_in},
                                                  {"expect-lines", expect_lines},
                                                  {"expect-place", expect_place},
                                                  {"expect-no-place", expect_no_place},
                                                  {"note", note},
                                                  {"expect-same", expect_same},
                                                  {"expect-moved", expect_moved},
                                                  {NULL, NULL}};

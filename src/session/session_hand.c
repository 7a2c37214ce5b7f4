/* Mouse and keyboard. */
#include "session/session_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void mouse(Session *session, InputKind kind, InputButton button, int clicks,
                  unsigned modifiers) {
    InputEvent event = {.kind = kind,
                        .button = button,
                        .clicks = clicks,
                        .at = session->mouse,
                        .modifiers = modifiers,
                        .time_ms = session->now};
    session_frame(session, &event, 1);
}

static void move_to(Session *session, Point at) {
    session->mouse = at;
    mouse(session, INPUT_MOUSE_MOVE, BUTTON_NONE, 0, 0);
}

/* In small moves, as a hand does. */
static void glide_to(Session *session, Point to) {
    Point from = session->mouse;
    for (int i = 1; i <= 8; i++) {
        float t = (float)i / 8;
        move_to(session, (Point){from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t});
    }
}

static void press(Session *session, InputButton button, int clicks, unsigned modifiers) {
    mouse(session, INPUT_MOUSE_DOWN, button, clicks, modifiers);
}

static void let_go(Session *session, InputButton button, unsigned modifiers) {
    mouse(session, INPUT_MOUSE_UP, button, 1, modifiers);
}

bool session_press_key(Session *session, const char *combo) {
    unsigned modifiers;
    InputKey key = input_combo_read(text_of(combo), &modifiers);
    if (key == KEY_NONE) return session_fail(session, "there is no key %s", combo);
    InputEvent events[2] = {{.kind = INPUT_KEY_DOWN, .key = key, .modifiers = modifiers},
                            {.kind = INPUT_KEY_UP, .key = key, .modifiers = modifiers}};
    session_frame(session, events, 2);
    return true;
}

/* ---- commands ---- */

static bool key(Session *session, char *rest) {
    bool fine = true;
    while (fine && rest[0]) fine = session_press_key(session, session_word(&rest));
    return fine;
}

static bool type(Session *session, char *rest) {
    InputEvent event = {.kind = INPUT_TEXT, .text = text_of(rest)};
    session_frame(session, &event, 1);
    return true;
}

/* Moves to the place that the line names next. */
static bool move_to_next(Session *session, char **rest) {
    Point at;
    if (!session_next_place(session, rest, &at)) return false;
    move_to(session, at);
    return true;
}

static bool click(Session *session, char *rest) {
    if (!move_to_next(session, &rest)) return false;
    unsigned shift = strcmp(session_word(&rest), "shift") == 0 ? MODIFIER_SHIFT : 0;
    press(session, BUTTON_LEFT, 1, shift);
    let_go(session, BUTTON_LEFT, shift);
    return true;
}

static bool double_click(Session *session, char *rest) {
    if (!move_to_next(session, &rest)) return false;
    for (int clicks = 1; clicks <= 2; clicks++) {
        press(session, BUTTON_LEFT, clicks, 0);
        let_go(session, BUTTON_LEFT, 0);
    }
    return true;
}

static bool menu(Session *session, char *rest) {
    if (!move_to_next(session, &rest)) return false;
    press(session, BUTTON_RIGHT, 1, 0);
    let_go(session, BUTTON_RIGHT, 0);
    return true;
}

/* The row of the open menu that begins with the rest of the line. */
static bool choose(Session *session, char *rest) {
    char name[300];
    Rect rect;
    snprintf(name, sizeof name, "menu:%s", rest);
    session_settle(session);
    if (!session_place(session, name, &rect)) return false;
    move_to(session, rect_center(rect));
    press(session, BUTTON_LEFT, 1, 0);
    let_go(session, BUTTON_LEFT, 0);
    return true;
}

static bool hold(Session *session, char *rest) {
    Point to;
    if (!move_to_next(session, &rest)) return false;
    press(session, BUTTON_LEFT, 1, 0);
    while (rest[0]) {
        if (!session_next_place(session, &rest, &to)) return false;
        glide_to(session, to);
    }
    return true;
}

static bool drop(Session *session, char *rest) {
    (void)rest;
    let_go(session, BUTTON_LEFT, 0);
    return true;
}

static bool drag(Session *session, char *rest) {
    return hold(session, rest) && drop(session, rest);
}

/* By pixels instead of to a place. */
static bool drag_by(Session *session, char *rest, InputButton button) {
    if (!move_to_next(session, &rest)) return false;
    float dx = strtof(session_word(&rest), NULL), dy = strtof(session_word(&rest), NULL);
    press(session, button, 1, 0);
    glide_to(session, (Point){session->mouse.x + dx, session->mouse.y + dy});
    let_go(session, button, 0);
    return true;
}

static bool pan(Session *session, char *rest) {
    return drag_by(session, rest, BUTTON_MIDDLE);
}

static bool carry(Session *session, char *rest) {
    return drag_by(session, rest, BUTTON_LEFT);
}

static bool wheel(Session *session, char *rest) {
    if (!move_to_next(session, &rest)) return false;
    InputEvent event = {.kind = INPUT_WHEEL, .at = session->mouse};
    event.wheel.y = strtof(rest, NULL);
    session_frame(session, &event, 1);
    return true;
}

static bool point(Session *session, char *rest) {
    if (!move_to_next(session, &rest)) return false;
    session->now += 500;
    session_frame(session, NULL, 0);
    return true;
}

const SessionCommand session_hand_commands[] = {
    {"key", key},     {"type", type},     {"click", click}, {"double", double_click},
    {"menu", menu},   {"choose", choose}, {"hold", hold},   {"drop", drop},
    {"drag", drag},   {"pan", pan},       {"carry", carry}, {"wheel", wheel},
    {"point", point}, {NULL, NULL}};
